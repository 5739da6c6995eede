package dev.loomlet.middleware;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which fields are about one connection only, so that a proxy does not pass them on (RFC 9110 §7.6.1). Any thread. */
final class HopByHop {

    private static final Set<String> FIELDS = Set.of(
            "connection",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private HopByHop() {}

    /**
     * Names in lower case of the fields to leave out of a message with these Connection fields: those that are always for one connection,
     * and those that Connection names.
     */
    static Set<String> of(List<String> connectionFields) {
        if (connectionFields.isEmpty()) {
            return FIELDS;
        }
        var names = new HashSet<>(FIELDS);
        for (var field : connectionFields) {
            for (var option : field.split(",", -1)) {
                names.add(option.strip().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
