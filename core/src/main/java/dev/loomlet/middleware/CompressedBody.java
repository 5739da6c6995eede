package dev.loomlet.middleware;

import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.FileWrapper;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A body whose blocks are compressed as they come. A file's blocks may be held back; of any other body each is sent before the next is
 * asked for. For one request and its thread.
 */
final class CompressedBody implements Iterable<byte[]>, AutoCloseable {

    private final CompressedResponse response;
    private final Iterable<byte[]> body;

    CompressedBody(CompressedResponse response, Iterable<byte[]> body) {
        this.response = response;
        this.body = body;
    }

    @Override
    public Iterator<byte[]> iterator() {
        return new Blocks(body.iterator());
    }

    @Override
    public void close() throws IOException {
        try {
            response.close();
        } finally {
            Body.close(body);
        }
    }

    private final class Blocks implements Iterator<byte[]> {
        private final Iterator<byte[]> plain;
        private final boolean isFlushed = !(body instanceof FileWrapper);
        private boolean isOver;

        Blocks(Iterator<byte[]> plain) {
            this.plain = plain;
        }

        /** There is a last one behind the application's, which may be empty. */
        @Override
        public boolean hasNext() {
            return !isOver;
        }

        @Override
        public byte[] next() {
            if (isOver) {
                throw new NoSuchElementException();
            }
            if (plain.hasNext()) {
                return compressed(plain.next());
            }
            isOver = true;
            if (response.isStarted()) {
                response.passOn();
            }
            return response.finish();
        }

        private byte[] compressed(byte[] block) {
            if (block.length == 0) {
                return block;
            }
            response.passOn();
            return response.encode(block, isFlushed);
        }
    }
}
