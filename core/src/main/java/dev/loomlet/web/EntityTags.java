package dev.loomlet.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The value of {@code If-Match} or {@code If-None-Match} (RFC 9110 §13.1.1, §13.1.2): entity tags, or {@code *} for any. Immutable, for
 * any thread.
 */
public final class EntityTags {

    private static final EntityTags ANY = new EntityTags(true, List.of());

    private final boolean any;
    private final List<EntityTag> tags;

    private EntityTags(boolean any, List<EntityTag> tags) {
        this.any = any;
        this.tags = tags;
    }

    /**
     * Returns what every representation matches, {@code *}.
     *
     * @return the value
     */
    public static EntityTags any() {
        return ANY;
    }

    /**
     * Returns a list of tags.
     *
     * @param tags at least one
     * @return the value
     * @throws IllegalArgumentException if there is no tag
     */
    public static EntityTags of(EntityTag... tags) {
        if (tags.length == 0) {
            throw new IllegalArgumentException("tags must not be empty");
        }
        return new EntityTags(false, List.of(tags));
    }

    /**
     * Reads a header value.
     *
     * @param value {@code *} or a list of entity tags, in which empty elements are ignored
     * @return the value; empty if it has no tag or is malformed anywhere. A condition that cannot be read is not fulfilled: to
     *     {@code If-Match} the answer is 412, and {@code If-None-Match} counts as absent
     */
    public static Optional<EntityTags> parse(String value) {
        if (Grammar.trimOws(value).equals("*")) {
            return Optional.of(ANY);
        }
        var tags = new ArrayList<EntityTag>();
        var scanner = new FieldScanner(value);
        while (scanner.nextElement()) {
            var tag = EntityTag.scan(scanner);
            if (tag == null || !scanner.endsElement()) {
                return Optional.empty();
            }
            tags.add(tag);
        }
        return tags.isEmpty() ? Optional.empty() : Optional.of(new EntityTags(false, List.copyOf(tags)));
    }

    /**
     * Tells whether this is {@code *}.
     *
     * @return whether every representation that exists matches
     */
    public boolean isAny() {
        return any;
    }

    /**
     * Returns the tags.
     *
     * @return the tags in order, an immutable list; empty for {@code *}
     */
    public List<EntityTag> tags() {
        return tags;
    }

    /**
     * Compares strongly, as {@code If-Match} wants it.
     *
     * @param tag the tag of the representation that there is
     * @return whether this is {@code *} or one of the tags is equal, and both are strong
     */
    public boolean matchesStrongly(EntityTag tag) {
        return any || tags.stream().anyMatch(tag::matchesStrongly);
    }

    /**
     * Compares weakly, as {@code If-None-Match} wants it.
     *
     * @param tag the tag of the representation that there is
     * @return whether this is {@code *} or one of the tags has an equal value
     */
    public boolean matchesWeakly(EntityTag tag) {
        return any || tags.stream().anyMatch(tag::matchesWeakly);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntityTags that && any == that.any && tags.equals(that.tags);
    }

    @Override
    public int hashCode() {
        return Boolean.hashCode(any) + tags.hashCode();
    }

    /** Returns the value as it is sent. */
    @Override
    public String toString() {
        return any
                ? "*"
                : String.join(", ", tags.stream().map(EntityTag::toString).toList());
    }
}
