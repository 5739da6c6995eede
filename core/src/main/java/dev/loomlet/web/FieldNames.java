package dev.loomlet.web;

import dev.loomlet.wsgi.Environ;
import java.util.Locale;
import java.util.Optional;

/** Names of header fields and the keys that an environ has them at (RFC 3875 §4.1.18). */
final class FieldNames {

    private static final String PREFIX = "HTTP_";

    private FieldNames() {}

    /** {@code Content-Type} for {@code CONTENT_TYPE}, {@code If-Match} for {@code HTTP_IF_MATCH}; empty for a key that is no header's. */
    static Optional<String> ofKey(String key) {
        boolean plain = key.equals(Environ.CONTENT_TYPE) || key.equals(Environ.CONTENT_LENGTH);
        if (!plain && !key.startsWith(PREFIX)) {
            return Optional.empty();
        }
        var name = new StringBuilder(plain ? key : key.substring(PREFIX.length()));
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean first = i == 0 || name.charAt(i - 1) == '-';
            name.setCharAt(i, c == '_' ? '-' : first ? c : Character.toLowerCase(c));
        }
        return Optional.of(name.toString());
    }

    /** The key that an environ has a field at. */
    static String key(String name) {
        var key = name.toUpperCase(Locale.ROOT).replace('-', '_');
        boolean plain = key.equals(Environ.CONTENT_TYPE) || key.equals(Environ.CONTENT_LENGTH);
        return plain ? key : PREFIX + key;
    }
}
