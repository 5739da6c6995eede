package dev.loomlet.web;

import dev.loomlet.wsgi.Environ;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What a request's {@code If-} fields say about the representation that there is (RFC 9110 §13.2.2). A {@link Response} to GET or HEAD
 * with an {@code ETag} or {@code Last-Modified} does this itself; an application asks before it changes something:
 *
 * {@snippet lang = java :
 * if (Preconditions.evaluate(environ, Optional.of(article.tag()), Optional.empty()) == Preconditions.Outcome.FAILED) {
 *     throw HttpException.of(412, "the article has changed");
 * }
 * }
 *
 * <p>Pure functions, for any thread.
 */
public final class Preconditions {

    /** What is to be done. */
    public enum Outcome {
        /** What the request asks for. */
        PROCEED,

        /** Answer 304: the client has it. */
        NOT_MODIFIED,

        /** Answer 412, and change nothing. */
        FAILED
    }

    private Preconditions() {}

    /**
     * Evaluates the conditions on a representation that exists. A malformed {@code If-Match} fails, since who sends it wants no change
     * unless it holds; the other fields are ignored if they are malformed.
     *
     * @param environ the request
     * @param tag the representation's entity tag, if it has one
     * @param lastModified when it was changed, if that is known; compared in seconds
     * @return what to do
     */
    public static Outcome evaluate(Environ environ, Optional<EntityTag> tag, Optional<Instant> lastModified) {
        return areIn(environ) ? decide(environ, tag, lastModified) : Outcome.PROCEED;
    }

    private static boolean areIn(Environ environ) {
        return environ.containsKey("HTTP_IF_NONE_MATCH")
                || environ.containsKey("HTTP_IF_MODIFIED_SINCE")
                || environ.containsKey("HTTP_IF_MATCH")
                || environ.containsKey("HTTP_IF_UNMODIFIED_SINCE");
    }

    private static Outcome decide(Environ environ, Optional<EntityTag> tag, Optional<Instant> lastModified) {
        /* Steps 1 and 2 */
        var match = environ.header("If-Match");
        boolean holds = match.isPresent()
                ? matchesStrongly(match.get(), tag)
                : !changedSince(environ.header("If-Unmodified-Since"), lastModified);
        if (!holds) {
            return Outcome.FAILED;
        }
        /* Steps 3 and 4 */
        boolean reads = environ.method().equals("GET") || environ.method().equals("HEAD");
        var noneMatch = environ.header("If-None-Match");
        if (noneMatch.isPresent()) {
            return !matchesWeakly(noneMatch.get(), tag)
                    ? Outcome.PROCEED
                    : reads ? Outcome.NOT_MODIFIED : Outcome.FAILED;
        }
        return reads && unchangedSince(environ.header("If-Modified-Since"), lastModified)
                ? Outcome.NOT_MODIFIED
                : Outcome.PROCEED;
    }

    /**
     * Evaluates the conditions where there is no representation, as before a PUT that makes one.
     *
     * @param environ the request
     * @return {@code FAILED} if there is an {@code If-Match}, else {@code PROCEED}
     */
    public static Outcome evaluateMissing(Environ environ) {
        return environ.header("If-Match").isPresent() ? Outcome.FAILED : Outcome.PROCEED;
    }

    private static boolean matchesStrongly(String field, Optional<EntityTag> tag) {
        return EntityTags.parse(field)
                .filter(tags ->
                        tags.isAny() || tag.filter(tags::matchesStrongly).isPresent())
                .isPresent();
    }

    private static boolean matchesWeakly(String field, Optional<EntityTag> tag) {
        return EntityTags.parse(field)
                .filter(tags -> tags.isAny() || tag.filter(tags::matchesWeakly).isPresent())
                .isPresent();
    }

    private static boolean changedSince(Optional<String> field, Optional<Instant> lastModified) {
        var date = field.flatMap(HttpDate::parse);
        return date.isPresent()
                && lastModified.isPresent()
                && seconds(lastModified.get()).isAfter(date.get());
    }

    private static boolean unchangedSince(Optional<String> field, Optional<Instant> lastModified) {
        var date = field.flatMap(HttpDate::parse);
        return date.isPresent()
                && lastModified.isPresent()
                && !seconds(lastModified.get()).isAfter(date.get());
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
