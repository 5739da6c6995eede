package dev.loomlet.web;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Middleware;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxies whose word counts for who the client is, by which scheme it came and which host it asked for (werkzeug's {@code ProxyFix}, which
 * counts proxies in place of knowing them).
 *
 * {@snippet lang = java :
 * var proxies = TrustedProxies.of("10.0.0.0/8", "::1");
 * var application = Middleware.compose(proxies, filter).wrap(site); // REMOTE_ADDR is the client's from here on
 * }
 *
 * <p>Anybody can send the fields that proxies send. They are read only if the peer is trusted, from the right, where the peer has written, to the
 * left for as long as who stands there is trusted too: the first who is not is the client. All that is to the left of that is the client's own
 * invention. Where a trusted proxy says {@code unknown}, or nothing that can be read, the client is not known.
 *
 * <p>One kind of field is read, and never the other, which such proxies let through as the client sent it: {@code X-Forwarded-For}, {@code -Proto}
 * and {@code -Host}, or if one says so {@code Forwarded} (RFC 7239). A scheme other than http and https, and a host that is none, count as not
 * sent. Nothing is looked up.
 *
 * <p>Immutable; any thread may use it. As a middleware it runs on the request's thread and never blocks.
 */
public final class TrustedProxies implements Middleware {

    /** Key of the environ: the {@link Environ#REMOTE_ADDR} that the middleware has replaced, the proxy's. */
    public static final String PROXY_ADDR = "loomlet.proxy_addr";

    /**
     * Who sent the request to the first of the trusted proxies, and how.
     *
     * @param address the client's; empty if it is not known
     * @param scheme {@code "http"} or {@code "https"}
     * @param host what it asked for, with a port if it has one
     */
    public record Client(Optional<InetAddress> address, String scheme, String host) {}

    private final List<Network> networks;
    private final boolean unixSockets;
    private final boolean standardField;

    private TrustedProxies(List<Network> networks, boolean unixSockets, boolean standardField) {
        this.networks = networks;
        this.unixSockets = unixSockets;
        this.standardField = standardField;
    }

    /**
     * Returns the proxies in some networks, which send {@code X-Forwarded-For}, {@code X-Forwarded-Proto} and {@code X-Forwarded-Host} or some of
     * them.
     *
     * @param networks as {@link Network#parse} reads them; if none, nobody is trusted
     * @return the proxies
     * @throws IllegalArgumentException if one is no network
     */
    public static TrustedProxies of(String... networks) {
        return new TrustedProxies(Stream.of(networks).map(Network::parse).toList(), false, false);
    }

    /**
     * Returns these proxies, of which each sends {@code Forwarded}, which is read in place of the {@code X-Forwarded} fields.
     *
     * @return the changed proxies
     */
    public TrustedProxies sendingForwarded() {
        return new TrustedProxies(networks, unixSockets, true);
    }

    /**
     * Returns these proxies and whoever is connected by a Unix domain socket, who has no address: its {@link Environ#REMOTE_ADDR} is {@code "unix"} or empty.
     *
     * @return the changed proxies
     */
    public TrustedProxies overUnixSockets() {
        return new TrustedProxies(networks, true, standardField);
    }

    /**
     * Tells whether an address is a proxy's.
     *
     * @param address an address
     * @return whether it is in one of the networks
     */
    public boolean contains(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /**
     * Finds the client of a request.
     *
     * @param environ the request, which is not changed
     * @return the client; the peer, with the scheme and host that it used, if that is not trusted
     */
    public Client client(Environ environ) {
        var direct = direct(environ);
        boolean trusted =
                direct.address().map(this::contains).orElse(unixSockets && isUnixSocket(environ.remoteAddr()));
        if (!trusted) {
            return direct;
        }
        return standardField
                ? ForwardedHops.ofStandard(environ, this, direct)
                : ForwardedHops.ofUsual(environ, this, direct);
    }

    /* The server's word for it, and that of other gateways. */
    private static boolean isUnixSocket(String remoteAddr) {
        return remoteAddr.equals("unix") || remoteAddr.isEmpty();
    }

    private static Client direct(Environ environ) {
        return new Client(
                Network.address(environ.remoteAddr()),
                environ.scheme(),
                Request.of(environ).host());
    }

    /**
     * Returns an application for which a request is as the client sent it to the first proxy: {@link Environ#REMOTE_ADDR}, {@link
     * Environ#WSGI_URL_SCHEME} and {@code HTTP_HOST} are replaced, {@link Environ#REMOTE_PORT} is removed. The proxy's address is kept at {@link
     * #PROXY_ADDR}. A client that is not known has the address {@code ""}. A request of a peer that is not trusted is passed on as it is.
     */
    @Override
    public Application wrap(Application application) {
        return (environ, startResponse) -> {
            var direct = direct(environ);
            var client = client(environ);
            if (!client.address().equals(direct.address())) {
                environ.put(PROXY_ADDR, environ.remoteAddr());
                environ.put(
                        Environ.REMOTE_ADDR,
                        client.address().map(InetAddress::getHostAddress).orElse(""));
                environ.remove(Environ.REMOTE_PORT);
            }
            if (!client.equals(direct)) {
                environ.put(Environ.WSGI_URL_SCHEME, client.scheme());
                environ.put("HTTP_HOST", client.host());
            }
            return application.call(environ, startResponse);
        };
    }
}
