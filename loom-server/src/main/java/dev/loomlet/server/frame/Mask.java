package dev.loomlet.server.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The masking of what a client sends (RFC 6455 §5.3), eight bytes at a time. */
final class Mask {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private Mask() {}

    /**
     * Unmasks bytes where they are.
     *
     * @param key the masking key, its first byte the highest
     * @param done how many bytes of the frame were unmasked before
     */
    static void unmask(byte[] bytes, int from, int to, int key, long done) {
        int turned = Integer.rotateLeft(key, (int) (done & 3) * Byte.SIZE);
        long twice = ((long) turned << Integer.SIZE) | Integer.toUnsignedLong(turned);
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            LONG.set(bytes, at, (long) LONG.get(bytes, at) ^ twice);
        }
        for (int i = 0; at < to; at++, i++) {
            bytes[at] ^= (byte) (twice >>> (Long.SIZE - Byte.SIZE - i * Byte.SIZE));
        }
    }
}
