package dev.loomlet.middleware;

import dev.loomlet.web.HttpException;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.function.Function;

/** A body in whose place an answer comes if it throws one before its first block. For one request and its thread. */
final class AnsweringBody implements Iterable<byte[]>, AutoCloseable {

    private final Iterable<byte[]> body;
    private final Environ environ;
    private final StartResponse startResponse;
    private Iterable<byte[]> answer = Body.empty();

    AnsweringBody(Iterable<byte[]> body, Environ environ, StartResponse startResponse) {
        this.body = body;
        this.environ = environ;
        this.startResponse = startResponse;
    }

    @Override
    public Iterator<byte[]> iterator() {
        try {
            return new Blocks(body.iterator());
        } catch (HttpException e) {
            return answer(e).iterator();
        }
    }

    private Iterable<byte[]> answer(HttpException e) {
        try {
            answer = HttpExceptions.answer(e, environ, startResponse);
            return answer;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Closes both, the answer first. */
    @Override
    public void close() throws IOException {
        try {
            Body.close(answer);
        } finally {
            Body.close(body);
        }
    }

    private final class Blocks implements Iterator<byte[]> {
        private static final byte[] NOTHING = {};
        private Iterator<byte[]> blocks;
        private boolean isBegun;

        Blocks(Iterator<byte[]> blocks) {
            this.blocks = blocks;
        }

        @Override
        public boolean hasNext() {
            return step(Iterator::hasNext);
        }

        @Override
        public byte[] next() {
            /* An answer to HEAD has no block. */
            var block = step(from -> isBegun && !from.hasNext() ? NOTHING : from.next());
            isBegun |= block.length > 0;
            return block;
        }

        private <T> T step(Function<Iterator<byte[]>, T> step) {
            if (isBegun) {
                return step.apply(blocks);
            }
            try {
                return step.apply(blocks);
            } catch (HttpException e) {
                isBegun = true;
                blocks = answer(e).iterator();
                return step.apply(blocks);
            }
        }
    }
}
