package dev.loomlet.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds where the answers of one connection end, from bytes that come in any pieces. Keeps of an answer its status and whether the
 * connection stays open. Runs on the thread that reads the connection and allocates nothing, except for lines that are longer than any
 * before.
 *
 * <pre>
 *   STATUS_LINE -> FIELD_LINE -> CONTENT | UNTIL_CLOSE | CHUNK_SIZE -> (CHUNK_DATA -> CHUNK_END -> CHUNK_SIZE)* -> TRAILER
 *        ^_____________________________|__________________________________________________________________________|
 * </pre>
 */
final class ResponseScanner implements AnswerScanner {

    private enum State {
        STATUS_LINE,
        FIELD_LINE,
        CONTENT,
        UNTIL_CLOSE,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILER
    }

    private static final int LONGEST_LINE = 64 << 10;
    private static final long LARGEST_CHUNK = 1L << 50;

    private final AnswerHead head = new AnswerHead();
    private byte[] line = new byte[128];
    private int length;
    private State state = State.STATUS_LINE;
    /* Bytes of the content, or of the chunk, that are still to come. */
    private long remaining;

    @Override
    public boolean scan(ByteBuffer in) throws MalformedAnswerException {
        while (in.hasRemaining()) {
            boolean ended = switch (state) {
                case CONTENT, CHUNK_DATA, UNTIL_CLOSE -> content(in);
                default -> lineByte(in.get()) && line();
            };
            if (ended) {
                state = State.STATUS_LINE;
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean end() throws MalformedAnswerException {
        if (state == State.UNTIL_CLOSE) {
            state = State.STATUS_LINE;
            return true;
        }
        if (state != State.STATUS_LINE || length > 0) {
            throw new MalformedAnswerException("the connection ended within an answer");
        }
        return false;
    }

    @Override
    public int status() {
        return head.status();
    }

    @Override
    public boolean isKeptAlive() {
        return head.isKeptAlive();
    }

    private boolean content(ByteBuffer in) {
        int taken = state == State.UNTIL_CLOSE ? in.remaining() : (int) Math.min(in.remaining(), remaining);
        in.position(in.position() + taken);
        remaining -= taken;
        if (state == State.CHUNK_DATA && remaining == 0) {
            state = State.CHUNK_END;
        }
        return state == State.CONTENT && remaining == 0;
    }

    /* Whether the byte ends a line, which is then in line[0, length). */
    private boolean lineByte(byte b) throws MalformedAnswerException {
        boolean afterReturn = length > 0 && line[length - 1] == '\r';
        if (afterReturn != (b == '\n')) {
            throw new MalformedAnswerException("a line that does not end with CR LF");
        }
        if (b == '\n') {
            length--;
            return true;
        }
        if (b >= 0 && b < ' ' && b != '\t' && b != '\r') {
            throw new MalformedAnswerException("a control character in a head");
        }
        if (length == line.length) {
            if (length >= LONGEST_LINE) {
                throw new MalformedAnswerException("a line of more than 64 KiB");
            }
            line = Arrays.copyOf(line, 2 * length);
        }
        line[length++] = b;
        return false;
    }

    /* Takes a line; whether the answer ends with it. */
    private boolean line() throws MalformedAnswerException {
        int end = length;
        length = 0;
        switch (state) {
            case STATUS_LINE -> {
                head.statusLine(line, end);
                state = State.FIELD_LINE;
            }
            case FIELD_LINE -> {
                if (end == 0) {
                    return headEnds();
                }
                head.fieldLine(line, end);
            }
            case CHUNK_SIZE -> chunkSize(end);
            case CHUNK_END -> {
                if (end != 0) {
                    throw new MalformedAnswerException("a chunk that is longer than its size");
                }
                state = State.CHUNK_SIZE;
            }
            case TRAILER -> {
                return end == 0;
            }
            default -> throw new IllegalStateException("no line is expected in " + state);
        }
        return false;
    }

    /* RFC 9112 §6.3: how long the content is. */
    private boolean headEnds() throws MalformedAnswerException {
        head.end();
        if (head.isInterim()) {
            state = State.STATUS_LINE;
            return false;
        }
        if (head.isWithoutContent() || head.contentLength() == 0) {
            return true;
        }
        if (head.isChunked()) {
            state = State.CHUNK_SIZE;
        } else if (head.contentLength() != AnswerHead.NO_LENGTH) {
            remaining = head.contentLength();
            state = State.CONTENT;
        } else {
            head.endsWithConnection();
            state = State.UNTIL_CLOSE;
        }
        return false;
    }

    /* chunk-size [ chunk-ext ] */
    private void chunkSize(int end) throws MalformedAnswerException {
        long size = 0;
        int at = 0;
        while (at < end && Character.digit(line[at], 16) >= 0) {
            size = size * 16 + Character.digit(line[at++], 16);
            if (size > LARGEST_CHUNK) {
                throw new MalformedAnswerException("a chunk size beyond what can be");
            }
        }
        if (at == 0 || (at < end && line[at] != ';' && line[at] != ' ' && line[at] != '\t')) {
            throw new MalformedAnswerException("not a chunk size");
        }
        remaining = size;
        state = size == 0 ? State.TRAILER : State.CHUNK_DATA;
    }
}
