package dev.loomlet.middleware;

import dev.loomlet.wsgi.Body;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;

/**
 * A body in whose place another comes if it fails before its first block that is not empty. Nothing is asked for ahead; both are closed
 * once. For one request and its thread.
 */
final class RescuedBody implements Iterable<byte[]>, AutoCloseable {

    /** Knows what comes in a failed body's place. */
    @FunctionalInterface
    interface Rescue {

        /**
         * Answers in the body's place.
         *
         * @param failure what it failed with
         * @return the other body, its response started; or empty if {@code failure} is to go on
         */
        Optional<Iterable<byte[]>> answer(Exception failure) throws Exception;
    }

    private final Iterable<byte[]> body;
    private final Rescue rescue;
    private Optional<Iterable<byte[]>> other = Optional.empty();
    private boolean closed;

    RescuedBody(Iterable<byte[]> body, Rescue rescue) {
        this.body = body;
        this.rescue = rescue;
    }

    @Override
    public Iterator<byte[]> iterator() {
        try {
            return new Blocks(body.iterator());
        } catch (Exception e) {
            return rescue(e);
        }
    }

    @SuppressWarnings("ReferenceEquality") // of the very same nothing can be suppressed in itself
    private Iterator<byte[]> rescue(Exception failure) {
        try {
            other = rescue.answer(failure);
            if (other.isPresent()) {
                return other.get().iterator();
            }
        } catch (Exception e) {
            if (e != failure) {
                e.addSuppressed(failure);
            }
            throw RescuedBody.<RuntimeException>sneaked(e);
        }
        throw RescuedBody.<RuntimeException>sneaked(failure);
    }

    /** An iterator declares no checked exception, but may throw one that came out of it undeclared. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E sneaked(Exception e) throws E {
        throw (E) e;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (other.isPresent()) {
                Body.close(other.get());
            }
        } finally {
            Body.close(body);
        }
    }

    private final class Blocks implements Iterator<byte[]> {
        private static final byte[] NOTHING = {};
        private Iterator<byte[]> blocks;
        private boolean begun;

        Blocks(Iterator<byte[]> blocks) {
            this.blocks = blocks;
        }

        @Override
        public boolean hasNext() {
            return step(Iterator::hasNext);
        }

        @Override
        public byte[] next() {
            /* The other may have no block, where one was promised. */
            var block = step(from -> other.isPresent() && !from.hasNext() ? NOTHING : from.next());
            begun |= block.length > 0;
            return block;
        }

        private <T> T step(Function<Iterator<byte[]>, T> step) {
            try {
                return step.apply(blocks);
            } catch (Exception e) {
                if (begun || other.isPresent()) {
                    throw e;
                }
                blocks = rescue(e);
                return step.apply(blocks);
            }
        }
    }
}
