package dev.loomlet.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The text message that is sent over WebSocket (RFC 6455 §5.2), and the same one coming back, of which each byte is compared. */
final class Echo implements AnswerScanner {

    private static final byte[] TEXT =
            "A message of a chat, as long as most: sixty-four bytes of ASCII.".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};
    private static final byte FINAL_TEXT = (byte) 0x81;
    private static final byte MASKED = (byte) 0x80;
    private static final int OK = 200;

    private final ByteBuffer expected = ByteBuffer.allocate(2 + TEXT.length)
            .put(FINAL_TEXT)
            .put((byte) TEXT.length)
            .put(TEXT)
            .flip();

    /** The frame that a client sends, as often as it likes. */
    static ByteBuffer message() {
        var frame = ByteBuffer.allocateDirect(2 + MASK.length + TEXT.length);
        frame.put(FINAL_TEXT).put((byte) (MASKED | TEXT.length)).put(MASK);
        for (int i = 0; i < TEXT.length; i++) {
            frame.put((byte) (TEXT[i] ^ MASK[i % MASK.length]));
        }
        return frame.flip();
    }

    @Override
    public boolean scan(ByteBuffer in) throws MalformedAnswerException {
        while (in.hasRemaining() && expected.hasRemaining()) {
            if (in.get() != expected.get()) {
                throw new MalformedAnswerException("another frame than the message in one frame");
            }
        }
        boolean ended = !expected.hasRemaining();
        if (ended) {
            expected.rewind();
        }
        return ended;
    }

    @Override
    public boolean end() throws MalformedAnswerException {
        throw new MalformedAnswerException("the connection ended before the message came back");
    }

    @Override
    public int status() {
        return OK;
    }

    @Override
    public boolean isKeptAlive() {
        return true;
    }
}
