package dev.loomlet.middleware;

import dev.loomlet.web.Network;
import dev.loomlet.web.Response;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Middleware;
import java.util.Arrays;
import java.util.List;

/**
 * Answers 403 to clients whose address is not allowed, or denied.
 *
 * {@snippet lang = java :
 * IpFilter.allow("10.0.0.0/8", "2001:db8::/32").except("10.0.0.66")
 * }
 *
 * <p>The address is {@code REMOTE_ADDR}; behind a proxy {@link dev.loomlet.web.TrustedProxies} has to stand before this. An IPv4 address is the same whether
 * it comes as such or mapped into IPv6 ({@code ::ffff:10.0.0.1}). What is no address, as {@code unix} for a client at a Unix domain
 * socket, is in no network: {@link #allow} answers 403 to it, {@link #deny} does not.
 *
 * <p>Immutable; on the requests' threads, never blocks and never looks up a name.
 */
public final class IpFilter implements Middleware {

    private final boolean allows;
    private final List<Network> networks;
    private final List<Network> exceptions;

    private IpFilter(boolean allows, List<Network> networks, List<Network> exceptions) {
        this.allows = allows;
        this.networks = networks;
        this.exceptions = exceptions;
    }

    /**
     * Lets the clients of some networks through, and no others.
     *
     * @param networks addresses or CIDR networks, IPv4 or IPv6
     * @return the middleware
     * @throws IllegalArgumentException if one is malformed ({@link Network#parse})
     */
    public static IpFilter allow(String... networks) {
        return new IpFilter(/* allows= */ true, parse(networks), List.of());
    }

    /**
     * Lets all clients through but those of some networks.
     *
     * @param networks addresses or CIDR networks, IPv4 or IPv6
     * @return the middleware
     * @throws IllegalArgumentException if one is malformed ({@link Network#parse})
     */
    public static IpFilter deny(String... networks) {
        return new IpFilter(/* allows= */ false, parse(networks), List.of());
    }

    /**
     * Turns it round for some networks within the others: denies them if the others are allowed, allows them if those are denied.
     *
     * @param networks addresses or CIDR networks, IPv4 or IPv6
     * @return another middleware, with these in place of earlier exceptions
     * @throws IllegalArgumentException if one is malformed ({@link Network#parse})
     */
    public IpFilter except(String... networks) {
        return new IpFilter(allows, this.networks, parse(networks));
    }

    private static List<Network> parse(String... networks) {
        return Arrays.stream(networks).map(Network::parse).toList();
    }

    @Override
    public Application wrap(Application application) {
        return (environ, startResponse) -> isLetThrough(environ.remoteAddr())
                ? application.call(environ, startResponse)
                : Response.error(403).call(environ, startResponse);
    }

    private boolean isLetThrough(String remoteAddr) {
        var address = Network.address(remoteAddr);
        boolean listed = address.isPresent()
                && networks.stream().anyMatch(network -> network.contains(address.get()))
                && exceptions.stream().noneMatch(network -> network.contains(address.get()));
        return listed == allows;
    }
}
