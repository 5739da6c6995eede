package dev.loomlet.web;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The value of {@code Content-Range} in bytes (RFC 9110 §14.4): which part of a representation a 206 brings, or how long it is at a 416.
 * Immutable, for any thread.
 *
 * @param range the part; empty for {@code *}, at a 416
 * @param length bytes of the whole representation; empty if it is not known
 */
public record ContentRange(Optional<ByteRange> range, OptionalLong length) {

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if both are empty, {@code length} is negative, or the range ends behind it
     */
    public ContentRange {
        if (range.isEmpty() && length.isEmpty()) {
            throw new IllegalArgumentException("range and length are both empty");
        }
        if (length.orElse(0) < 0 || (range.isPresent() && range.get().last() >= length.orElse(Long.MAX_VALUE))) {
            throw new IllegalArgumentException("range " + range + " is not within length " + length);
        }
    }

    /**
     * Returns the value for a part of a representation whose length is known.
     *
     * @param range the part
     * @param length bytes of the whole
     * @return the value
     * @throws IllegalArgumentException if the range ends behind the length
     */
    public static ContentRange of(ByteRange range, long length) {
        return new ContentRange(Optional.of(range), OptionalLong.of(length));
    }

    /**
     * Returns the value of a 416.
     *
     * @param length bytes of the representation
     * @return the value {@code bytes *}{@code /length}
     * @throws IllegalArgumentException if {@code length} is negative
     */
    public static ContentRange unsatisfied(long length) {
        return new ContentRange(Optional.empty(), OptionalLong.of(length));
    }

    /**
     * Reads a header value.
     *
     * @param value the header's value
     * @return the value; empty if the unit is not bytes, or it is malformed, ends before it begins, or ends behind the length
     */
    public static Optional<ContentRange> parse(String value) {
        var scanner = new FieldScanner(Grammar.trimOws(value));
        var unit = scanner.token();
        if (unit == null || !unit.equalsIgnoreCase("bytes") || !scanner.take(' ')) {
            return Optional.empty();
        }
        /* ( first-pos "-" last-pos "/" ( complete-length / "*" ) ) / ( "*" "/" complete-length ) */
        boolean unsatisfied = scanner.take('*');
        long first = unsatisfied ? -1 : scanner.digits();
        if (!unsatisfied && (first < 0 || !scanner.take('-'))) {
            return Optional.empty();
        }
        long last = unsatisfied ? -1 : scanner.digits();
        if (last < first || !scanner.take('/')) {
            return Optional.empty();
        }
        boolean unknown = scanner.take('*');
        long length = unknown ? Long.MAX_VALUE : scanner.digits();
        if (!scanner.atEnd() || last >= length || (unsatisfied && unknown)) {
            return Optional.empty();
        }
        return Optional.of(new ContentRange(
                unsatisfied ? Optional.empty() : Optional.of(new ByteRange(first, last)),
                unknown ? OptionalLong.empty() : OptionalLong.of(length)));
    }

    /** Returns the value as it is sent: {@code bytes 0-499/1234}, {@code bytes 0-499/*} or {@code bytes *}{@code /1234}. */
    @Override
    public String toString() {
        return "bytes " + range.map(ByteRange::toString).orElse("*") + "/"
                + (length.isPresent() ? Long.toString(length.getAsLong()) : "*");
    }
}
