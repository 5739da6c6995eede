package dev.loomlet.web;

import dev.loomlet.wsgi.Headers;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The {@code Vary} field (RFC 9110 §12.5.5). */
public final class Vary {

    private static final String VARY = "Vary";

    private Vary() {}

    /**
     * Adds names to the {@code Vary} field of a response: what a middleware does that chooses by a request's field.
     *
     * @param headers the response's fields
     * @param fields names of request fields, or {@code *}
     * @return the fields with one {@code Vary} that names each once; {@code *} alone if it is among them
     * @throws IllegalArgumentException if a name is neither a token nor {@code *}
     */
    public static Headers with(Headers headers, String... fields) {
        var seen = new TreeSet<String>();
        var value = new StringBuilder();
        for (var line : headers.all(VARY)) {
            for (var name : line.split(",", -1)) {
                append(value, seen, name.strip());
            }
        }
        for (var name : fields) {
            if (!Grammar.isToken(name)) {
                throw new IllegalArgumentException("fields has a name that is no token (RFC 9110 §5.6.2)");
            }
            append(value, seen, name);
        }
        return headers.set(VARY, seen.contains("*") ? "*" : value.toString());
    }

    private static void append(StringBuilder value, Set<String> seen, String name) {
        if (!name.isEmpty() && seen.add(name.toLowerCase(Locale.ROOT))) {
            value.append(value.isEmpty() ? "" : ", ").append(name);
        }
    }
}
