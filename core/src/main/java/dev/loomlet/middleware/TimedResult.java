package dev.loomlet.middleware;

import dev.loomlet.wsgi.Body;
import java.io.IOException;
import java.util.Iterator;
import java.util.function.Function;

/**
 * A result that has to give its first block in time: if it does not, {@link Overdue} is thrown in its place. On the request's thread.
 */
final class TimedResult implements Iterable<byte[]>, AutoCloseable {

    /** The request's time is over. */
    static final class Overdue extends RuntimeException {
        private static final long serialVersionUID = 1;

        Overdue() {
            super("the answer did not begin in time");
        }
    }

    private final Iterable<byte[]> result;
    private final TimeLimit limit;

    /** Carries {@code result}; the thread is about to go on in the server. */
    TimedResult(Iterable<byte[]> result, TimeLimit limit) {
        this.result = result;
        this.limit = limit;
    }

    @Override
    public Iterator<byte[]> iterator() {
        return new Blocks(timed(Iterable::iterator, result, iterator -> false));
    }

    @Override
    public void close() throws IOException {
        limit.end();
        Body.close(result);
    }

    /** Has the application take {@code step}; {@code begins} tells whether the response begins, or ends, by what came of it. */
    private <F, T> T timed(Function<F, T> step, F from, Function<T, Boolean> begins) {
        if (!limit.toApplication()) {
            throw new Overdue();
        }
        boolean inTime = false;
        T taken;
        try {
            taken = step.apply(from);
            inTime = begins.apply(taken) ? limit.end() : limit.toServer();
        } finally {
            if (!inTime) {
                inTime = limit.toServer();
            }
        }
        if (!inTime) {
            throw new Overdue();
        }
        return taken;
    }

    private final class Blocks implements Iterator<byte[]> {
        private final Iterator<byte[]> blocks;

        Blocks(Iterator<byte[]> blocks) {
            this.blocks = blocks;
        }

        @Override
        public boolean hasNext() {
            return timed(Iterator::hasNext, blocks, more -> !more);
        }

        @Override
        public byte[] next() {
            return timed(Iterator::next, blocks, block -> block.length > 0);
        }
    }
}
