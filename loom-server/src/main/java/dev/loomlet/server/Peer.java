package dev.loomlet.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * The two ends of a connection, as CGI names them. A Unix domain socket has no numbers: its client is {@code "unix"}, and the server is
 * {@code localhost} port 80, or 443 with TLS, since PEP 3333 wants both there.
 */
final class Peer {

    private final Optional<InetSocketAddress> remote;
    private final Optional<InetSocketAddress> local;
    private final Optional<SSLSession> tls;

    private Peer(Optional<InetSocketAddress> remote, Optional<InetSocketAddress> local, Optional<SSLSession> tls) {
        this.remote = remote;
        this.local = local;
        this.tls = tls;
    }

    static Peer of(SocketChannel channel) throws IOException {
        return new Peer(inet(channel.getRemoteAddress()), inet(channel.getLocalAddress()), Optional.empty());
    }

    static Peer of(InetSocketAddress remote, InetSocketAddress local) {
        return new Peer(Optional.of(remote), Optional.of(local), Optional.empty());
    }

    /** The same ends, with TLS between them. */
    Peer secured(SSLSession session) {
        return new Peer(remote, local, Optional.of(session));
    }

    /** What was negotiated for the connection; empty without TLS. */
    Optional<SSLSession> tls() {
        return tls;
    }

    private static Optional<InetSocketAddress> inet(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? Optional.of(inet) : Optional.empty();
    }

    Optional<InetAddress> remoteInet() {
        return remote.map(InetSocketAddress::getAddress);
    }

    String remoteAddr() {
        return remote.map(Peer::address).orElse("unix");
    }

    /** Empty for a Unix domain socket. */
    String remotePort() {
        return remote.map(Peer::port).orElse("");
    }

    String serverName() {
        return local.map(Peer::address).orElse("localhost");
    }

    String serverPort() {
        return local.map(Peer::port).orElse(tls.isPresent() ? "443" : "80");
    }

    /* Without the scope that a link-local address of IPv6 has on this host only. */
    private static String address(InetSocketAddress address) {
        var text = address.getAddress().getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    private static String port(InetSocketAddress address) {
        return Integer.toString(address.getPort());
    }

    @Override
    public String toString() {
        return remoteAddr() + remote.map(address -> ":" + address.getPort()).orElse("");
    }
}
