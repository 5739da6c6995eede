package dev.loomlet.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The media types that a client accepts, {@code Accept} (RFC 9110 §12.5.1). Immutable, for any thread.
 *
 * <p>Of the media ranges that an offer falls under the most specific one counts: type and subtype with equal parameters, type and subtype,
 * {@code type}{@code /*}, {@code *}{@code /*}; the first of equal ones. Parameters behind the weight are ignored.
 */
public final class Accept extends AcceptField {

    private static final Accept ANY = new Accept(List.of(new Weighted("*/*", Map.of(), Weighted.MOST)));

    private final List<Weighted> ranges;

    private Accept(List<Weighted> ranges) {
        this.ranges = ranges;
    }

    /**
     * Returns what accepts everything equally, as a request without the field does.
     *
     * @return the value {@code *}{@code /*}
     */
    public static Accept any() {
        return ANY;
    }

    /**
     * Reads a request's field, and takes one that is not there, or malformed, for one that accepts everything.
     *
     * @param field the header's value
     * @return what is accepted
     */
    public static Accept of(Optional<String> field) {
        return field.flatMap(Accept::parse).orElse(ANY);
    }

    /**
     * Reads a header value.
     *
     * @param value the header's value; an empty one accepts nothing
     * @return what is accepted; empty if it is malformed anywhere, or has more than 1000 elements
     */
    public static Optional<Accept> parse(String value) {
        return Weighted.parse(value, Weighted.Form.MEDIA_RANGE).map(Accept::new);
    }

    @Override
    int weight(String offer) {
        var type = MediaType.parse(offer)
                .orElseThrow(() -> new IllegalArgumentException("offer " + offer + " is no media type"));
        int specificity = 0;
        int weight = 0;
        for (var range : ranges) {
            int matched = specificity(range, type);
            if (matched > specificity) {
                specificity = matched;
                weight = range.weight();
            }
        }
        return weight;
    }

    /** How exactly an offer is what a range says, 0 if it is not. */
    private static int specificity(Weighted range, MediaType offer) {
        if (range.value().equals(offer.essence())) {
            if (range.parameters().isEmpty()) {
                return 3;
            }
            return range.parameters().equals(offer.parameters()) ? 4 : 0;
        }
        if (range.value().equals(offer.type() + "/*")) {
            return 2;
        }
        return range.value().equals("*/*") ? 1 : 0;
    }

    /** Returns the value as it is sent. */
    @Override
    public String toString() {
        return Weighted.write(ranges);
    }
}
