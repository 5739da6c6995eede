package dev.loomlet.middleware;

import dev.loomlet.web.HttpException;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Headers.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a request for a backend. The environ says what there is, so that a middleware in front can add, change and remove fields; where
 * it left a field alone, {@link Environ#HEADERS_RAW} says how it was written. Names with an underscore, which are not in the environ, are not
 * passed on: to a backend they could pass for others. Any thread.
 */
final class ForwardHeaders {

    /* The HTTP client's own, and httpoxy's (CVE-2016-5385). */
    private static final Set<String> DROPPED = Set.of("content-length", "expect", "host", "max-forwards", "proxy");

    private static final String PREFIX = "HTTP_";

    private ForwardHeaders() {}

    /** Returns the fields to send. */
    static List<Field> of(Environ environ, ForwardConfig config, ProxyFields proxyFields) {
        var dropped = HopByHop.of(environ.header("Connection").map(List::of).orElse(List.of()));
        var fields = new ArrayList<Field>();
        for (var field : inEnviron(environ)) {
            var name = field.name().toLowerCase(Locale.ROOT);
            if (!dropped.contains(name) && !DROPPED.contains(name) && !ProxyFields.isOwn(name)) {
                fields.add(field);
            }
        }
        if (environ.header("User-Agent").isEmpty()) {
            /* Otherwise the HTTP client names itself. */
            fields.add(new Field("User-Agent", ""));
        }
        if (config.keepHost()) {
            environ.header("Host").ifPresent(host -> fields.add(new Field("Host", host)));
        }
        maxForwards(environ).ifPresent(left -> fields.add(new Field("Max-Forwards", Integer.toString(left - 1))));
        proxyFields.addTo(fields, environ);
        refuseWhatIsNotAscii(fields);
        return fields;
    }

    /** How many more proxies a TRACE or OPTIONS may pass (RFC 9110 §7.6.2); other methods have no such bound. */
    static Optional<Integer> maxForwards(Environ environ) {
        boolean bounded = environ.method().equals("TRACE") || environ.method().equals("OPTIONS");
        return environ.header("Max-Forwards")
                .filter(digits -> bounded && !digits.isEmpty() && digits.length() <= 9)
                .filter(digits -> digits.chars().allMatch(c -> c >= '0' && c <= '9'))
                .map(Integer::valueOf);
    }

    private static List<Field> inEnviron(Environ environ) {
        var raw = raw(environ);
        var fields = new ArrayList<Field>();
        raw.forEach((key, sent) -> {
            if (environ.get(key) instanceof String value) {
                /* Cookies that HTTP/2 has split become one field again (RFC 9113 §8.2.3). */
                if (sent.size() > 1 && value.equals(String.join(",", values(sent)))) {
                    fields.addAll(sent);
                } else {
                    fields.add(new Field(sent.getFirst().name(), value));
                }
            }
        });
        environ.forEach((key, value) -> {
            if (!raw.containsKey(key) && value instanceof String text && !text.isEmpty()) {
                if (key.equals(Environ.CONTENT_TYPE)) {
                    fields.add(new Field("Content-Type", text));
                } else if (key.startsWith(PREFIX)) {
                    fields.add(new Field(name(key), text));
                }
            }
        });
        return fields;
    }

    /** The fields as they were sent, by their keys in the environ. */
    private static Map<String, List<Field>> raw(Environ environ) {
        var raw = new LinkedHashMap<String, List<Field>>();
        if (environ.get(Environ.HEADERS_RAW) instanceof Headers headers) {
            for (var field : headers) {
                if (field.name().indexOf('_') < 0) {
                    raw.computeIfAbsent(key(field.name()), key -> new ArrayList<>(1))
                            .add(field);
                }
            }
        }
        return raw;
    }

    private static List<String> values(List<Field> fields) {
        return fields.stream().map(Field::value).toList();
    }

    private static String key(String name) {
        var key = name.toUpperCase(Locale.ROOT).replace('-', '_');
        return key.equals(Environ.CONTENT_TYPE) ? key : PREFIX + key;
    }

    /** HTTP_X_REQUEST_ID → X-Request-Id. */
    private static String name(String key) {
        var name = new StringBuilder(
                key.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-'));
        for (int i = 0; i < name.length(); i++) {
            if (i == 0 || name.charAt(i - 1) == '-') {
                name.setCharAt(i, Character.toUpperCase(name.charAt(i)));
            }
        }
        return name.toString();
    }

    /* The HTTP client would send a question mark in their place. */
    private static void refuseWhatIsNotAscii(List<Field> fields) {
        for (var field : fields) {
            if (field.value().chars().anyMatch(c -> c > 0x7e)) {
                throw HttpException.badRequest(
                        "The value of " + field.name() + " is not ASCII, so this proxy cannot pass it on.");
            }
        }
    }

    /** Whether {@code list}, elements with commas between them, has {@code element}, whatever its case. */
    static boolean hasElement(String list, String element) {
        for (var part : list.split(",", -1)) {
            if (part.strip().equalsIgnoreCase(element)) {
                return true;
            }
        }
        return false;
    }
}
