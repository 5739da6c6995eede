package dev.loomlet.middleware;

import dev.loomlet.web.Html;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The page of {@link ErrorPage} for development. On the request's thread. */
final class DebugPage {

    private static final Headers HEADERS = Headers.of(
            "Content-Type", "text/html; charset=utf-8",
            "Cache-Control", "no-store",
            "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");

    /* What a key has in it whose value is not shown. */
    private static final List<String> SECRET = List.of(
            "authorization",
            "cookie",
            "pass",
            "pwd",
            "secret",
            "token",
            "key",
            "session",
            "csrf",
            "credential",
            "signature");

    /* Their values hold pairs, any of which may be secret. */
    private static final List<String> QUERIES = List.of(Environ.QUERY_STRING, Environ.REQUEST_URI, "HTTP_REFERER");

    private static final String MASK = "********";
    private static final int MAX_VALUE = 2000;

    private DebugPage() {}

    static Iterable<byte[]> answer(Exception failure, Environ environ, StartResponse startResponse) {
        var page = page(failure, environ);
        startResponse.start("500 Internal Server Error", HEADERS);
        return Body.of(page);
    }

    private static String page(Exception failure, Environ environ) {
        var stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack, /* autoFlush= */ true));
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(Html.escape(failure.getClass().getName()))
                .append(
                        "</title><style>body{font-family:sans-serif}td{vertical-align:top;font-family:monospace}</style>"
                                + "</head>\n<body><h1>500 Internal Server Error</h1>\n<pre>")
                .append(Html.escape(stack.toString()))
                .append("</pre>\n<h2>environ</h2>\n<table>\n");
        new TreeMap<>(environ)
                .forEach((key, value) -> page.append("<tr><td>")
                        .append(Html.escape(key))
                        .append("</td><td>")
                        .append(Html.escape(shown(key, value)))
                        .append("</td></tr>\n"));
        return page.append("</table></body></html>\n").toString();
    }

    /** The value as far as it may be shown. */
    private static String shown(String key, Object value) {
        if (isSecret(key)) {
            return MASK;
        }
        var text = value instanceof Headers headers ? shown(headers) : shown(value);
        if (QUERIES.contains(key)) {
            text = masked(text);
        }
        return text.length() > MAX_VALUE ? text.substring(0, MAX_VALUE) + "…" : text;
    }

    private static String shown(Headers headers) {
        var shown = new ArrayList<String>();
        headers.forEach(field -> shown.add(field.name() + ": "
                + shown("HTTP_" + field.name().toUpperCase(Locale.ROOT).replace('-', '_'), field.value())));
        return shown.toString();
    }

    /* A map, of a session say, may hold anything; of other objects what they say of themselves is for developers. */
    private static String shown(Object value) {
        return value instanceof Map<?, ?> map ? map.keySet().toString() : String.valueOf(value);
    }

    private static boolean isSecret(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return SECRET.stream().anyMatch(lower::contains);
    }

    /** Masks the values of pairs whose names sound secret. */
    private static String masked(String query) {
        var masked = new StringBuilder(query.length());
        int start = query.indexOf('?') + 1;
        masked.append(query, 0, start);
        var separator = "";
        for (var pair : query.substring(start).split("&", -1)) {
            int equals = pair.indexOf('=');
            boolean secret = equals >= 0 && isSecret(pair.substring(0, equals));
            masked.append(separator).append(secret ? pair.substring(0, equals + 1) + MASK : pair);
            separator = "&";
        }
        return masked.toString();
    }

    /** The text with what is no printable ASCII replaced, so that it stays one line of a log. */
    static String printable(String text) {
        var printable = new StringBuilder(text.length());
        text.chars().forEach(c -> printable.append(c < ' ' || c > '~' ? '?' : (char) c));
        return printable.toString();
    }
}
