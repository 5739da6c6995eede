package dev.loomlet.web;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The value of {@code If-Range} (RFC 9110 §13.1.5): the representation that a client has a part of. Immutable, for any thread.
 *
 * @param tag the entity tag; empty if there is a date
 * @param date the time of the last change; empty if there is a tag
 */
public record IfRange(Optional<EntityTag> tag, Optional<Instant> date) {

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if there are both or neither
     */
    public IfRange {
        if (tag.isPresent() == date.isPresent()) {
            throw new IllegalArgumentException("either tag or date must be present");
        }
    }

    /**
     * Reads a header value.
     *
     * @param value the header's value
     * @return the value; empty if it is malformed, which a server takes for a condition that is not fulfilled: it ignores {@code Range}
     */
    public static Optional<IfRange> parse(String value) {
        var tag = EntityTag.parse(value);
        var date = tag.isPresent() ? Optional.<Instant>empty() : HttpDate.parse(value);
        return tag.isPresent() || date.isPresent() ? Optional.of(new IfRange(tag, date)) : Optional.empty();
    }

    /**
     * Tells whether the client's part is of the representation that there is now, so that a range of it may be sent. Tags are compared
     * strongly, times for equality in seconds. A representation that may change twice within a second needs a tag.
     *
     * @param currentTag the tag of the representation, if it has one
     * @param lastModified when it was changed, if that is known
     * @return whether {@code Range} counts
     */
    public boolean matches(Optional<EntityTag> currentTag, Optional<Instant> lastModified) {
        if (tag.isPresent()) {
            return currentTag.isPresent() && tag.get().matchesStrongly(currentTag.get());
        }
        return date.equals(lastModified.map(time -> time.truncatedTo(ChronoUnit.SECONDS)));
    }

    /** Returns the value as it is sent. */
    @Override
    public String toString() {
        return tag.map(EntityTag::toString).orElseGet(() -> HttpDate.format(date.orElseThrow()));
    }
}
