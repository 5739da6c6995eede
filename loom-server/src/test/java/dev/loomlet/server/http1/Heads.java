package dev.loomlet.server.http1;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Heads out of strings, a character for a byte. */
final class Heads {

    private Heads() {}

    static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The head of a GET with the given lines behind Host. */
    static RequestHead get(HttpVersion version, String... lines) throws ProtocolException {
        var head = new StringBuilder("GET / " + version + "\r\nHost: a\r\n");
        for (var line : lines) {
            head.append(line).append("\r\n");
        }
        head.append("\r\n");
        return version == HttpVersion.HTTP_2
                ? RequestHeadParser.parseHttp2(bytes(head.toString()), lines.length + 1)
                : parse(head.toString());
    }

    static RequestHead parse(String head) throws ProtocolException {
        var bytes = bytes(head);
        return RequestHeadParser.parse(bytes, 0, bytes.length, 16);
    }

    /** The target of a request with that method. */
    static RequestTarget target(String method, String target) throws ProtocolException {
        return parse(method + " " + target + " HTTP/1.1\r\nHost: a\r\n\r\n").target();
    }

    /** What {@code action} is refused for. */
    static Violation refusal(ThrowingCallable action) {
        var refusal = catchThrowableOfType(ProtocolException.class, action);
        if (refusal == null) {
            throw new AssertionError("nothing was refused");
        }
        return refusal.violation();
    }

    /** Whether {@code action} goes through; what it throws otherwise is a refusal and nothing else. */
    static boolean isTaken(ThrowingCallable action) {
        return catchThrowableOfType(ProtocolException.class, action) == null;
    }
}
