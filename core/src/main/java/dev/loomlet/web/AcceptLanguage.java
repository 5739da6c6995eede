package dev.loomlet.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The languages that a client accepts, {@code Accept-Language} (RFC 9110 §12.5.4). Immutable, for any thread.
 *
 * <p>A range is for the languages it is equal to or a prefix of, {@code de} for {@code de-CH} too (basic filtering, RFC 4647 §3.3.1).
 * {@code *} is for those that no other range is for. Of equal ranges the first counts.
 */
public final class AcceptLanguage {

    private static final String OTHERS = "*";

    private static final AcceptLanguage ANY =
            new AcceptLanguage(List.of(new Weighted(OTHERS, Map.of(), Weighted.MOST)));

    private final List<Weighted> ranges;

    /* Those with a weight, the heaviest first; and those with none. */
    private final List<Weighted> accepted;
    private final List<Weighted> refused;

    private AcceptLanguage(List<Weighted> ranges) {
        this.ranges = ranges;
        var first = new LinkedHashMap<String, Weighted>();
        ranges.forEach(range -> first.putIfAbsent(range.value(), range));
        this.accepted = first.values().stream()
                .filter(range -> range.weight() > 0)
                .sorted(Comparator.comparingInt(Weighted::weight).reversed())
                .toList();
        this.refused =
                first.values().stream().filter(range -> range.weight() == 0).toList();
    }

    /**
     * Returns what accepts everything equally, as a request without the field does.
     *
     * @return the value {@code *}
     */
    public static AcceptLanguage any() {
        return ANY;
    }

    /**
     * Reads a request's field, and takes one that is not there, or malformed, for one that accepts everything.
     *
     * @param field the header's value
     * @return what is accepted
     */
    public static AcceptLanguage of(Optional<String> field) {
        return field.flatMap(AcceptLanguage::parse).orElse(ANY);
    }

    /**
     * Reads a header value.
     *
     * @param value the header's value
     * @return what is accepted; empty if it is malformed anywhere, or has none or more than 1000 elements
     */
    public static Optional<AcceptLanguage> parse(String value) {
        return Weighted.parse(value, Weighted.Form.LANGUAGE)
                .filter(elements -> !elements.isEmpty())
                .map(AcceptLanguage::new);
    }

    /**
     * Tells how much the client likes a language: the greatest quality of the ranges that are for it, unless one of them has 0.
     *
     * @param offer a language tag, in any case
     * @return 0, if it is not acceptable, to 1
     */
    public double quality(String offer) {
        int place = place(offer);
        return place < 0 ? 0 : accepted.get(place).weight() / (double) Weighted.MOST;
    }

    /**
     * Returns what of the offers the client accepts (basic filtering).
     *
     * @param offers language tags
     * @return those with a quality above 0, the best first; of equal ones those that the first range is for, and then the first offered
     */
    public List<String> acceptable(List<String> offers) {
        record Placed(String offer, int place) {}
        return offers.stream()
                .distinct()
                .map(offer -> new Placed(offer, place(offer)))
                .filter(placed -> placed.place >= 0)
                .sorted(Comparator.comparingInt(Placed::place))
                .map(Placed::offer)
                .toList();
    }

    /** The place in {@code accepted} of the range that counts for a language, -1 if there is none. */
    private int place(String offer) {
        var tag = offer.toLowerCase(Locale.ROOT);
        int others = -1;
        if (refused.stream().anyMatch(range -> isPrefix(range.value(), tag))) {
            return -1;
        }
        for (int i = 0; i < accepted.size(); i++) {
            var range = accepted.get(i).value();
            if (isPrefix(range, tag)) {
                return i;
            }
            if (others < 0 && range.equals(OTHERS)) {
                others = i;
            }
        }
        return refused.stream().anyMatch(range -> range.value().equals(OTHERS)) ? -1 : others;
    }

    /**
     * Returns the one offer that suits the client best: for the ranges from the most liked one on, a language that the range is for, and if
     * there is none the longest offer that is a prefix of the range, {@code de} for {@code de-CH} (lookup, RFC 4647 §3.4); for {@code *}
     * the first offer that is acceptable.
     *
     * @param offers language tags
     * @return the offer; empty if none suits
     */
    public Optional<String> bestMatch(String... offers) {
        var left = new ArrayList<String>();
        for (var offer : offers) {
            var tag = offer.toLowerCase(Locale.ROOT);
            if (refused.stream().noneMatch(range -> isPrefix(range.value(), tag))) {
                left.add(offer);
            }
        }
        for (var range : accepted) {
            var found = range.value().equals(OTHERS)
                    ? left.stream().filter(offer -> place(offer) >= 0).findFirst()
                    : lookup(range.value(), left);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> lookup(String range, List<String> offers) {
        Optional<String> longest = Optional.empty();
        for (var offer : offers) {
            var tag = offer.toLowerCase(Locale.ROOT);
            if (isPrefix(range, tag)) {
                return Optional.of(offer);
            }
            if (isPrefix(tag, range)
                    && tag.length() > longest.map(String::length).orElse(0)) {
                longest = Optional.of(offer);
            }
        }
        return longest;
    }

    private static boolean isPrefix(String range, String tag) {
        return tag.startsWith(range) && (tag.length() == range.length() || tag.charAt(range.length()) == '-');
    }

    /** Returns the value as it is sent. */
    @Override
    public String toString() {
        return Weighted.write(ranges);
    }
}
