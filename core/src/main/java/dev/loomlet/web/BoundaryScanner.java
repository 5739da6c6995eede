package dev.loomlet.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a multipart body, cut at its boundary (RFC 2046 §5.1.1). On the thread of whoever reads; it blocks as the stream below does.
 *
 * <pre>
 *   delimiter      = CRLF "--" boundary      ; where no line is before it, at a part's start, without the CRLF
 *   boundary       = 0*69&lt;bchars&gt; bcharsnospace
 * </pre>
 *
 * <p>The search is linear however the bytes come: a CR is only at a delimiter's start, so where a comparison fails, the next can begin there.
 * Nothing is kept but one buffer.
 */
final class BoundaryScanner {

    private static final int BLOCK = 8192;
    private static final int LONGEST_BOUNDARY = 70;
    private static final String BCHARS_BESIDE_ALPHANUMERIC = "'()+_,-./:=? ";

    private final InputStream in;
    private final long maxBytes;
    private final byte[] delimiter;
    private final byte[] buffer;
    private long taken;
    private int position;
    private int end;
    /* What is before this index belongs to the part. */
    private int safe;
    private boolean atLineStart = true;
    private boolean atDelimiter;

    BoundaryScanner(InputStream in, String boundary, long maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        buffer = new byte[BLOCK + delimiter.length];
    }

    static boolean isBoundary(String boundary) {
        int length = boundary.length();
        return length > 0
                && length <= LONGEST_BOUNDARY
                && boundary.charAt(length - 1) != ' '
                && boundary.chars().allMatch(BoundaryScanner::isBchar);
    }

    private static boolean isBchar(int c) {
        return (c >= '0' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || BCHARS_BESIDE_ALPHANUMERIC.indexOf(c) >= 0;
    }

    /** Begins a part's content: a delimiter may follow without another line end, the one behind the headers being its own. */
    void beginPart() {
        atLineStart = true;
        atDelimiter = false;
        safe = position;
    }

    /**
     * Reads bytes before the next delimiter.
     *
     * @return how many, or -1 if the delimiter was read instead, also at each call after that
     */
    int read(byte[] into, int offset, int length) throws IOException {
        while (!atDelimiter && safe == position) {
            advance();
        }
        if (atDelimiter) {
            return -1;
        }
        int count = Math.min(length, safe - position);
        System.arraycopy(buffer, position, into, offset, count);
        position += count;
        return count;
    }

    void skipToDelimiter() throws IOException {
        while (!atDelimiter) {
            position = safe;
            advance();
        }
    }

    /** Finds bytes that belong to the part, takes a delimiter, or gets more bytes to tell the two apart. */
    private void advance() throws IOException {
        int from = atLineStart ? 2 : 0;
        int matched = matches(position, from);
        boolean undecided = position + matched == end;
        if (matched == delimiter.length - from) {
            position += matched;
            safe = position;
            atDelimiter = true;
        } else if (undecided) {
            require(fill());
        } else {
            atLineStart = false;
            safe = Math.max(position, nextCandidate(from == 0 ? position + matched : position));
        }
    }

    private static void require(boolean filled) {
        if (!filled) {
            throw HttpException.badRequest("the multipart body ends without its final boundary");
        }
    }

    /** How many bytes from {@code index} on are those of the delimiter from {@code from} on. */
    private int matches(int index, int from) {
        int count = 0;
        while (index + count < end
                && from + count < delimiter.length
                && buffer[index + count] == delimiter[from + count]) {
            count++;
        }
        return count;
    }

    /** The index of the next delimiter, or of what may become one when more bytes come. */
    private int nextCandidate(int index) {
        int next = index;
        while (next < end) {
            if (buffer[next] != '\r') {
                next++;
                continue;
            }
            int matched = matches(next, 0);
            if (matched == delimiter.length || next + matched == end) {
                return next;
            }
            next += matched;
        }
        return next;
    }

    /** Reads one byte of what is between a delimiter and a part's content; -1 at the end of the stream. */
    int next() throws IOException {
        if (position == end && !fill()) {
            return -1;
        }
        return buffer[position++] & 0xff;
    }

    /** Reads and drops all that is left. */
    void skipRest() throws IOException {
        do {
            position = end;
        } while (fill());
    }

    /** Gets more bytes behind those that are not taken yet; false at the end of the stream. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, end - position);
        end -= position;
        position = 0;
        safe = 0;
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
            return false;
        }
        taken += count;
        if (taken > maxBytes) {
            throw HttpException.contentTooLarge("the form is larger than " + maxBytes + " bytes");
        }
        end += count;
        return true;
    }
}
