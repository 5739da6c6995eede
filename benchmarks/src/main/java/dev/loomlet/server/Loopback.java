package dev.loomlet.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A connection to itself: the server's end is a transport, the client's end is read here. */
final class Loopback implements AutoCloseable {

    private final Transport transport;
    private final SocketChannel client;
    private final ByteBuffer received = ByteBuffer.allocateDirect(16 * 1024);

    private Loopback(SocketChannel server, SocketChannel client) throws IOException {
        this.transport = new BlockingTransport(server.setOption(StandardSocketOptions.TCP_NODELAY, true));
        this.client = client;
    }

    static Loopback open() {
        try (var listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var client = SocketChannel.open(listener.getLocalAddress());
            return new Loopback(listener.accept(), client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server's end. */
    Transport transport() {
        return transport;
    }

    /** Reads {@code bytes} at the client's end, or fewer if the server closes; returns how many. */
    int receive(int bytes) throws IOException {
        received.clear().limit(bytes);
        int count = 0;
        while (received.hasRemaining() && count >= 0) {
            count = client.read(received);
        }
        return received.position();
    }

    @Override
    public void close() throws IOException {
        transport.close();
        client.close();
    }
}
