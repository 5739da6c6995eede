package dev.loomlet.web;

import dev.loomlet.wsgi.Environ;
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
    static Optional<List<ByteRange>> asked(Environ environ, Response response, long length) {
        var range = environ.header("Range");
        if (range.isEmpty() || !environ.method().equals("GET") || length == 0) {
            return Optional.empty();
        }
        return range.flatMap(ByteRanges::parse)
                .filter(ranges -> isFor(response, environ.header("If-Range")))
                .map(ranges -> ranges.satisfy(length));
    }

    private static boolean isFor(Response response, Optional<String> condition) {
        return condition.isEmpty()
                || condition
                        .flatMap(IfRange::parse)
                        .filter(holds -> holds.matches(response.etag(), response.lastModified()))
                        .isPresent();
    }
}
