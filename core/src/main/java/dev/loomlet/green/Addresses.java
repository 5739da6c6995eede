package dev.loomlet.green;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** Addresses as messages show them: {@code 127.0.0.1:80}, {@code [::1]:80}, {@code example.org:80}, a path. */
final class Addresses {

    private Addresses() {}

    static String text(SocketAddress address) {
        return switch (address) {
            case InetSocketAddress inet -> host(inet) + ":" + inet.getPort();
            case UnixDomainSocketAddress unix when unix.getPath().toString().isEmpty() -> "an unnamed Unix socket";
            default -> address.toString();
        };
    }

    private static String host(InetSocketAddress address) {
        /* Never a look-up of the name, which blocks. */
        var host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
