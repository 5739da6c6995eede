package dev.loomlet.server.undertow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames as bytes (RFC 9113 §4.1, §6), for what Undertow's engine does not send or read as it should. Pure functions. */
final class Frames {

    static final int HEADER = 9;
    static final int SMALLEST_MAX_FRAME = 16_384;

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 0x1;
    static final int ACK = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int WITH_PRIORITY = 0x20;

    /* RFC 7541: literal without indexing, its name indexed (:status is 8) or new. Neither changes the encoder's table. */
    private static final int STATUS_LITERAL = 0x08;
    private static final int NEW_LITERAL = 0x00;
    private static final int LENGTH_PREFIX = 127;

    private static final int SETTING = 6;
    private static final int HEADER_TABLE_SIZE = 1;
    private static final int MAX_FRAME_SIZE = 5;

    private Frames() {}

    /** A frame with its header. */
    static byte[] frame(int type, int flags, int stream, byte[] payload, int length) {
        var frame = new byte[HEADER + length];
        frame[0] = (byte) (length >> 16);
        frame[1] = (byte) (length >> 8);
        frame[2] = (byte) length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        putInt(frame, 5, stream);
        System.arraycopy(payload, 0, frame, HEADER, length);
        return frame;
    }

    /** Says that the connection ends, and that streams up to {@code lastStream} are still served (§6.8). */
    static byte[] goAway(int lastStream, int code) {
        var payload = new byte[8];
        putInt(payload, 0, lastStream);
        putInt(payload, 4, code);
        return frame(GOAWAY, 0, 0, payload, payload.length);
    }

    /**
     * An interim response (§8.1).
     *
     * @param namesAndValues in lower case, a character for a byte
     */
    static byte[] interim(int stream, String status, String... namesAndValues) {
        var block = new java.io.ByteArrayOutputStream();
        block.write(STATUS_LITERAL);
        literal(block, status);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            block.write(NEW_LITERAL);
            literal(block, namesAndValues[i]);
            literal(block, namesAndValues[i + 1]);
        }
        return frame(HEADERS, END_HEADERS, stream, block.toByteArray(), block.size());
    }

    /* RFC 7541 §5.2, not Huffman coded */
    private static void literal(java.io.ByteArrayOutputStream block, String text) {
        int length = text.length();
        if (length < LENGTH_PREFIX) {
            block.write(length);
        } else {
            block.write(LENGTH_PREFIX);
            for (length -= LENGTH_PREFIX; length >= 128; length >>= 7) {
                block.write(length | 0x80);
            }
            block.write(length);
        }
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Lowers what a client allows our encoder's table to take: it may allow gigabytes. */
    static void capHeaderTableSize(byte[] settings, int length, int most) {
        for (int at = 0; at + SETTING <= length; at += SETTING) {
            boolean tableSize = settings[at] == 0 && settings[at + 1] == HEADER_TABLE_SIZE;
            if (tableSize && Integer.compareUnsigned(intAt(settings, at + 2), most) > 0) {
                putInt(settings, at + 2, most);
            }
        }
    }

    /** Has a SETTINGS frame say that the largest frame is {@link #SMALLEST_MAX_FRAME}; leaves other frames alone. */
    static void announceSmallestMaxFrame(ByteBuffer frame) {
        int start = frame.position();
        if (frame.remaining() < HEADER || frame.get(start + 3) != SETTINGS) {
            return;
        }
        for (int at = start + HEADER; at + SETTING <= frame.limit(); at += SETTING) {
            if (frame.getShort(at) == MAX_FRAME_SIZE) {
                frame.putInt(at + 2, SMALLEST_MAX_FRAME);
            }
        }
    }

    /**
     * Takes the padding out of the payload of a HEADERS frame (§6.2).
     *
     * @return the new length, -1 if there is more padding than payload
     */
    static int withoutPadding(byte[] payload, int length, int flags) {
        if ((flags & PADDED) == 0) {
            return length;
        }
        int left = length == 0 ? -1 : length - 1 - (payload[0] & 0xff);
        if (left >= ((flags & WITH_PRIORITY) == 0 ? 0 : 5)) {
            System.arraycopy(payload, 1, payload, 0, left);
            return left;
        }
        return -1;
    }

    static int intAt(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }

    private static void putInt(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
    }
}
