package dev.loomlet.green;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A listening socket, TCP or Unix domain, that {@link Green#listen} made (what eventlet.listen returns).
 *
 * {@snippet lang=java :
 * try (var listener = Green.listen(new InetSocketAddress("127.0.0.1", 0))) {
 *     Green.serve(listener, socket -> socket.input().transferTo(socket.output()));
 * }
 * }
 *
 * <p>For any thread. Several threads may accept: they are served in the order of their calls. An interrupt, a kill or a Timeout of a
 * thread that accepts does not close the listener, other than with the JDK's: the accepting is done by a virtual thread of its own, which
 * goes on, so that one connection may be accepted that nobody has yet asked for. The next call gets it, and close closes it.
 */
public final class GreenServerSocket implements Closeable {

    private final ServerSocketChannel channel;
    private final SocketAddress localAddress;
    private final Optional<SocketFile> file;
    private final Pending<SocketChannel> accepting;
    private final Optional<SslOptions> ssl;

    private GreenServerSocket(
            ServerSocketChannel channel,
            SocketAddress localAddress,
            Optional<SocketFile> file,
            Pending<SocketChannel> accepting,
            Optional<SslOptions> ssl) {
        this.channel = channel;
        this.localAddress = localAddress;
        this.file = file;
        this.accepting = accepting;
        this.ssl = ssl;
    }

    /**
     * A listener over {@code channel}, which is bound and blocking.
     *
     * @param file to be removed by the close
     */
    static GreenServerSocket over(ServerSocketChannel channel, Optional<SocketFile> file) throws IOException {
        return new GreenServerSocket(
                channel, channel.getLocalAddress(), file, new Pending<>(channel::accept), Optional.empty());
    }

    /**
     * Has the connections speak TLS (eventlet.wrap_ssl of a listening socket). The handshake of each is done by the thread that first reads
     * or writes, in {@link SslOptions#handshakeTimeout()}; a client that fails in it costs no other anything. Does not block.
     *
     * @param options the server's side
     * @return the same listener, for connections with TLS: one's close is the other's; accept from the result only
     * @throws IllegalArgumentException if it speaks TLS already
     */
    public GreenServerSocket wrapSsl(SslOptions options) {
        Objects.requireNonNull(options);
        if (ssl.isPresent()) {
            throw new IllegalArgumentException(this + " speaks TLS already");
        }
        return new GreenServerSocket(channel, localAddress, file, accepting, Optional.of(options));
    }

    /**
     * Accepts the next connection, blocking until there is one, until the listener is closed, or until the current thread is interrupted.
     * With TLS the handshake is not done here, but by the first read or write of the connection.
     *
     * <p>If the current thread is interrupted while waiting, or is when it starts to wait, {@link InterruptedException} is thrown and the
     * interrupted status of the thread is cleared. If that was a kill of the current green thread, the kill's own throwable is thrown
     * instead, where it is unchecked, and if it was an expired {@code Timeout}, the Timeout. The listener stays open, and no connection is lost.
     *
     * @return the connection, to be closed by the caller
     * @throws SocketException if the listener is closed, also if that happens while waiting
     * @throws IOException if the system cannot accept, for want of file descriptors for example; the next call may succeed
     * @throws InterruptedException if the current thread is interrupted while waiting
     */
    public GreenSocket accept() throws IOException, InterruptedException {
        try {
            return accept(Task.FOREVER);
        } catch (TimeoutException e) {
            throw new IllegalStateException("292 years are up", e);
        }
    }

    /**
     * Accepts as {@link #accept()} does, but does not wait longer than {@code timeout}. The listener stays open, and a connection that comes
     * too late is the next call's.
     *
     * @param timeout the longest time to wait; zero or negative: not at all, which finds a connection only if an accept was under way before
     * @return the connection, to be closed by the caller
     * @throws SocketTimeoutException if the time is up
     * @throws SocketException if the listener is closed, also if that happens while waiting
     * @throws IOException if the system cannot accept
     * @throws InterruptedException if the current thread is interrupted while waiting
     */
    public GreenSocket accept(Duration timeout) throws IOException, InterruptedException {
        try {
            return accept(TimeUnit.NANOSECONDS.convert(timeout));
        } catch (TimeoutException _) {
            throw new SocketTimeoutException("nobody connected to " + Addresses.text(localAddress) + " in " + timeout);
        }
    }

    private GreenSocket accept(long timeoutNanos) throws IOException, InterruptedException, TimeoutException {
        try {
            return GreenSocket.over(accepting.await(timeoutNanos), ssl);
        } catch (InterruptedException _) {
            throw Interruption.reason();
        } catch (ClosedChannelException e) {
            var closed = new SocketException("the listener on " + Addresses.text(localAddress) + " is closed");
            closed.initCause(e);
            throw closed;
        }
    }

    /**
     * Returns the address that it listens on.
     *
     * @return with the port that was chosen, if port 0 was asked for. Also when it is closed
     */
    public SocketAddress localAddress() {
        return localAddress;
    }

    /**
     * Returns the port that it listens on.
     *
     * @return from 1 to 65535
     * @throws UnsupportedOperationException for a Unix domain socket, which has none
     */
    public int port() {
        if (localAddress instanceof InetSocketAddress inet) {
            return inet.getPort();
        }
        throw new UnsupportedOperationException(this + " has no port");
    }

    /**
     * Returns whether it has not been closed.
     *
     * @return false after {@link #close()}
     */
    public boolean isOpen() {
        return channel.isOpen();
    }

    /**
     * Closes the listener, once. A thread that accepts gets a {@link SocketException}; {@link Green#serve} returns. Connections that were accepted go
     * on. Those that wait in the operating system's backlog are reset. The file of a Unix domain socket is removed, if it is still
     * this listener's.
     *
     * @throws IOException if the system says so, or the file cannot be removed; the listener is closed
     */
    @Override
    public void close() throws IOException {
        channel.close();
        accepting.discard(GreenServerSocket::closeUnasked);
        if (file.isPresent()) {
            file.get().remove();
        }
    }

    private static void closeUnasked(SocketChannel accepted) {
        try {
            accepted.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the channel beneath, for its options. To accept from it directly is to compete with {@link #accept()}.
     *
     * @return bound, in blocking mode, which has to stay
     */
    public ServerSocketChannel channel() {
        return channel;
    }

    /** Returns the address, for logs: {@code GreenServerSocket[127.0.0.1:80]}. */
    @Override
    public String toString() {
        return "GreenServerSocket[" + Addresses.text(localAddress) + "]";
    }
}
