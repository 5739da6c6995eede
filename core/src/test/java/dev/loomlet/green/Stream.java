package dev.loomlet.green;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kinds of stream there are; what holds for sockets is tested for each. */
enum Stream {
    TCP(/* unix= */ false, /* tls= */ false),
    UNIX(/* unix= */ true, /* tls= */ false),
    TLS(/* unix= */ false, /* tls= */ true),
    TLS_OVER_UNIX(/* unix= */ true, /* tls= */ true);

    private final boolean unix;
    private final boolean tls;

    Stream(boolean unix, boolean tls) {
        this.unix = unix;
        this.tls = tls;
    }

    /** Two ends of a connection. */
    record Pair(GreenSocket client, GreenSocket server) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }

    static SocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static SocketAddress anyPath() throws Exception {
        var folder = Files.createTempDirectory("unix");
        Files.delete(folder);
        return UnixDomainSocketAddress.of(Path.of(folder + ".socket"));
    }

    GreenServerSocket listen() throws Exception {
        var listener = Green.listen(unix ? anyPath() : anyPort());
        return tls ? listener.wrapSsl(Certificates.server()) : listener;
    }

    GreenSocket connect(GreenServerSocket listener) throws Exception {
        var socket = Green.connect(listener.localAddress());
        return tls ? socket.wrapSsl(Certificates.client()) : socket;
    }

    /** A connection, with TLS after its handshake. */
    Pair pair() throws Exception {
        try (var listener = listen()) {
            var accepted = Green.spawn(() -> {
                var socket = listener.accept();
                socket.sslSession();
                return socket;
            });
            var client = connect(listener);
            return new Pair(client, accepted.await());
        }
    }
}
