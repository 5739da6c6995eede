package dev.loomlet.server.frame;

/** What a frame is (RFC 6455 §5.2); the other numbers are reserved. */
final class Opcode {

    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    /* The bits beside it. */
    static final int FIN = 0x80;
    static final int RSV1 = 0x40;
    static final int RSV2_RSV3 = 0x30;
    static final int OPCODE = 0x0F;
    static final int MASKED = 0x80;
    static final int LENGTH = 0x7F;

    /* RFC 6455 §5.2: lengths that say that 2 or 8 bytes with the length follow; §5.5: the longest control frame. */
    static final int LENGTH_16 = 126;
    static final int LENGTH_64 = 127;
    static final int MOST_OF_CONTROL = 125;

    private Opcode() {}

    /** Whether it is one of RFC 6455's. */
    static boolean isKnown(int opcode) {
        return opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG);
    }

    /** Whether it is that of a control frame. */
    static boolean isControl(int opcode) {
        return opcode >= CLOSE;
    }
}
