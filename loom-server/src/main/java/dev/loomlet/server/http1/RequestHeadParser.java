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

    private RequestHeadParser() {}

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
        return parse(new RequestHead(Arrays.copyOfRange(buffer, from, to), fields));
    }

    /**
     * Parses the head of a request of HTTP/2, written as one of HTTP/1.1 would be but for its version, so that both are read by the same
     * rules.
     *
     * @param bytes the head, with its empty line; the returned head's from now on
     * @param fields how many header lines there are, or a guess
     * @return the head
     * @throws ProtocolException if it is not legal
     */
    public static RequestHead parseHttp2(byte[] bytes, int fields) throws ProtocolException {
        var head = new RequestHead(bytes, fields);
        head.version = HttpVersion.HTTP_2;
        return parse(head);
    }

    private static RequestHead parse(RequestHead head) throws ProtocolException {
        var bytes = head.bytes();
        int at = requestLine(head, bytes);
        while (byteAt(bytes, at) != '\r') {
            at = fieldLine(head, bytes, at);
        }
        at = lineEnd(bytes, at, BAD_HEADER_NAME);
        check(at == bytes.length, BAD_HEADER_NAME);
        checkHost(head, bytes);
        return head;
    }

    /* Each of these reads what begins at one index and returns the index behind it. */

    /* request-line = method SP request-target SP HTTP-version CRLF */
    private static int requestLine(RequestHead head, byte[] bytes) throws ProtocolException {
        int at = 0;
        while (Grammar.isTokenByte(byteAt(bytes, at)) && !(bytes[at] >= 'a' && bytes[at] <= 'z')) {
            at++;
        }
        check(at > 0 && bytes[at] == ' ', BAD_METHOD);
        head.method = method(bytes, at);
        int targetStart = ++at;
        while (Grammar.isTargetByte(byteAt(bytes, at))) {
            at++;
        }
        int targetEnd = at;
        boolean empty = at == targetStart;
        check(!empty && bytes[at] == ' ', empty || bytes[at] == '\r' ? BAD_REQUEST_LINE : Violation.BAD_TARGET);
        at = version(head, bytes, at + 1);
        head.endRequestLine(at);
        int end = lineEnd(bytes, at, BAD_REQUEST_LINE);
        head.target = RequestTarget.parse(head.method, bytes, targetStart, targetEnd);
        return end;
    }

    private static String method(byte[] bytes, int length) {
        for (var method : COMMON_METHODS) {
            if (method.length() == length && matches(bytes, 0, method)) {
                return method;
            }
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    /* HTTP-version = "HTTP/" DIGIT "." DIGIT */
    private static int version(RequestHead head, byte[] bytes, int at) throws ProtocolException {
        check(bytes.length - at >= 10 && matches(bytes, at, "HTTP/"), BAD_VERSION);
        byte major = bytes[at + 5];
        byte minor = bytes[at + 7];
        check(Grammar.isDigit(major) && bytes[at + 6] == '.' && Grammar.isDigit(minor), BAD_VERSION);
        check(bytes[at + 8] == '\r', BAD_VERSION);
        if (head.version == HttpVersion.HTTP_2) {
            check(major == '2' && minor == '0', UNSUPPORTED_VERSION);
            return at + 8;
        }
        check(major == '1' && (minor == '0' || minor == '1'), UNSUPPORTED_VERSION);
        head.version = minor == '1' ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0;
        return at + 8;
    }

    /* field-line = field-name ":" OWS field-value OWS CRLF */
    private static int fieldLine(RequestHead head, byte[] bytes, int nameStart) throws ProtocolException {
        int nameEnd = nameStart;
        while (Grammar.isTokenByte(byteAt(bytes, nameEnd))) {
            nameEnd++;
        }
        if (nameEnd == nameStart) {
            throw new ProtocolException(Grammar.isWhiteSpace(bytes[nameEnd]) ? OBSOLETE_FOLDING : BAD_HEADER_NAME);
        }
        check(bytes[nameEnd] == ':', BAD_HEADER_NAME);
        int valueStart = nameEnd + 1;
        while (Grammar.isWhiteSpace(byteAt(bytes, valueStart))) {
            valueStart++;
        }
        int at = WordSearch.skipToControl(bytes, valueStart, bytes.length);
        while (Grammar.isFieldByte(byteAt(bytes, at))) {
            at = WordSearch.skipToControl(bytes, at + 1, bytes.length);
        }
        int valueEnd = at;
        while (valueEnd > valueStart && Grammar.isWhiteSpace(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        note(head, head.add(nameStart, nameEnd, valueStart, valueEnd), nameEnd - nameStart);
        return lineEnd(bytes, at, BAD_HEADER_VALUE);
    }

    /** Remembers where the fields are that decide how the message is read. */
    private static void note(RequestHead head, int index, int nameLength) throws ProtocolException {
        switch (nameLength) {
            case 4 -> head.host = once(head, index, "host", head.host, BAD_HOST_COUNT);
            case 6 -> head.expect = first(head, index, "expect", head.expect);
            case 10 -> head.connection = first(head, index, "connection", head.connection);
            case 12 -> head.contentType = once(head, index, "content-type", head.contentType, REPEATED_HEADER);
            case 14 -> head.contentLength = once(head, index, "content-length", head.contentLength, REPEATED_HEADER);
            case 17 -> head.transferEncoding = first(head, index, "transfer-encoding", head.transferEncoding);
            default -> {}
        }
    }

    private static int once(RequestHead head, int index, String name, int before, Violation violation)
            throws ProtocolException {
        if (!head.isNamed(index, name)) {
            return before;
        }
        check(before < 0, violation);
        return index;
    }

    private static int first(RequestHead head, int index, String name, int before) {
        return before < 0 && head.isNamed(index, name) ? index : before;
    }

    /* RFC 9112 §3.2: exactly one Host in HTTP/1.1, a legal one; in HTTP/1.0 there may be none. */
    private static void checkHost(RequestHead head, byte[] bytes) throws ProtocolException {
        if (head.host < 0) {
            check(head.version == HttpVersion.HTTP_1_0, BAD_HOST_COUNT);
        } else {
            check(Grammar.isHostAndPort(bytes, head.valueStart(head.host), head.valueEnd(head.host)), BAD_HOST);
        }
    }

    private static boolean matches(byte[] bytes, int from, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int lineEnd(byte[] bytes, int at, Violation violation) throws ProtocolException {
        check(bytes.length - at >= 2 && bytes[at] == '\r' && bytes[at + 1] == '\n', violation);
        return at + 2;
    }

    private static byte byteAt(byte[] bytes, int at) throws ProtocolException {
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
