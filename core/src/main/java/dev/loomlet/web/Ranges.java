package dev.loomlet.web;

import dev.loomlet.wsgi.Environ;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which parts of a representation a GET asks for (RFC 9110 §14.2). */
final class Ranges {

    private Ranges() {}

    /**
     * Decides.
     *
     * @return empty if all of it is to be sent: there is no {@code Range}, or one that is malformed or not for this representation; no
     *     ranges if none of them can be satisfied
     */
    static Optional<List<ByteRange>> asked(
            Environ environ, long length, Optional<EntityTag> tag, Optional<Instant> lastModified) {
        var range = environ.header("Range").flatMap(ByteRanges::parse);
        boolean counts = range.isPresent()
                && environ.method().equals("GET")
                && length > 0
                && isForThis(environ.header("If-Range"), tag, lastModified);
        return counts ? range.map(ranges -> ranges.satisfy(length)) : Optional.empty();
    }

    private static boolean isForThis(Optional<String> field, Optional<EntityTag> tag, Optional<Instant> lastModified) {
        return field.isEmpty()
                || IfRange.parse(field.get())
                        .filter(condition -> condition.matches(tag, lastModified))
                        .isPresent();
    }
}
