package dev.loomlet.web;

import dev.loomlet.wsgi.Environ;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What was read from strings of an environ, kept in it for as long as the strings are the same. On the request's thread. */
final class ParsedValues {

    private record Parsed(Optional<String> source, Object value) {}

    private final Map<String, Parsed> values = new HashMap<>();

    private ParsedValues() {}

    /** What {@code parser}, always the same for one key, makes of the string at {@code key}, if there is one. */
    @SuppressWarnings("unchecked")
    static <T> T get(Environ environ, String key, Function<Optional<String>, T> parser) {
        var source = environ.get(key) instanceof String string ? Optional.of(string) : Optional.<String>empty();
        var known = of(environ);
        var parsed = known.values.get(key);
        if (parsed != null && parsed.source.equals(source)) {
            return (T) parsed.value;
        }
        T value = parser.apply(source);
        known.values.put(key, new Parsed(source, value));
        return value;
    }

    private static ParsedValues of(Environ environ) {
        if (environ.get(Request.PARSED) instanceof ParsedValues known) {
            return known;
        }
        var none = new ParsedValues();
        environ.put(Request.PARSED, none);
        return none;
    }
}
