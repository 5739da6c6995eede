package dev.loomlet.server.http1;

import static dev.loomlet.server.http1.Violation.BAD_CHUNK_END;
import static dev.loomlet.server.http1.Violation.BAD_CHUNK_EXTENSION;
import static dev.loomlet.server.http1.Violation.BAD_CHUNK_SIZE;
import static dev.loomlet.server.http1.Violation.LARGE_CHUNK_EXTENSIONS;
import static dev.loomlet.server.http1.Violation.LARGE_TRAILERS;

/**
 * Reads the chunked coding (RFC 9112 §7.1) from bytes that come piece by piece. It takes the framing only; the data between stays
 * where it is, for the caller to take:
 *
 * <ol>
 *   <li>{@link #advance} takes framing bytes until data or the end is next, or no bytes are left;
 *   <li>while {@link #dataLeft()} is above 0, that many bytes are data, taken note of with {@link #take};
 *   <li>when {@link #isComplete()}, the body is over and what follows belongs to the next request.
 * </ol>
 *
 * <pre>
 *            digits     ";"            CR          LF, size above 0
 *   SIZE ──────────► EXTENSION ──► SIZE_LF ────────────────────────► (data) ──► DATA_CR ──► DATA_LF ──► SIZE
 *                                     │ LF, size 0
 *                                     └──────────► TRAILER ──► COMPLETE
 * </pre>
 */
public final class ChunkedDecoder {

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA_CR,
        DATA_LF,
        TRAILER,
        COMPLETE
    }

    /* 15 digits are less than 2^60; leading zeros do not count. */
    private static final int MAX_DIGITS = 15;

    private final Limits limits;
    private final ChunkExtension extension = new ChunkExtension();
    private final TrailerSection trailers = new TrailerSection();
    private State state = State.SIZE;
    private long size;
    private int sizeBytes;
    private int digits;
    private long dataLeft;
    private int extensionBytes;
    private int trailerBytes;

    /** A decoder for one body. */
    public ChunkedDecoder(Limits limits) {
        this.limits = limits;
    }

    /** How many data bytes come next. */
    public long dataLeft() {
        return dataLeft;
    }

    /** Whether the last chunk and the trailers have been read. */
    public boolean isComplete() {
        return state == State.COMPLETE;
    }

    /** Takes note that {@code count} data bytes were taken, at most {@link #dataLeft()}. */
    public void take(long count) {
        dataLeft -= count;
    }

    /**
     * Takes framing bytes. There must be no data left.
     *
     * @param bytes where they are
     * @param from the first
     * @param to behind the last
     * @return where it stopped: at data, at the end of the body, or at {@code to}
     * @throws ProtocolException if a byte is not what the grammar has there, or a limit is passed
     */
    public int advance(byte[] bytes, int from, int to) throws ProtocolException {
        int at = from;
        while (at < to && dataLeft == 0 && state != State.COMPLETE) {
            step(bytes[at++]);
        }
        return at;
    }

    private void step(byte b) throws ProtocolException {
        switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_LF -> endSize(b);
            case DATA_CR -> {
                check(b == '\r', BAD_CHUNK_END);
                state = State.DATA_LF;
            }
            case DATA_LF -> {
                check(b == '\n', BAD_CHUNK_END);
                state = State.SIZE;
            }
            case TRAILER -> trailer(b);
            case COMPLETE -> throw new IllegalStateException("the body is complete");
        }
    }

    /* chunk-size = 1*HEXDIG */
    private void size(byte b) throws ProtocolException {
        int digit = Grammar.hexValue(b);
        if (digit >= 0) {
            size = (size << 4) | digit;
            digits += digits > 0 || digit > 0 ? 1 : 0;
            check(digits <= MAX_DIGITS, BAD_CHUNK_SIZE);
            check(++sizeBytes <= limits.maxHeaderLine(), BAD_CHUNK_SIZE);
            return;
        }
        check(sizeBytes > 0, BAD_CHUNK_SIZE);
        if (b == '\r') {
            state = State.SIZE_LF;
        } else {
            check(b == ';' || Grammar.isWhiteSpace(b), BAD_CHUNK_SIZE);
            extension.reset();
            state = State.EXTENSION;
            extension(b);
        }
    }

    private void extension(byte b) throws ProtocolException {
        if (b == '\r') {
            check(extension.mayEnd(), BAD_CHUNK_EXTENSION);
            state = State.SIZE_LF;
            return;
        }
        check(++extensionBytes <= limits.maxChunkExtensionBytes(), LARGE_CHUNK_EXTENSIONS);
        extension.accept(b);
    }

    private void endSize(byte b) throws ProtocolException {
        check(b == '\n', BAD_CHUNK_SIZE);
        dataLeft = size;
        state = size == 0 ? State.TRAILER : State.DATA_CR;
        size = 0;
        sizeBytes = 0;
        digits = 0;
    }

    private void trailer(byte b) throws ProtocolException {
        check(++trailerBytes <= limits.maxTrailerBytes(), LARGE_TRAILERS);
        if (trailers.accept(b)) {
            state = State.COMPLETE;
        }
    }

    private static void check(boolean legal, Violation violation) throws ProtocolException {
        if (!legal) {
            throw new ProtocolException(violation);
        }
    }
}
