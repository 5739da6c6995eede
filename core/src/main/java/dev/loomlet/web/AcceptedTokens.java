package dev.loomlet.web;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The weights of tokens, of which {@code *} is all that are not named. */
final class AcceptedTokens {

    private static final String OTHERS = "*";

    private final List<Weighted> elements;

    /* The first of equal ones counts. */
    private final Map<String, Integer> weights = new HashMap<>();

    AcceptedTokens(List<Weighted> elements) {
        this.elements = elements;
        for (var element : elements) {
            weights.putIfAbsent(element.value(), element.weight());
        }
    }

    /** The weight of {@code offer}, or {@code otherwise} if nothing is said of it. */
    int weight(String offer, int otherwise) {
        Grammar.checkToken("offer", offer);
        var weight = weights.get(offer.toLowerCase(Locale.ROOT));
        return weight == null ? weights.getOrDefault(OTHERS, otherwise) : weight;
    }

    @Override
    public String toString() {
        return Weighted.write(elements);
    }
}
