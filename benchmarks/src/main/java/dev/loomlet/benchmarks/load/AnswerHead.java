package dev.loomlet.benchmarks.load;

/**
 * What the head of an answer says about where the answer ends and whether its connection stays open (RFC 9112 §6.3, §9.3). Lines are
 * given without their CRLF. Runs on the thread of the {@link ResponseScanner} that owns it and allocates nothing.
 */
final class AnswerHead {

    static final long NO_LENGTH = -1;

    private static final int STATUS_LINE = "HTTP/1.1 200".length();
    private static final long MOST_BYTES = 1L << 50;

    private int status;
    private boolean keepAlive;
    private boolean chunked;
    private long contentLength;

    /* status-line = HTTP-version SP status-code SP [ reason-phrase ] */
    void statusLine(byte[] line, int length) throws MalformedAnswerException {
        if (length < STATUS_LINE
                || !startsWith(line, 0, "http/1.")
                || (line[7] != '0' && line[7] != '1')
                || line[8] != ' '
                || (length > STATUS_LINE && line[STATUS_LINE] != ' ')) {
            throw new MalformedAnswerException("not a status line of HTTP/1.0 or 1.1");
        }
        status = 0;
        for (int i = 9; i < STATUS_LINE; i++) {
            status = status * 10 + digit(line[i]);
        }
        keepAlive = line[7] == '1';
        chunked = false;
        contentLength = NO_LENGTH;
    }

    /* field-line = field-name ":" OWS field-value OWS */
    void fieldLine(byte[] line, int length) throws MalformedAnswerException {
        int colon = 0;
        while (colon < length && line[colon] != ':' && line[colon] > ' ') {
            colon++;
        }
        if (colon == 0 || colon == length || line[colon] != ':') {
            throw new MalformedAnswerException("a field line without a name and a colon");
        }
        int from = colon + 1;
        int to = length;
        while (from < to && isSpace(line[from])) {
            from++;
        }
        while (to > from && isSpace(line[to - 1])) {
            to--;
        }
        if (colon == 14 && startsWith(line, 0, "content-length")) {
            contentLength(line, from, to);
        } else if (colon == 17 && startsWith(line, 0, "transfer-encoding")) {
            transferEncoding(line, from, to);
        } else if (colon == 10 && startsWith(line, 0, "connection")) {
            connection(line, from, to);
        }
    }

    void end() throws MalformedAnswerException {
        if (chunked && contentLength != NO_LENGTH) {
            throw new MalformedAnswerException("both Content-Length and Transfer-Encoding");
        }
    }

    int status() {
        return status;
    }

    boolean isKeptAlive() {
        return keepAlive;
    }

    boolean isInterim() {
        return status < 200;
    }

    boolean isWithoutContent() {
        return status == 204 || status == 304;
    }

    boolean isChunked() {
        return chunked;
    }

    long contentLength() {
        return contentLength;
    }

    /** Ends the connection with this answer, since nothing else ends the answer. */
    void endsWithConnection() {
        keepAlive = false;
    }

    private void contentLength(byte[] line, int from, int to) throws MalformedAnswerException {
        if (contentLength != NO_LENGTH || from == to) {
            throw new MalformedAnswerException("Content-Length is empty or there twice");
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + digit(line[i]);
            if (value > MOST_BYTES) {
                throw new MalformedAnswerException("Content-Length is beyond what can be");
            }
        }
        contentLength = value;
    }

    private void transferEncoding(byte[] line, int from, int to) throws MalformedAnswerException {
        if (chunked || to - from != 7 || !startsWith(line, from, "chunked")) {
            throw new MalformedAnswerException("a Transfer-Encoding other than chunked");
        }
        chunked = true;
    }

    /* Connection = #connection-option */
    private void connection(byte[] line, int from, int to) {
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || line[i] == ',' || isSpace(line[i])) {
                if (i - start == 5 && startsWith(line, start, "close")) {
                    keepAlive = false;
                } else if (i - start == 10 && startsWith(line, start, "keep-alive")) {
                    keepAlive = true;
                }
                start = i + 1;
            }
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    private static int digit(byte b) throws MalformedAnswerException {
        if (b < '0' || b > '9') {
            throw new MalformedAnswerException("a byte that is no digit in a number");
        }
        return b - '0';
    }

    /* The word is in lower case; what is compared may be in any. */
    private static boolean startsWith(byte[] line, int from, String word) {
        for (int i = 0; i < word.length(); i++) {
            byte b = line[from + i];
            if ((b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
