package dev.loomlet.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The charsets that a client accepts, {@code Accept-Charset} (RFC 9110 §12.5.2), which browsers send no more. Immutable, for any thread.
 */
public final class AcceptCharset extends AcceptField {

    private static final AcceptCharset ANY = new AcceptCharset(List.of(new Weighted("*", Map.of(), Weighted.MOST)));

    private final AcceptedTokens tokens;

    private AcceptCharset(List<Weighted> elements) {
        this.tokens = new AcceptedTokens(elements);
    }

    /**
     * Returns what accepts everything equally, as a request without the field does.
     *
     * @return the value {@code *}
     */
    public static AcceptCharset any() {
        return ANY;
    }

    /**
     * Reads a request's field, and takes one that is not there, or malformed, for one that accepts everything.
     *
     * @param field the header's value
     * @return what is accepted
     */
    public static AcceptCharset of(Optional<String> field) {
        return field.flatMap(AcceptCharset::parse).orElse(ANY);
    }

    /**
     * Reads a header value.
     *
     * @param value the header's value
     * @return what is accepted; empty if it is malformed anywhere, or has none or more than 1000 elements
     */
    public static Optional<AcceptCharset> parse(String value) {
        return Weighted.parse(value, Weighted.Form.TOKEN)
                .filter(elements -> !elements.isEmpty())
                .map(AcceptCharset::new);
    }

    @Override
    int weight(String offer) {
        return tokens.weight(offer, /* otherwise= */ 0);
    }

    /** Returns the value as it is sent. */
    @Override
    public String toString() {
        return tokens.toString();
    }
}
