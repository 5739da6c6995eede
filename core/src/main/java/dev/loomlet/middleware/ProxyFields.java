package dev.loomlet.middleware;

import dev.loomlet.web.Forwarded;
import dev.loomlet.web.Network;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers.Field;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The fields by which a proxy tells a backend of the client and of itself: Via (RFC 9110 §7.6.3), Forwarded (RFC 7239) and the older
 * X-Forwarded- fields. What came under these names is kept only from peers that are trusted. Any thread.
 */
final class ProxyFields {

    private final ForwardConfig config;

    ProxyFields(ForwardConfig config) {
        this.config = config;
    }

    /** Whether the field {@code name}, in lower case, is written by {@link #addTo} only. */
    static boolean isOwn(String name) {
        return name.equals("via")
                || name.equals("forwarded")
                || name.equals("x-real-ip")
                || name.startsWith("x-forwarded-");
    }

    /** Adds the fields of a request to {@code fields}. */
    void addTo(List<Field> fields, Environ environ) {
        var peer = Network.address(environ.remoteAddr());
        boolean trusted =
                peer.isPresent() && config.trusted().stream().anyMatch(network -> network.contains(peer.orElseThrow()));
        Predicate<String> known = value -> trusted;
        if (config.xForwarded()) {
            var before = environ.header("X-Forwarded-For").filter(known);
            peer.map(InetAddress::getHostAddress)
                    .map(address -> before.map(list -> list + ", " + address).orElse(address))
                    .ifPresent(list -> fields.add(new Field("X-Forwarded-For", list)));
            fields.add(new Field(
                    "X-Forwarded-Proto",
                    environ.header("X-Forwarded-Proto").filter(known).orElseGet(environ::scheme)));
            environ.header("X-Forwarded-Host")
                    .filter(known)
                    .or(() -> environ.header("Host"))
                    .ifPresent(host -> fields.add(new Field("X-Forwarded-Host", host)));
            addPrefix(fields, environ, environ.header("X-Forwarded-Prefix").filter(known));
        }
        if (config.forwarded()) {
            var element = element(peer, environ);
            var list = environ.header("Forwarded").filter(known).map(before -> before + ", " + element);
            fields.add(new Field("Forwarded", list.orElse(element)));
        }
        via(environ.header("Via"), environ.protocol()).ifPresent(fields::add);
    }

    private void addPrefix(List<Field> fields, Environ environ, Optional<String> before) {
        var prefix = before.orElse("") + (config.keepScriptName() ? "" : environ.scriptName());
        if (!prefix.isEmpty()) {
            fields.add(new Field("X-Forwarded-Prefix", prefix));
        }
    }

    /** The Via of a message that came with {@code before} by {@code protocol}, as {@code HTTP/1.1}. */
    Optional<Field> via(Optional<String> before, String protocol) {
        if (config.via().isEmpty()) {
            return Optional.empty();
        }
        var version = protocol.startsWith("HTTP/") ? protocol.substring("HTTP/".length()) : protocol;
        var own = version + " " + config.via();
        return Optional.of(
                new Field("Via", before.map(list -> list + ", " + own).orElse(own)));
    }

    private static String element(Optional<InetAddress> peer, Environ environ) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("for", peer.map(ProxyFields::node).orElse("unknown"));
        environ.header("Host").ifPresent(host -> parameters.put("host", host));
        parameters.put("proto", environ.scheme().toLowerCase(Locale.ROOT));
        return new Forwarded(parameters).toString();
    }

    private static String node(InetAddress address) {
        var digits = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + digits + "]" : digits;
    }
}
