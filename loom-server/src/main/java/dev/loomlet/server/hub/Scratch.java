package dev.loomlet.server.hub;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * A buffer for the length of one system call, outside the heap, so that the JDK does not copy through a buffer of its own. For one thread.
 *
 * @param bytes from 0 to {@value #SIZE}
 * @param address where they are
 */
record Scratch(ByteBuffer bytes, long address) {

    static final int SIZE = 64 * 1024;

    static Scratch allocate() {
        var bytes = ByteBuffer.allocateDirect(SIZE);
        return new Scratch(bytes, MemorySegment.ofBuffer(bytes).address());
    }
}
