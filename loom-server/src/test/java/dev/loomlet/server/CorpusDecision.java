package dev.loomlet.server;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What this server refuses on purpose, though a corpus may have it for legal.
 *
 * @param covers by what such a request is known
 * @param reason why it is refused
 */
record CorpusDecision(Predicate<String> covers, String reason) {

    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?im)^Content-Length: *(\\d+)");

    private static final List<CorpusDecision> ALL = List.of(
            of("^\\S+ [^ \r]*#", "RFC 9112 §3.2: no form of the target has a fragment"),
            of("^\\S+ [^ \r]*[\\x80-\\xff]", "RFC 3986 §2: a target is ASCII, other bytes are escaped"),
            of("^\\S+ https?://[^/ \r]*@", "RFC 9110 §4.2.4: user information is to be treated as an error"),
            of("\\A[^\r]{4095}|\n[^\r]{8189}", "where no other limits are set, a line may have 8192 bytes"),
            new CorpusDecision(
                    CorpusDecision::isCutOff,
                    "RFC 9112 §8: a body shorter than its length is an error, no short body"));

    /** The decision that a request falls under. */
    static Optional<CorpusDecision> on(String request) {
        return ALL.stream().filter(decision -> decision.covers.test(request)).findFirst();
    }

    private static CorpusDecision of(String pattern, String reason) {
        return new CorpusDecision(Pattern.compile(pattern).asPredicate(), reason);
    }

    private static boolean isCutOff(String request) {
        var length = CONTENT_LENGTH.matcher(request);
        int body = request.indexOf("\r\n\r\n") + 4;
        return length.find() && Integer.parseInt(length.group(1)) > request.length() - body;
    }
}
