package dev.loomlet.server.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes the frames of a server (RFC 6455 §5.2): whole messages, not masked. What it returns shares nothing with what it was given. */
public final class FrameEncoder {

    private static final int LONGEST_HEADER = 10;

    private FrameEncoder() {}

    /**
     * A message in one frame.
     *
     * @param payload the message, compressed if {@code compressed} says so
     * @param text whether it is text
     */
    public static ByteBuffer message(byte[] payload, boolean text, boolean compressed) {
        return frame((text ? Opcode.TEXT : Opcode.BINARY) | (compressed ? Opcode.RSV1 : 0), payload);
    }

    /** A ping; at most 125 bytes. */
    public static ByteBuffer ping(byte[] payload) {
        return frame(Opcode.PING, payload);
    }

    /** The answer to a ping. */
    public static ByteBuffer pong(byte[] payload) {
        return frame(Opcode.PONG, payload);
    }

    /**
     * A close frame.
     *
     * @param code the code; {@link CloseCode#NONE} for a frame without
     * @param reason at most {@link CloseCode#MOST_REASON_BYTES} bytes of UTF-8
     */
    public static ByteBuffer close(int code, String reason) {
        if (code == CloseCode.NONE) {
            return frame(Opcode.CLOSE, new byte[0]);
        }
        var text = reason.getBytes(StandardCharsets.UTF_8);
        var body = ByteBuffer.allocate(Short.BYTES + text.length)
                .putShort((short) code)
                .put(text);
        return frame(Opcode.CLOSE, body.array());
    }

    private static ByteBuffer frame(int bitsAndOpcode, byte[] payload) {
        int length = payload.length;
        var frame = ByteBuffer.allocate(LONGEST_HEADER + length).put((byte) (Opcode.FIN | bitsAndOpcode));
        if (length <= Opcode.MOST_OF_CONTROL) {
            frame.put((byte) length);
        } else if (length <= 0xffff) {
            frame.put((byte) Opcode.LENGTH_16).putShort((short) length);
        } else {
            frame.put((byte) Opcode.LENGTH_64).putLong(length);
        }
        return frame.put(payload).flip();
    }
}
