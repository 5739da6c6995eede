package dev.loomlet.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A non-blocking connection to the server, opened again as often as is needed, that sends the same bytes each time. The thread of the
 * selector opens, reads and closes it; who else sends on it does so under a lock of its owner.
 */
final class Wire {

    private static final int CONNECT_MILLIS = 10_000;

    private final Selector selector;
    private final InetSocketAddress address;
    private final ByteBuffer request;
    private final Object owner;
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;

    /* The owner becomes the attachment of the selection keys. */
    Wire(Selector selector, int port, ByteBuffer request, Object owner) {
        this.selector = selector;
        this.address = address(port);
        this.request = request.duplicate();
        this.owner = owner;
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /* Connects and waits for that, 10 s at most; on interrupt it fails. */
    static SocketChannel open(int port) throws IOException {
        var opened = SocketChannel.open();
        try {
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            opened.socket().connect(address(port), CONNECT_MILLIS);
            return opened;
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            close(opened);
            throw new IOException("cannot connect to 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
    }

    /* What a method that may be interrupted throws when interrupt closed its channel. */
    static InterruptedException interrupted(ClosedByInterruptException cause) {
        Thread.interrupted();
        var thrown = new InterruptedException("interrupted while connecting");
        thrown.initCause(cause);
        return thrown;
    }

    /* Uses a connection that is open. */
    void adopt(SocketChannel opened) throws IOException {
        channel = opened;
        opened.configureBlocking(false);
        key = opened.register(selector, SelectionKey.OP_READ, owner);
    }

    /* Starts to connect; whether that is already done. */
    boolean connect() throws IOException {
        close();
        var opened = SocketChannel.open();
        channel = opened;
        opened.configureBlocking(false);
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        boolean connected = opened.connect(address);
        key = opened.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, owner);
        return connected;
    }

    void finishConnect() throws IOException {
        if (!channel().finishConnect()) {
            throw new IOException("connecting has not ended");
        }
        key().interestOps(SelectionKey.OP_READ);
    }

    void send() throws IOException {
        request.rewind();
        sendRest();
    }

    /* Sends what the connection did not take before; the selector says when it does. */
    void sendRest() throws IOException {
        channel().write(request);
        boolean waits = (key().interestOps() & SelectionKey.OP_WRITE) != 0;
        if (request.hasRemaining() && !waits) {
            key().interestOpsOr(SelectionKey.OP_WRITE);
            selector.wakeup();
        } else if (!request.hasRemaining() && waits) {
            key().interestOpsAnd(~SelectionKey.OP_WRITE);
        }
    }

    boolean isSent() {
        return !request.hasRemaining();
    }

    /* The bytes that are there, ready to be scanned; false at the end of the stream. */
    boolean read(ByteBuffer in) throws IOException {
        in.clear();
        int count = channel().read(in);
        in.flip();
        return count >= 0;
    }

    void close() {
        var closing = channel;
        if (closing != null) {
            close(closing);
        }
        channel = null;
        key = null;
    }

    static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Closed all the same, and what it was for is over.
        }
    }

    /* Hands the connection over to the caller, who closes it. */
    SocketChannel release() {
        var released = channel();
        key().cancel();
        channel = null;
        key = null;
        return released;
    }

    private SocketChannel channel() {
        var current = channel;
        if (current == null) {
            throw new IllegalStateException("not connected");
        }
        return current;
    }

    private SelectionKey key() {
        var current = key;
        if (current == null) {
            throw new IllegalStateException("not connected");
        }
        return current;
    }
}
