package dev.loomlet.web;

import java.util.List;
import java.util.Optional;

/** What the fields have in common by which a client says what it likes how much (RFC 9110 §12.5). Immutable, for any thread. */
abstract sealed class AcceptField permits Accept, AcceptCharset, AcceptEncoding {

    /**
     * Tells how much the client likes an offer.
     *
     * @param offer what may be sent, in any case: a media type, with parameters or without, or the name of a charset or coding
     * @return 0, if it is not acceptable, to 1
     * @throws IllegalArgumentException if {@code offer} is none
     */
    public double quality(String offer) {
        return weight(offer) / (double) Weighted.MOST;
    }

    /**
     * Returns what of the offers the client accepts.
     *
     * @param offers what may be sent, each as with {@link #quality}
     * @return those with a quality above 0, the best first, of equal ones the first offered
     * @throws IllegalArgumentException if an offer is none
     */
    public List<String> acceptable(List<String> offers) {
        return Weighted.rank(offers, this::weight);
    }

    /**
     * Returns the offer that the client likes best.
     *
     * @param offers what may be sent, each as with {@link #quality}
     * @return the first of those with the greatest quality; empty if none is acceptable
     * @throws IllegalArgumentException if an offer is none
     */
    public Optional<String> bestMatch(String... offers) {
        return acceptable(List.of(offers)).stream().findFirst();
    }

    /** The quality in thousandths. */
    abstract int weight(String offer);
}
