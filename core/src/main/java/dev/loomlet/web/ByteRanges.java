package dev.loomlet.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code Range} in bytes, {@code bytes=0-499, -500} (RFC 9110 §14.2). Immutable, for any thread.
 *
 * <p>What a client may make the server send is bounded: a value of more than {@value #MAX_RANGES} ranges is no value, and ranges that
 * overlap or touch are sent as one, so that together they are never longer than the representation (RFC 9110 §17.15, CVE-2011-3192).
 */
public final class ByteRanges {

    /** How many ranges a value may have. */
    public static final int MAX_RANGES = 100;

    private static final String UNIT = "bytes";

    /**
     * One range as it is asked for.
     *
     * @param first index of the first byte; empty for the last bytes of the representation
     * @param last index of the last byte, or how many of the last bytes if {@code first} is empty; empty for the rest. A number above
     *     {@link Long#MAX_VALUE} is that
     */
    public record Spec(OptionalLong first, OptionalLong last) {

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if both are empty, one is negative, or {@code last} is before {@code first}
         */
        public Spec {
            if (first.isEmpty() && last.isEmpty()) {
                throw new IllegalArgumentException("first and last are both empty");
            }
            if (first.orElse(0) < 0 || last.orElse(0) < 0 || first.orElse(0) > last.orElse(Long.MAX_VALUE)) {
                throw new IllegalArgumentException("first " + first + " and last " + last + " are no range");
            }
        }

        /** Returns the range as it is sent: {@code 0-499}, {@code 500-} or {@code -500}. */
        @Override
        public String toString() {
            return text(first) + "-" + text(last);
        }

        private static String text(OptionalLong number) {
            return number.isPresent() ? Long.toString(number.getAsLong()) : "";
        }

        /** The bytes of a representation of {@code length}; null if it has none of them. */
        @Nullable
        ByteRange of(long length) {
            if (first.isEmpty()) {
                long suffix = Math.min(last.getAsLong(), length);
                return suffix == 0 ? null : new ByteRange(length - suffix, length - 1);
            }
            long from = first.getAsLong();
            return from >= length ? null : new ByteRange(from, Math.min(last.orElse(Long.MAX_VALUE), length - 1));
        }
    }

    private final List<Spec> specs;

    private ByteRanges(List<Spec> specs) {
        this.specs = specs;
    }

    /**
     * Reads a header value. RFC 9110 §14.2 has a server ignore what this cannot read.
     *
     * @param value the header's value
     * @return the ranges; empty if the unit is not bytes, any of them is malformed or ends before it begins, or they are more than
     *     {@value #MAX_RANGES}
     */
    public static Optional<ByteRanges> parse(String value) {
        var scanner = new FieldScanner(value);
        scanner.skipOws();
        var unit = scanner.token();
        if (unit == null || !unit.equalsIgnoreCase(UNIT) || !scanner.take('=')) {
            return Optional.empty();
        }
        var specs = new ArrayList<Spec>();
        while (scanner.nextElement()) {
            var spec = scan(scanner);
            if (spec == null || !scanner.endsElement() || specs.size() == MAX_RANGES) {
                return Optional.empty();
            }
            specs.add(spec);
        }
        return specs.isEmpty() ? Optional.empty() : Optional.of(new ByteRanges(List.copyOf(specs)));
    }

    /* int-range = first-pos "-" [ last-pos ]; suffix-range = "-" suffix-length */
    private static @Nullable Spec scan(FieldScanner scanner) {
        long first = scanner.digits();
        if (!scanner.take('-')) {
            return null;
        }
        long last = scanner.digits();
        if ((first < 0 && last < 0) || (last >= 0 && last < first)) {
            return null;
        }
        return new Spec(optional(first), optional(last));
    }

    private static OptionalLong optional(long number) {
        return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /**
     * Returns the ranges as they are asked for.
     *
     * @return at least one, an immutable list
     */
    public List<Spec> specs() {
        return specs;
    }

    /**
     * Returns what of a representation is to be sent. A range that it has no byte of is left out; ranges that overlap or touch are one,
     * at the place of the first of them.
     *
     * @param length bytes of the representation
     * @return the ranges to send, each within the length, no byte in two of them; empty if the answer is 416. A representation of no
     *     bytes has no range at all, and is better sent whole
     * @throws IllegalArgumentException if {@code length} is negative
     */
    public List<ByteRange> satisfy(long length) {
        if (length < 0) {
            throw new IllegalArgumentException("length " + length + " is negative");
        }
        record Placed(ByteRange range, int place) {}
        var sorted = new ArrayList<Placed>();
        for (int i = 0; i < specs.size(); i++) {
            var range = specs.get(i).of(length);
            if (range != null) {
                sorted.add(new Placed(range, i));
            }
        }
        sorted.sort(Comparator.comparingLong(placed -> placed.range.first()));
        var merged = new ArrayList<Placed>();
        for (var next : sorted) {
            var last = merged.isEmpty() ? null : merged.getLast();
            if (last == null || next.range.first() > last.range.last() + 1) {
                merged.add(next);
            } else {
                long end = Math.max(last.range.last(), next.range.last());
                merged.set(
                        merged.size() - 1,
                        new Placed(new ByteRange(last.range.first(), end), Math.min(last.place, next.place)));
            }
        }
        merged.sort(Comparator.comparingInt(Placed::place));
        return merged.stream().map(Placed::range).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteRanges that && specs.equals(that.specs);
    }

    @Override
    public int hashCode() {
        return specs.hashCode();
    }

    /** Returns the value as it is sent, {@code bytes=0-499, 1000-}. */
    @Override
    public String toString() {
        return UNIT + "=" + String.join(", ", specs.stream().map(Spec::toString).toList());
    }
}
