package dev.loomlet.middleware;

import dev.loomlet.wsgi.Body;
import java.io.IOException;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A result whose blocks go through an iterator of a middleware's. Nothing is asked for ahead, and {@code close()} is passed on once,
 * however often it is called. On the request's thread.
 */
final class PassedResult implements Iterable<byte[]>, AutoCloseable {

    private final Iterable<byte[]> result;
    private final Supplier<Iterator<byte[]>> blocks;
    private boolean closed;

    /**
     * Carries {@code result}.
     *
     * @param result what is closed
     * @param blocks called when the blocks are asked for
     */
    PassedResult(Iterable<byte[]> result, Supplier<Iterator<byte[]>> blocks) {
        this.result = Objects.requireNonNull(result, "the application returned null");
        this.blocks = blocks;
    }

    @Override
    public Iterator<byte[]> iterator() {
        return blocks.get();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            Body.close(result);
        }
    }
}
