package dev.loomlet.server.frame;

import java.util.Arrays;

/** A message's payload, put together from frames. It grows with what came, not with what was announced. */
final class MessageBuilder {

    private static final byte[] NONE = {};
    private static final int FIRST = 16 * 1024;

    private byte[] bytes = NONE;
    private int length;

    int length() {
        return length;
    }

    /** Adds bytes, of which {@code expected} and these are all that are announced; returns where they are in {@link #array}. */
    int add(byte[] from, int offset, int count, long expected) {
        if (length + count > bytes.length) {
            long announced = length + count + expected;
            long room = Math.max(length + count, Math.max(FIRST, 2L * bytes.length));
            bytes = Arrays.copyOf(bytes, (int) Math.min(announced, room));
        }
        int at = length;
        System.arraycopy(from, offset, bytes, at, count);
        length += count;
        return at;
    }

    byte[] array() {
        return bytes;
    }

    /** Takes the payload out, and begins another. */
    byte[] take() {
        var taken = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        bytes = NONE;
        length = 0;
        return taken;
    }
}
