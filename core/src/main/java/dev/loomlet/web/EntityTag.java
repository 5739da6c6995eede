package dev.loomlet.web;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The validator of a representation, as in {@code ETag} (RFC 9110 §8.8.3). Immutable, for any thread.
 *
 * @param value what stands between the quotes, without any escape: the characters of RFC 9110's {@code etagc}
 * @param isWeak whether it begins with {@code W/}: whether representations with this tag are alike, but not byte by byte
 */
public record EntityTag(String value, boolean isWeak) {

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if {@code value} has a quote, a space, a control or a character above U+00FF
     */
    public EntityTag {
        for (int i = 0; i < value.length(); i++) {
            if (!isEtagc(value.charAt(i))) {
                throw new IllegalArgumentException("value of an entity tag has an illegal character at index " + i);
            }
        }
    }

    /**
     * Returns a strong entity tag.
     *
     * @param value what stands between the quotes
     * @return the tag {@code "value"}
     * @throws IllegalArgumentException if {@code value} has a quote, a space, a control or a character above U+00FF
     */
    public static EntityTag of(String value) {
        return new EntityTag(value, false);
    }

    /**
     * Returns a weak entity tag.
     *
     * @param value what stands between the quotes
     * @return the tag {@code W/"value"}
     * @throws IllegalArgumentException if {@code value} has a quote, a space, a control or a character above U+00FF
     */
    public static EntityTag weak(String value) {
        return new EntityTag(value, true);
    }

    /**
     * Reads one entity tag.
     *
     * @param value a header value
     * @return the tag; empty if it is malformed, as one without quotes
     */
    public static Optional<EntityTag> parse(String value) {
        var scanner = new FieldScanner(Grammar.trimOws(value));
        var tag = scan(scanner);
        return tag == null || !scanner.atEnd() ? Optional.empty() : Optional.of(tag);
    }

    /* entity-tag = [ "W/" ] DQUOTE *etagc DQUOTE */
    static @Nullable EntityTag scan(FieldScanner scanner) {
        boolean weak = scanner.take('W');
        if ((weak && !scanner.take('/')) || !scanner.take('"')) {
            return null;
        }
        var value = scanner.upTo('"');
        if (!scanner.take('"')) {
            return null;
        }
        for (int i = 0; i < value.length(); i++) {
            if (!isEtagc(value.charAt(i))) {
                return null;
            }
        }
        return new EntityTag(value, weak);
    }

    /* etagc = %x21 / %x23-7E / obs-text */
    private static boolean isEtagc(char c) {
        return c == '!' || (c >= '#' && c <= '~') || (c >= 0x80 && c <= 0xff);
    }

    /**
     * Compares strongly (RFC 9110 §8.8.3.2).
     *
     * @param other another tag
     * @return whether the values are equal and both are strong
     */
    public boolean matchesStrongly(EntityTag other) {
        return !isWeak && !other.isWeak && value.equals(other.value);
    }

    /**
     * Compares weakly (RFC 9110 §8.8.3.2).
     *
     * @param other another tag
     * @return whether the values are equal
     */
    public boolean matchesWeakly(EntityTag other) {
        return value.equals(Objects.requireNonNull(other, "other").value);
    }

    /** Returns the tag as it is sent, {@code "value"} or {@code W/"value"}. */
    @Override
    public String toString() {
        return (isWeak ? "W/\"" : "\"") + value + '"';
    }
}
