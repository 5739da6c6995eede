package dev.loomlet.server.vectors;

import java.util.List;
import java.util.Map;

/**
 * One call of the application that a request must lead to.
 *
 * @param environ keys of the environ with the values they must have; always the method, the target and its parts, and the version
 * @param absent keys that the environ may not have
 * @param input what becomes of {@code wsgi.input}
 * @param body what is read from {@code wsgi.input}, a character for a byte, where that is {@link Input#READ}
 */
public record ExpectedCall(Map<String, String> environ, List<String> absent, Input input, String body) {

    /** What becomes of {@code wsgi.input}. */
    public enum Input {
        /** The application reads it to its end. */
        READ,
        /** The application leaves it alone: it reads nothing where the path begins with {@code /unread}. */
        UNREAD,
        /** The application reads, and has the violation thrown at it. */
        BROKEN
    }

    /** The request's method. */
    public String method() {
        return environ.get("REQUEST_METHOD");
    }

    /** The request's target, as it is sent. */
    public String target() {
        return environ.get("REQUEST_URI");
    }
}
