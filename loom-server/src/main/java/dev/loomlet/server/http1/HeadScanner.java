package dev.loomlet.server.http1;

/**
 * Finds the end of a request head in bytes that come piece by piece, and refuses what can be refused before it is there: a line
 * or head over its limit, a bare CR or LF, a control character. A head over the limits is thus never held in memory.
 *
 * <p>Positions are counted from the first byte of the head's buffer, which may move between calls.
 */
public final class HeadScanner {

    /* RFC 9112 §2.2: a server SHOULD ignore at least one empty line before the request line. */
    private static final int MAX_LEADING_EMPTY_LINES = 4;

    private final Limits limits;
    private int start;
    private int seen;
    private int lineStart;
    private int headersStart;
    private int lines;
    private int emptyLines;

    /** A scanner for one head after the other. */
    public HeadScanner(Limits limits) {
        this.limits = limits;
    }

    /** Forgets the last head; the next one begins at position 0. */
    public void reset() {
        start = 0;
        seen = 0;
        lineStart = 0;
        headersStart = 0;
        lines = 0;
        emptyLines = 0;
    }

    /** Where the request line begins: behind the empty lines that were skipped. */
    public int start() {
        return start;
    }

    /** How many header lines there are, once the head's end was found. */
    public int headerLines() {
        return lines - 1;
    }

    /**
     * Goes on scanning.
     *
     * @param bytes the buffer
     * @param from where its first byte, position 0, is
     * @param to behind its last byte
     * @return how many bytes the head has, its empty last line and skipped lines before it included; -1 if more are needed
     * @throws ProtocolException if the head cannot become a legal one
     */
    public int scan(byte[] bytes, int from, int to) throws ProtocolException {
        int i = WordSearch.skipToControl(bytes, from + seen, to);
        while (i < to) {
            byte b = bytes[i];
            if (b >= ' ' || b < 0 || b == '\t') {
                i = WordSearch.skipToControl(bytes, i + 1, to);
            } else if (b != '\r') {
                throw new ProtocolException(b == '\n' ? Violation.BARE_LF : Violation.CONTROL_CHARACTER);
            } else if (i + 1 == to) {
                break;
            } else if (bytes[i + 1] != '\n') {
                throw new ProtocolException(Violation.BARE_CR);
            } else {
                boolean last = endLine(i - from);
                i += 2;
                if (last) {
                    return i - from;
                }
                i = WordSearch.skipToControl(bytes, i, to);
            }
        }
        seen = i - from;
        checkLine(seen);
        return -1;
    }

    /** Takes note of the line that ends before position {@code end}; whether it was the head's last. */
    private boolean endLine(int end) throws ProtocolException {
        boolean empty = end == lineStart;
        if (empty && lines > 0) {
            return true;
        }
        checkLine(end);
        lineStart = end + 2;
        if (empty) {
            start = lineStart;
            if (++emptyLines > MAX_LEADING_EMPTY_LINES) {
                throw new ProtocolException(Violation.LEADING_EMPTY_LINES);
            }
        } else if (lines++ == 0) {
            headersStart = lineStart;
        }
        return false;
    }

    private void checkLine(int end) throws ProtocolException {
        int length = end - lineStart;
        if (lines == 0) {
            check(length <= limits.maxRequestLine(), Violation.LONG_REQUEST_LINE);
        } else if (length > 0) {
            check(length <= limits.maxHeaderLine(), Violation.LONG_HEADER_LINE);
            check(end - headersStart <= limits.maxHeaderBytes(), Violation.LARGE_HEADERS);
            check(lines <= limits.maxHeaders(), Violation.MANY_HEADERS);
        }
    }

    private static void check(boolean withinLimit, Violation violation) throws ProtocolException {
        if (!withinLimit) {
            throw new ProtocolException(violation);
        }
    }
}
