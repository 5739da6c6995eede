package dev.loomlet.wsgi;

import static dev.loomlet.wsgi.LintError.unless;

import java.util.Iterator;

/** The result that {@link Lint} gives a server in place of the application's. */
@SuppressWarnings("try") // close() passes on whatever the application's close throws
final class LintResult implements Iterable<byte[]>, AutoCloseable {

    private final Iterable<byte[]> result;
    private final LintStartResponse start;
    private boolean iterated;
    private boolean closed;

    LintResult(Iterable<byte[]> result, LintStartResponse start) {
        this.result = result;
        this.start = start;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public Iterator<byte[]> iterator() {
        unless(!closed, "the result is iterated after it was closed");
        unless(!iterated, "the result is iterated twice");
        iterated = true;
        return new Blocks(result.iterator());
    }

    @Override
    public void close() throws Exception {
        unless(!closed, "the result is closed twice");
        closed = true;
        if (result instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    static void checkBlock(Object block) {
        unless(block instanceof byte[], "a block of the result is not a byte array");
    }

    private final class Blocks implements Iterator<byte[]> {
        private final Iterator<byte[]> blocks;

        Blocks(Iterator<byte[]> blocks) {
            this.blocks = blocks;
        }

        @Override
        public boolean hasNext() {
            unless(!closed, "the result is read after it was closed");
            return blocks.hasNext();
        }

        @Override
        public byte[] next() {
            unless(!closed, "the result is read after it was closed");
            Object block = ((Iterator<?>) blocks).next();
            checkBlock(block);
            unless(start.isStarted(), "the application gave its first block but did not call startResponse");
            return (byte[]) block;
        }
    }
}
