package dev.loomlet.server.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells whether bytes are UTF-8 (RFC 3629 §4), piece by piece, at the first byte that cannot be.
 *
 * <pre>
 *   UTF8-2 = %xC2-DF UTF8-tail
 *   UTF8-3 = %xE0 %xA0-BF UTF8-tail / %xE1-EC 2( UTF8-tail ) / %xED %x80-9F UTF8-tail / %xEE-EF 2( UTF8-tail )
 *   UTF8-4 = %xF0 %x90-BF 2( UTF8-tail ) / %xF1-F3 3( UTF8-tail ) / %xF4 %x80-8F 2( UTF8-tail )
 *   UTF8-tail = %x80-BF
 * </pre>
 */
public final class Utf8Validator {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;
    private static final int LEAST_TAIL = 0x80;
    private static final int MOST_TAIL = 0xBF;

    /* How many bytes of the character are to come, and between what the next one is. */
    private int missing;
    private int least = LEAST_TAIL;
    private int most = MOST_TAIL;

    /** A validator at the beginning of a text. */
    public Utf8Validator() {}

    /** Begins a new text. */
    public void reset() {
        missing = 0;
        least = LEAST_TAIL;
        most = MOST_TAIL;
    }

    /** Whether the text may end here: not within a character. */
    public boolean isComplete() {
        return missing == 0;
    }

    /** Takes more bytes; false if they cannot be part of the text. */
    public boolean accept(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (missing == 0) {
                at = skipAscii(bytes, at, to);
                if (at < to && !begin(bytes[at++] & 0xff)) {
                    return false;
                }
            } else if (!tail(bytes[at++] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    private static int skipAscii(byte[] bytes, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES && ((long) LONG.get(bytes, at) & NOT_ASCII) == 0) {
            at += Long.BYTES;
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    private boolean begin(int first) {
        if (first < 0xC2 || first > 0xF4) {
            return false;
        }
        missing = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
        switch (first) {
            case 0xE0 -> least = 0xA0;
            case 0xED -> most = 0x9F;
            case 0xF0 -> least = 0x90;
            case 0xF4 -> most = 0x8F;
            default -> {}
        }
        return true;
    }

    private boolean tail(int next) {
        boolean legal = next >= least && next <= most;
        missing--;
        least = LEAST_TAIL;
        most = MOST_TAIL;
        return legal;
    }
}
