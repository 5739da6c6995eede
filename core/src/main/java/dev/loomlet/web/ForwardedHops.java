package dev.loomlet.web;

import dev.loomlet.web.TrustedProxies.Client;
import dev.loomlet.wsgi.Environ;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The hosts that a request came by, as the fields of a trusted peer list them: the client first, the peer's own peer last. */
final class ForwardedHops {

    private static final List<String> SCHEMES = List.of("http", "https");

    private ForwardedHops() {}

    /** By {@code Forwarded} (RFC 7239). Malformed anywhere, nothing of it counts, and the client is not known. */
    static Client ofStandard(Environ environ, TrustedProxies proxies, Client direct) {
        var field = environ.header("Forwarded");
        if (field.isEmpty()) {
            return direct;
        }
        var hops = Forwarded.parse(field.get()).orElse(List.of());
        var addresses = hops.stream()
                .map(hop -> hop.forNode().flatMap(ForwardedNode::address))
                .toList();
        int index = firstUntrusted(addresses, proxies);
        if (index < 0) {
            return new Client(Optional.empty(), direct.scheme(), direct.host());
        }
        var hop = hops.get(index);
        return new Client(
                addresses.get(index),
                hop.proto().orElse(direct.scheme()),
                hop.host().filter(Hosts::isHost).orElse(direct.host()));
    }

    /** By {@code X-Forwarded-For}, {@code X-Forwarded-Proto} and {@code X-Forwarded-Host}. */
    static Client ofUsual(Environ environ, TrustedProxies proxies, Client direct) {
        var addresses =
                elements(environ, "X-Forwarded-For").map(ForwardedHops::address).toList();
        int index = firstUntrusted(addresses, proxies);
        var scheme = written(environ, "X-Forwarded-Proto", addresses.size(), index)
                .map(proto -> proto.toLowerCase(Locale.ROOT))
                .filter(SCHEMES::contains);
        var host = written(environ, "X-Forwarded-Host", addresses.size(), index).filter(Hosts::isHost);
        return new Client(
                index < 0 ? direct.address() : addresses.get(index),
                scheme.orElse(direct.scheme()),
                host.orElse(direct.host()));
    }

    /** From the right, the first that is no proxy's or not known; the leftmost if all are proxies'; -1 of none. */
    private static int firstUntrusted(List<Optional<InetAddress>> addresses, TrustedProxies proxies) {
        int index = addresses.size() - 1;
        while (index > 0 && addresses.get(index).filter(proxies::contains).isPresent()) {
            index--;
        }
        return index;
    }

    /** The element of the hop at {@code index} where each proxy adds one, otherwise the last, which is the peer's. */
    private static Optional<String> written(Environ environ, String name, int hops, int index) {
        var values = elements(environ, name).toList();
        if (values.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(values.size() == hops ? values.get(index) : values.getLast());
    }

    private static Stream<String> elements(Environ environ, String name) {
        return Stream.of(environ.header(name).orElse("").split(",", -1))
                .map(Grammar::trimOws)
                .filter(element -> !element.isEmpty());
    }

    /** An address, with brackets or without, and perhaps with a port behind it, as some proxies write it. */
    private static Optional<InetAddress> address(String element) {
        return Network.address(element).or(() -> ForwardedNode.parse(element).flatMap(ForwardedNode::address));
    }
}
