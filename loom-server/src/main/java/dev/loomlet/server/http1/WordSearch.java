package dev.loomlet.server.http1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at eight bytes at a time for one that may matter to the grammar of a field's value: a control character. Most bytes of a head are
 * none, so that most steps go over eight of them.
 *
 * <p>Of a word {@code w}, {@code w - 0x2020…} borrows into the highest bit of each byte below 0x20, and {@code ~w} leaves out those whose
 * highest bit was set before. A borrow may also reach the byte above such a one, never one below, so the lowest hit is right.
 */
final class WordSearch {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long SPACES = 0x2020202020202020L;
    private static final long DELETES = 0x7f7f7f7f7f7f7f7fL;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private WordSearch() {}

    /**
     * Skips bytes that are no control characters (RFC 5234: %x00-1F and %x7F).
     *
     * @return the index of the first control character, or one from which on fewer than eight bytes are left, to be looked at singly
     */
    static int skipToControl(byte[] bytes, int from, int to) {
        int i = from;
        while (i <= to - Long.BYTES) {
            long word = (long) LONGS.get(bytes, i);
            long deletes = word ^ DELETES;
            long hits = (((word - SPACES) & ~word) | ((deletes - ONES) & ~deletes)) & HIGH_BITS;
            if (hits != 0) {
                return i + Long.numberOfTrailingZeros(hits) / Byte.SIZE;
            }
            i += Long.BYTES;
        }
        return i;
    }
}
