package dev.loomlet.benchmarks.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The ports of one start of a peer. */
record Ports(int http, int tls) {

    /** Two ports that were free a moment ago: another process can still take them before the peer does. */
    static Ports free() throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        try (var http = new ServerSocket(0, 1, loopback);
                var tls = new ServerSocket(0, 1, loopback)) {
            return new Ports(http.getLocalPort(), tls.getLocalPort());
        }
    }
}
