package dev.loomlet.server;

import java.util.Iterator;

/** Blocks as from a generator, with a {@code close()}. */
final class ClosingBlocks implements Iterable<byte[]>, AutoCloseable {

    private final Runnable onClose;
    private final Iterable<byte[]> blocks;

    ClosingBlocks(Runnable onClose, String... blocks) {
        this(onClose, Apps.blocks(blocks));
    }

    ClosingBlocks(Runnable onClose, Iterable<byte[]> blocks) {
        this.onClose = onClose;
        this.blocks = blocks;
    }

    @Override
    public Iterator<byte[]> iterator() {
        return blocks.iterator();
    }

    @Override
    public void close() {
        onClose.run();
    }
}
