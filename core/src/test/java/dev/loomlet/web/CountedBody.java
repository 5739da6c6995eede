package dev.loomlet.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Blocks that count how often they were iterated and closed. */
public final class CountedBody implements Iterable<byte[]>, AutoCloseable {

    private final List<byte[]> blocks;

    /** How often it was iterated. */
    public int iterated;

    /** How often it was closed. */
    public int closed;

    /** Makes a body of text blocks. */
    public CountedBody(String... blocks) {
        this.blocks = Arrays.stream(blocks)
                .map(block -> block.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public Iterator<byte[]> iterator() {
        iterated++;
        return blocks.iterator();
    }

    @Override
    public void close() {
        closed++;
    }
}
