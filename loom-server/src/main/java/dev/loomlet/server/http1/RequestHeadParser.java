package dev.loomlet.server.http1;

import static dev.loomlet.server.http1.Violation.BAD_HEADER_NAME;
import static dev.loomlet.server.http1.Violation.BAD_HEADER_VALUE;
import static dev.loomlet.server.http1.Violation.BAD_HOST;
import static dev.loomlet.server.http1.Violation.BAD_HOST_COUNT;
import static dev.loomlet.server.http1.Violation.BAD_METHOD;
import static dev.loomlet.server.http1.Violation.BAD_REQUEST_LINE;
import static dev.loomlet.server.http1.Violation.BAD_VERSION;
import static dev.loomlet.server.http1.Violation.OBSOLETE_FOLDING;
import static dev.loomlet.server.http1.Violation.REPEATED_HEADER;
import static dev.loomlet.server.http1.Violation.UNSUPPORTED_VERSION;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a complete request head in one strict pass (RFC 9112 §2 to §5). Every byte it goes over is compared with the grammar;
 * there is no lenience and no switch for it.
 */
public final class RequestHeadParser {

    private static final String[] COMMON_METHODS = {
        "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT"
    };

    private final byte[] bytes;
    private final RequestHead head;
    private int at;

    private RequestHeadParser(byte[] bytes, int expectedFields) {
        this.bytes = bytes;
        this.head = new RequestHead(bytes, expectedFields);
    }

    /**
     * Parses the head that {@link HeadScanner} found.
     *
     * @param buffer where it is; copied
     * @param from the first byte of the request line
     * @param to behind the CRLF of the empty line that ends the head
     * @param fields how many header lines there are, or a guess
     * @return the head
     * @throws ProtocolException if it is not legal
     */
    public static RequestHead parse(byte[] buffer, int from, int to, int fields) throws ProtocolException {
        var parser = new RequestHeadParser(Arrays.copyOfRange(buffer, from, to), fields);
        parser.requestLine();
        while (parser.peek() != '\r') {
            parser.fieldLine();
        }
        parser.lineEnd(BAD_HEADER_NAME);
        check(parser.at == parser.bytes.length, BAD_HEADER_NAME);
        parser.checkHost();
        return parser.head;
    }

    /* request-line = method SP request-target SP HTTP-version CRLF */
    private void requestLine() throws ProtocolException {
        int methodStart = at;
        while (Grammar.isTokenByte(peek()) && !(peek() >= 'a' && peek() <= 'z')) {
            at++;
        }
        check(at > methodStart && peek() == ' ', BAD_METHOD);
        head.method = method(methodStart, at);
        int targetStart = ++at;
        while (Grammar.isTargetByte(peek())) {
            at++;
        }
        int targetEnd = at;
        boolean empty = at == targetStart;
        check(!empty && peek() == ' ', empty || peek() == '\r' ? BAD_REQUEST_LINE : Violation.BAD_TARGET);
        at++;
        version();
        head.endRequestLine(at);
        lineEnd(BAD_REQUEST_LINE);
        head.target = RequestTarget.parse(head.method, bytes, targetStart, targetEnd);
    }

    private String method(int from, int to) {
        for (var method : COMMON_METHODS) {
            if (method.length() == to - from && matches(from, method)) {
                return method;
            }
        }
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /* HTTP-version = "HTTP/" DIGIT "." DIGIT */
    private void version() throws ProtocolException {
        check(bytes.length - at >= 10 && matches(at, "HTTP/"), BAD_VERSION);
        byte major = bytes[at + 5];
        byte minor = bytes[at + 7];
        check(Grammar.isDigit(major) && bytes[at + 6] == '.' && Grammar.isDigit(minor), BAD_VERSION);
        at += 8;
        check(peek() == '\r', BAD_VERSION);
        check(major == '1' && (minor == '0' || minor == '1'), UNSUPPORTED_VERSION);
        head.version = minor == '1' ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0;
    }

    /* field-line = field-name ":" OWS field-value OWS CRLF */
    private void fieldLine() throws ProtocolException {
        int nameStart = at;
        while (Grammar.isTokenByte(peek())) {
            at++;
        }
        int nameEnd = at;
        if (nameEnd == nameStart) {
            throw new ProtocolException(Grammar.isWhiteSpace(peek()) ? OBSOLETE_FOLDING : BAD_HEADER_NAME);
        }
        check(peek() == ':', BAD_HEADER_NAME);
        at++;
        while (Grammar.isWhiteSpace(peek())) {
            at++;
        }
        int valueStart = at;
        at = WordSearch.skipToControl(bytes, at, bytes.length);
        while (Grammar.isFieldByte(peek())) {
            at = WordSearch.skipToControl(bytes, at + 1, bytes.length);
        }
        int valueEnd = at;
        while (valueEnd > valueStart && Grammar.isWhiteSpace(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        lineEnd(BAD_HEADER_VALUE);
        note(head.add(nameStart, nameEnd, valueStart, valueEnd), nameEnd - nameStart);
    }

    /** Remembers where the fields are that decide how the message is read. */
    private void note(int index, int nameLength) throws ProtocolException {
        switch (nameLength) {
            case 4 -> head.host = once(index, "host", head.host, BAD_HOST_COUNT);
            case 6 -> head.expect = first(index, "expect", head.expect);
            case 10 -> head.connection = first(index, "connection", head.connection);
            case 12 -> head.contentType = once(index, "content-type", head.contentType, REPEATED_HEADER);
            case 14 -> head.contentLength = once(index, "content-length", head.contentLength, REPEATED_HEADER);
            case 17 -> head.transferEncoding = first(index, "transfer-encoding", head.transferEncoding);
            default -> {}
        }
    }

    private int once(int index, String name, int before, Violation violation) throws ProtocolException {
        if (!head.isNamed(index, name)) {
            return before;
        }
        check(before < 0, violation);
        return index;
    }

    private int first(int index, String name, int before) {
        return before < 0 && head.isNamed(index, name) ? index : before;
    }

    /* RFC 9112 §3.2: exactly one Host in HTTP/1.1, a legal one; in HTTP/1.0 there may be none. */
    private void checkHost() throws ProtocolException {
        if (head.host < 0) {
            check(head.version == HttpVersion.HTTP_1_0, BAD_HOST_COUNT);
        } else {
            check(Grammar.isHostAndPort(bytes, head.valueStart(head.host), head.valueEnd(head.host)), BAD_HOST);
        }
    }

    private boolean matches(int from, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void lineEnd(Violation violation) throws ProtocolException {
        check(bytes.length - at >= 2 && bytes[at] == '\r' && bytes[at + 1] == '\n', violation);
        at += 2;
    }

    private byte peek() throws ProtocolException {
        if (at >= bytes.length) {
            throw new ProtocolException(Violation.TRUNCATED_HEAD);
        }
        return bytes[at];
    }

    private static void check(boolean legal, Violation violation) throws ProtocolException {
        if (!legal) {
            throw new ProtocolException(violation);
        }
    }
}
