package dev.loomlet.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An element of an Accept field: what is accepted, with a weight (RFC 9110 §12.4.2).
 *
 * @param value a token, a language range, or a media range; in lower case
 * @param parameters those of a media range before its weight, names in lower case
 * @param weight thousandths, 0 to 1000
 */
record Weighted(String value, Map<String, String> parameters, int weight) {

    static final int MOST = 1000;

    /** How many elements a field may have. */
    private static final int MAX_ELEMENTS = 1_000;

    /** What the values of a field look like. */
    enum Form {
        /** token; those of Accept-Charset and Accept-Encoding, {@code *} too. */
        TOKEN,
        /** 1*8ALPHA *("-" 1*8alphanum), or {@code *} (RFC 4647 §2.1). */
        LANGUAGE,
        /** type/subtype with parameters. */
        MEDIA_RANGE
    }

    /** The elements of a field, in order; empty if one is malformed, or they are too many. */
    static Optional<List<Weighted>> parse(String field, Form form) {
        var elements = new ArrayList<Weighted>();
        var scanner = new FieldScanner(field);
        while (scanner.nextElement()) {
            var element = scan(scanner, form);
            if (element == null || !scanner.endsElement() || elements.size() == MAX_ELEMENTS) {
                return Optional.empty();
            }
            elements.add(element);
        }
        return Optional.of(List.copyOf(elements));
    }

    /* element = value *( OWS ";" OWS parameter ) [ weight *( OWS ";" OWS parameter ) ] */
    private static @Nullable Weighted scan(FieldScanner scanner, Form form) {
        var value = value(scanner, form);
        if (value == null) {
            return null;
        }
        var parameters = new LinkedHashMap<String, String>();
        int weight = -1;
        scanner.skipOws();
        while (scanner.take(';')) {
            scanner.skipOws();
            var name = scanner.token();
            if (name == null || !scanner.take('=')) {
                return null;
            }
            if (weight < 0 && name.equalsIgnoreCase("q")) {
                weight = weight(scanner);
                if (weight < 0) {
                    return null;
                }
            } else if (form != Form.MEDIA_RANGE
                    || !Parameters.takeValue(scanner, name, weight < 0 ? parameters : new LinkedHashMap<>())) {
                return null;
            }
            scanner.skipOws();
        }
        return new Weighted(value.toLowerCase(Locale.ROOT), parameters, weight < 0 ? MOST : weight);
    }

    private static @Nullable String value(FieldScanner scanner, Form form) {
        var token = scanner.token();
        if (token == null) {
            return null;
        }
        return switch (form) {
            case TOKEN -> token;
            case LANGUAGE -> isLanguageRange(token) ? token : null;
            case MEDIA_RANGE -> {
                var subtype = scanner.take('/') ? scanner.token() : null;
                yield subtype == null || (token.equals("*") && !subtype.equals("*")) ? null : token + "/" + subtype;
            }
        };
    }

    private static boolean isLanguageRange(String token) {
        int length = 0;
        boolean first = true;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c == '-' && length > 0) {
                length = 0;
                first = false;
            } else if (++length > 8 || !(Grammar.isAlpha(c) || (!first && Grammar.isDigit(c)))) {
                return token.equals("*");
            }
        }
        return length > 0;
    }

    /* qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] ) */
    private static int weight(FieldScanner scanner) {
        char whole = scanner.peek();
        if (whole != '0' && whole != '1') {
            return -1;
        }
        scanner.take(whole);
        int weight = (whole - '0') * MOST;
        if (scanner.take('.')) {
            for (int unit = 100; unit > 0 && Grammar.isDigit(scanner.peek()); unit /= 10) {
                char digit = scanner.peek();
                scanner.take(digit);
                weight += (digit - '0') * unit;
            }
        }
        return weight > MOST ? -1 : weight;
    }

    /** Those offers that have a weight, each once, the heaviest first; of equal ones the one that was offered first. */
    static List<String> rank(List<String> offers, ToIntFunction<String> weight) {
        record Ranked(String offer, int weight) {}
        return offers.stream()
                .distinct()
                .map(offer -> new Ranked(offer, weight.applyAsInt(offer)))
                .filter(ranked -> ranked.weight > 0)
                .sorted(Comparator.comparingInt(Ranked::weight).reversed())
                .map(Ranked::offer)
                .toList();
    }

    /** The element as it is sent; a weight that is the greatest is left out. */
    @Override
    public String toString() {
        var text = new StringBuilder(value);
        Parameters.append(text, parameters);
        if (weight < MOST) {
            text.append(";q=0");
            if (weight > 0) {
                var digits = String.valueOf(MOST + weight);
                text.append('.').append(digits.substring(1).replaceAll("0+$", ""));
            }
        }
        return text.toString();
    }

    static String write(List<Weighted> elements) {
        return String.join(", ", elements.stream().map(Weighted::toString).toList());
    }
}
