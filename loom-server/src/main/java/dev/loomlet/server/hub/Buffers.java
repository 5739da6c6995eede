package dev.loomlet.server.hub;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that a hub thread lends: to a connection while it serves a request, so that an idle one holds none. They belong to the
 * thread, not to the hub, since a relieved thread still runs a connection that gives its buffer back. Used by what runs on that thread,
 * between two calls that may park, so nothing has to be locked.
 */
final class Buffers {

    static final int SIZE = 2048;

    private static final int KEPT = 256;

    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private @Nullable Scratch scratch;

    byte[] take() {
        var buffer = free.pollLast();
        return buffer == null ? new byte[SIZE] : buffer;
    }

    /** Its bytes are all there, whatever was done with it before. */
    Scratch scratch() {
        var buffer = scratch;
        if (buffer == null) {
            buffer = Scratch.allocate();
            scratch = buffer;
        }
        buffer.bytes().clear();
        return buffer;
    }

    void give(byte[] buffer) {
        if (buffer.length == SIZE && free.size() < KEPT) {
            free.addLast(buffer);
        }
    }
}
