package dev.loomlet.server.websocket;

import dev.loomlet.wsgi.Environ;
import java.util.Locale;
import java.util.Set;

/**
 * Decides which pages of which sites may connect (RFC 6455 §10.2). A browser says in {@code Origin} whose page it is that connects, and
 * sends its cookies along: without a check any site could speak in the name of whoever visits it. Programs that are no browsers send no
 * {@code Origin}, and are not asked about.
 */
@FunctionalInterface
public interface OriginCheck {

    /**
     * Decides on one handshake, on the request's thread.
     *
     * @param origin what the field Origin says, as {@code "https://example.com"}, or {@code "null"}
     * @param environ the request
     * @return whether it may connect; otherwise it gets a 403
     */
    boolean allows(String origin, Environ environ);

    /**
     * Returns the check for pages of the same host and port as the one that was connected to, by the field Host. Behind a proxy, that is
     * the host that the proxy names.
     *
     * @return the check, the default
     */
    static OriginCheck sameHost() {
        return (origin, environ) -> {
            int slashes = origin.indexOf("://");
            var scheme = slashes < 0 ? "" : origin.substring(0, slashes).toLowerCase(Locale.ROOT);
            var defaultPort = scheme.equals("http") ? ":80" : scheme.equals("https") ? ":443" : "";
            return !defaultPort.isEmpty()
                    && withoutPort(origin.substring(slashes + 3), defaultPort)
                            .equalsIgnoreCase(withoutPort(environ.header("Host").orElse(""), defaultPort));
        };
    }

    private static String withoutPort(String host, String port) {
        return host.endsWith(port) ? host.substring(0, host.length() - port.length()) : host;
    }

    /**
     * Returns the check for these origins and no others.
     *
     * @param origins as browsers send them: {@code "https://example.com"}, in lower case, the port only if it is not the scheme's
     * @return the check
     */
    static OriginCheck of(String... origins) {
        var allowed = Set.of(origins);
        return (origin, environ) -> allowed.contains(origin.toLowerCase(Locale.ROOT));
    }

    /**
     * Returns the check that allows all, as eventlet's default, for services that no cookie protects.
     *
     * @return the check
     */
    static OriginCheck any() {
        return (origin, environ) -> true;
    }
}
