package dev.loomlet.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content codings that a client accepts, {@code Accept-Encoding} (RFC 9110 §12.5.3). Immutable, for any thread.
 *
 * <p>{@code identity}, which is no coding at all, is acceptable with a quality of 1 unless it, or {@code *} without it, has another one.
 */
public final class AcceptEncoding extends AcceptField {

    private static final AcceptEncoding ANY = new AcceptEncoding(List.of(new Weighted("*", Map.of(), Weighted.MOST)));

    private final AcceptedTokens tokens;

    private AcceptEncoding(List<Weighted> elements) {
        this.tokens = new AcceptedTokens(elements);
    }

    /**
     * Returns what accepts everything equally, as a request without the field does.
     *
     * @return the value {@code *}
     */
    public static AcceptEncoding any() {
        return ANY;
    }

    /**
     * Reads a request's field, and takes one that is not there, or malformed, for one that accepts everything.
     *
     * @param field the header's value
     * @return what is accepted
     */
    public static AcceptEncoding of(Optional<String> field) {
        return field.flatMap(AcceptEncoding::parse).orElse(ANY);
    }

    /**
     * Reads a header value.
     *
     * @param value the header's value; an empty one accepts {@code identity} alone
     * @return what is accepted; empty if it is malformed anywhere, or has more than 1000 elements
     */
    public static Optional<AcceptEncoding> parse(String value) {
        return Weighted.parse(value, Weighted.Form.TOKEN).map(AcceptEncoding::new);
    }

    @Override
    int weight(String offer) {
        return tokens.weight(offer, /* otherwise= */ offer.equalsIgnoreCase("identity") ? Weighted.MOST : 0);
    }

    /** Returns the value as it is sent. */
    @Override
    public String toString() {
        return tokens.toString();
    }
}
