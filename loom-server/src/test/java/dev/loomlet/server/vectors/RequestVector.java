package dev.loomlet.server.vectors;

import dev.loomlet.server.http1.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Bytes that a client sends on a fresh connection, and what must come of them.
 *
 * @param kind which kind
 * @param name the rule, in a few words
 * @param text what is sent, a character for a byte
 * @param rule where the rule is written, and what it says
 * @param violation what the server refuses the request for
 * @param keepsOpen whether the connection waits for another request afterwards
 * @param continues how many responses 100 come before the final one
 * @param ends whether the client sends nothing more, and says so
 * @param calls the calls of the application, in order
 */
public record RequestVector(
        Kind kind,
        String name,
        String text,
        String rule,
        Optional<Violation> violation,
        boolean keepsOpen,
        int continues,
        boolean ends,
        List<ExpectedCall> calls) {

    /** The kinds, each a folder. */
    public enum Kind {
        /** Legal requests, each answered with 200 by the application. */
        VALID,
        /** What is refused, with the connection. */
        INVALID,
        /** A legal request which must be the last of its connection, whatever comes behind it. */
        ONE_RESPONSE;

        /** The folder. */
        public String folder() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The calls that the application answers: all but one whose body is broken. */
    public List<ExpectedCall> answered() {
        return calls.stream()
                .filter(call -> call.input() != ExpectedCall.Input.BROKEN)
                .toList();
    }

    /** What is sent. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return kind.folder() + "/" + name;
    }
}
