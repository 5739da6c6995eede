package dev.loomlet.server.frame;

import java.nio.charset.StandardCharsets;

/**
 * Reads the frames of a client (RFC 6455 §5.2) from bytes that come in any pieces, and puts messages together.
 *
 * <pre>
 *   FIRST ──► SECOND ──► LENGTH (2 or 8 bytes) ──► KEY ──► PAYLOAD ──► FIRST
 *                └──────────────────────────────────┘        └── a close frame ──► CLOSED
 * </pre>
 *
 * <p>Each byte is compared with the grammar: reserved bits and opcodes, control frames that are long or in fragments, a fragment out of
 * order, a frame without mask, a length in more bytes than it needs, text that is not UTF-8 and a close code that may not be sent are
 * refused at the byte that shows it. For one thread.
 */
public final class FrameDecoder {

    private enum State {
        FIRST,
        SECOND,
        LENGTH,
        KEY,
        PAYLOAD,
        CLOSED
    }

    private final int maxMessage;
    private final boolean mayBeCompressed;
    private State state = State.FIRST;

    /* The frame. */
    private int first;
    private int bytesLeft;
    private boolean inEight;
    private long length;
    private long done;
    private int key;
    private MessageBuilder payload = new MessageBuilder();

    /* The message. */
    private final MessageBuilder message = new MessageBuilder();
    private final MessageBuilder control = new MessageBuilder();
    private final Utf8Validator utf8 = new Utf8Validator();
    private boolean within;
    private boolean text;
    private boolean compressed;

    /**
     * A decoder at the beginning of a connection.
     *
     * @param maxMessage how many bytes a message may have
     * @param mayBeCompressed whether RSV1 has a meaning: permessage-deflate was agreed on
     */
    public FrameDecoder(int maxMessage, boolean mayBeCompressed) {
        this.maxMessage = maxMessage;
        this.mayBeCompressed = mayBeCompressed;
    }

    /**
     * Decodes what came, until it is used up or the receiver is full.
     *
     * @return up to where it was used
     * @throws FrameException if the client broke the protocol; nothing more can be decoded
     */
    public int decode(byte[] bytes, int from, int to, FrameReceiver receiver) throws FrameException {
        int at = from;
        while (at < to && state != State.CLOSED && !(state == State.FIRST && receiver.isFull())) {
            if (state == State.PAYLOAD) {
                at += payload(bytes, at, to);
            } else {
                header(bytes[at++] & 0xff);
            }
            if (state == State.PAYLOAD && done == length) {
                end(receiver);
            }
        }
        return state == State.CLOSED ? to : at;
    }

    private void header(int b) throws FrameException {
        switch (state) {
            case FIRST -> first(b);
            case SECOND -> second(b);
            case LENGTH -> {
                length = (length << Byte.SIZE) | b;
                if (--bytesLeft == 0) {
                    endLength();
                }
            }
            case KEY -> {
                key = (key << Byte.SIZE) | b;
                if (--bytesLeft == 0) {
                    state = State.PAYLOAD;
                    done = 0;
                }
            }
            case PAYLOAD, CLOSED -> throw new IllegalStateException(state.toString());
        }
    }

    /* RFC 6455 §5.2, §5.4, §5.5; RFC 7692 §6: RSV1 on the first frame of a message only. */
    private void first(int b) throws FrameException {
        int opcode = b & Opcode.OPCODE;
        boolean control = Opcode.isControl(opcode);
        require((b & Opcode.RSV2_RSV3) == 0, "a reserved bit is set");
        require(
                (b & Opcode.RSV1) == 0 || (mayBeCompressed && !control && opcode != Opcode.CONTINUATION),
                "a reserved bit is set");
        require(Opcode.isKnown(opcode), "the opcode is reserved");
        require(!control || (b & Opcode.FIN) != 0, "a control frame is fragmented");
        require(control || within == (opcode == Opcode.CONTINUATION), "a fragment is out of order");
        first = b;
        state = State.SECOND;
    }

    /* RFC 6455 §5.1: a client masks; §5.5: a control frame is short. */
    private void second(int b) throws FrameException {
        require((b & Opcode.MASKED) != 0, "a frame is not masked");
        int announced = b & Opcode.LENGTH;
        require(!isControl() || announced <= Opcode.MOST_OF_CONTROL, "a control frame is longer than 125 bytes");
        length = 0;
        if (announced < Opcode.LENGTH_16) {
            length = announced;
            beginPayload();
        } else {
            inEight = announced == Opcode.LENGTH_64;
            bytesLeft = inEight ? Long.BYTES : Short.BYTES;
            state = State.LENGTH;
        }
    }

    /* RFC 6455 §5.2: in as few bytes as it needs, and the highest bit is 0. */
    private void endLength() throws FrameException {
        require(length >= 0, "a length has its highest bit set");
        require(length > (inEight ? 0xffff : Opcode.MOST_OF_CONTROL), "a length is not in the least number of bytes");
        beginPayload();
    }

    private void beginPayload() throws FrameException {
        if (!isControl()) {
            if ((first & Opcode.OPCODE) != Opcode.CONTINUATION) {
                text = (first & Opcode.OPCODE) == Opcode.TEXT;
                compressed = (first & Opcode.RSV1) != 0;
                utf8.reset();
            }
            requireFits();
        }
        payload = isControl() ? control : message;
        key = 0;
        bytesLeft = Integer.BYTES;
        state = State.KEY;
    }

    /* What cannot be compressed is longer by a little when it is. */
    private void requireFits() throws FrameException {
        long most = compressed ? maxMessage + (maxMessage >> 8) + 64L : maxMessage;
        if (length > most - message.length()) {
            throw new FrameException(
                    CloseCode.TOO_BIG,
                    message.length() == 0
                            ? "Incoming frame of " + length + " bytes is above length limit of " + maxMessage
                                    + " bytes."
                            : "Incoming message is above length limit of " + maxMessage + " bytes.");
        }
    }

    private int payload(byte[] bytes, int from, int to) throws FrameException {
        int count = (int) Math.min(to - from, length - done);
        int at = payload.add(bytes, from, count, length - done - count);
        Mask.unmask(payload.array(), at, at + count, key, done);
        done += count;
        if (!isControl() && text && !compressed && !utf8.accept(payload.array(), at, at + count)) {
            throw notUtf8();
        }
        return count;
    }

    private void end(FrameReceiver receiver) throws FrameException {
        state = State.FIRST;
        boolean last = (first & Opcode.FIN) != 0;
        switch (first & Opcode.OPCODE) {
            case Opcode.PING -> receiver.pinged(control.take());
            case Opcode.PONG -> receiver.ponged(control.take());
            case Opcode.CLOSE -> {
                state = State.CLOSED;
                close(control.take(), receiver);
            }
            default -> {
                within = !last;
                if (last) {
                    endMessage(receiver);
                }
            }
        }
    }

    private void endMessage(FrameReceiver receiver) throws FrameException {
        if (text && !compressed && !utf8.isComplete()) {
            throw notUtf8();
        }
        receiver.message(message.take(), text, compressed);
    }

    /* RFC 6455 §5.5.1 */
    private static void close(byte[] body, FrameReceiver receiver) throws FrameException {
        require(body.length != 1, "a close frame has half a code");
        if (body.length == 0) {
            receiver.closed(CloseCode.NONE, "");
            return;
        }
        int code = ((body[0] & 0xff) << Byte.SIZE) | (body[1] & 0xff);
        require(CloseCode.isLegal(code), "a close frame has a code that may not be sent");
        var validator = new Utf8Validator();
        if (!validator.accept(body, Short.BYTES, body.length) || !validator.isComplete()) {
            throw notUtf8();
        }
        receiver.closed(code, new String(body, Short.BYTES, body.length - Short.BYTES, StandardCharsets.UTF_8));
    }

    private boolean isControl() {
        return Opcode.isControl(first & Opcode.OPCODE);
    }

    private static void require(boolean legal, String otherwise) throws FrameException {
        if (!legal) {
            throw new FrameException(CloseCode.PROTOCOL_ERROR, otherwise);
        }
    }

    private static FrameException notUtf8() {
        return new FrameException(CloseCode.INVALID_DATA, "text is not UTF-8");
    }
}
