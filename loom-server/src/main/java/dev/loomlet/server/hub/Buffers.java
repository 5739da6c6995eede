package dev.loomlet.server.hub;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that a hub thread lends: to a connection while it serves a request, so that an idle one holds none. They belong to the
 * thread, not to the hub, since a relieved thread still runs a connection that gives its buffer back. Used by what runs on that thread,
 * between two calls that may park, so nothing has to be locked.
 */
final class Buffers {

    static final int SIZE = 2048;
    static final int SCRATCH_SIZE = 64 * 1024;

    private static final int KEPT = 256;

    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private @Nullable ByteBuffer scratch;

    byte[] take() {
        var buffer = free.pollLast();
        return buffer == null ? new byte[SIZE] : buffer;
    }

    /** For the length of one system call: outside the heap, so that the JDK does not copy through a buffer of its own. */
    ByteBuffer scratch() {
        var buffer = scratch;
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(SCRATCH_SIZE);
            scratch = buffer;
        }
        return buffer.clear();
    }

    void give(byte[] buffer) {
        if (buffer.length == SIZE && free.size() < KEPT) {
            free.addLast(buffer);
        }
    }
}
