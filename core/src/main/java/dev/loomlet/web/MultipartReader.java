package dev.loomlet.web;

import dev.loomlet.wsgi.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Reads a multipart body part by part as it comes (RFC 2046 §5.1). On the thread of whoever reads; it blocks as the stream below does.
 *
 * <pre>
 *   multipart-body = [preamble CRLF] dash-boundary transport-padding CRLF body-part
 *                    *(delimiter transport-padding CRLF body-part)
 *                    delimiter "--" transport-padding [CRLF epilogue]
 *   body-part      = MIME-part-headers [CRLF *OCTET]
 * </pre>
 *
 * <p>Preamble and epilogue are dropped. A form without a field is sent as the final boundary alone, so that is no error. Headers are as in HTTP
 * (RFC 9112 §5), in one line each: no client folds them. Whatever else is not of this form is a 400.
 */
final class MultipartReader {

    private static final int MOST_PADDING = 64;
    private static final int LINE_END = 2;

    private final BoundaryScanner scanner;
    private final int maxHeaderBytes;
    private boolean ended;

    /**
     * Reads from {@code in}.
     *
     * @param maxHeaderBytes of one part's headers; more is a 413
     * @param maxBytes of the whole body; more is a 413
     */
    MultipartReader(InputStream in, String boundary, int maxHeaderBytes, long maxBytes) {
        scanner = new BoundaryScanner(in, boundary, maxBytes);
        this.maxHeaderBytes = maxHeaderBytes;
    }

    /** Goes on to the next part, past what is left of this one; empty at the end of the body. */
    Optional<Headers> nextPart() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        scanner.skipToDelimiter();
        if (isFinal()) {
            ended = true;
            return Optional.empty();
        }
        var headers = headers();
        scanner.beginPart();
        return Optional.of(headers);
    }

    /** Reads bytes of the part that was begun last, or returns -1 at its end. */
    int read(byte[] into) throws IOException {
        return scanner.read(into, 0, into.length);
    }

    /** Reads the rest of the line that a boundary is in: padding, or the two dashes of the final one and then all that follows. */
    private boolean isFinal() throws IOException {
        int b = scanner.next();
        boolean isFinal = b == '-';
        if (isFinal) {
            requireLine(scanner.next() == '-');
            b = scanner.next();
        }
        for (int padding = 0; b == ' ' || b == '\t'; padding++) {
            requireLine(padding < MOST_PADDING);
            b = scanner.next();
        }
        if (!isFinal || b >= 0) {
            requireLine(b == '\r' && scanner.next() == '\n');
        }
        if (isFinal) {
            scanner.skipRest();
        }
        return isFinal;
    }

    private static void requireLine(boolean correct) {
        if (!correct) {
            throw HttpException.badRequest("a boundary of the multipart body is not alone in its line");
        }
    }

    private Headers headers() throws IOException {
        var fields = new ArrayList<Headers.Field>();
        int room = maxHeaderBytes;
        for (var line = headerLine(room); !line.isEmpty(); line = headerLine(room)) {
            fields.add(field(line));
            room -= line.length() + LINE_END;
        }
        return Headers.of(fields);
    }

    /** Reads a line of ISO-8859-1 without its end. */
    private String headerLine(int room) throws IOException {
        var line = new ByteArrayOutputStream();
        int b = scanner.next();
        while (b != '\r') {
            if (b < 0 || b == '\n') {
                throw malformed();
            }
            if (line.size() + LINE_END >= room) {
                throw HttpException.contentTooLarge(
                        "a part of the form has more than " + maxHeaderBytes + " bytes of headers");
            }
            line.write(b);
            b = scanner.next();
        }
        if (scanner.next() != '\n') {
            throw malformed();
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /* field-line = field-name ":" OWS field-value OWS; the record checks name and value. */
    private static Headers.Field field(String line) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            throw malformed();
        }
        try {
            return new Headers.Field(line.substring(0, colon), Grammar.trimOws(line.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw malformed().causedBy(e);
        }
    }

    private static HttpException malformed() {
        return HttpException.badRequest("the headers of a part of the multipart body are malformed");
    }
}
