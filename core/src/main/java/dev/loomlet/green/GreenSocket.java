package dev.loomlet.green;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connected stream: TCP, a Unix domain socket, or TLS over one of them (eventlet's GreenSocket). {@link Green#connect} and
 * {@link GreenServerSocket#accept} make one.
 *
 * {@snippet lang=java :
 * try (var socket = Green.connect(new InetSocketAddress("example.org", 80))) {
 *     socket.timeout(Duration.ofSeconds(5));
 *     socket.output().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
 *     socket.input().transferTo(System.out);
 * }
 * }
 *
 * <p>For any thread. A read blocks the thread that reads, a write the one that writes, and neither waits for the other. A second thread that
 * reads while one is reading gets an {@link IllegalStateException}, as in eventlet ("Second simultaneous read"), since which of them gets
 * which bytes would be chance; the first is not disturbed. Threads that write are put in a line, and the bytes of one call of {@code
 * write} stay together, which eventlet refuses too: messages of several threads need a call each, and no lock.
 *
 * <p><b>Interrupts close.</b> A thread that is interrupted while it reads or writes, or is when it begins, finds the socket closed, as the
 * JDK does with its channels; in eventlet a Timeout leaves it open. If the interrupt was that of a kill of the current green thread, the
 * kill's own throwable is thrown, where it is unchecked, and if it was that of an expired {@code Timeout}, the Timeout; otherwise {@link
 * java.nio.channels.ClosedByInterruptException}, and the thread stays interrupted. To go on with a socket after a read that took too long,
 * use {@link #timeout(Duration)}. Only a thread that waits for another's write can be interrupted without that: it throws the same, or {@link
 * java.io.InterruptedIOException}, has written nothing, and the socket stays open.
 */
public final class GreenSocket implements Closeable {

    private static final int MAX_CAUSES = 32;
    private static final long NANOS_A_MILLI = 1_000_000;

    private final SocketChannel channel;
    private final SocketAddress remoteAddress;
    private final SocketAddress localAddress;
    private final Socket plain;
    private final @Nullable TlsLayer tls;
    private final SocketInput input = new SocketInput(this);
    private final SocketOutput output = new SocketOutput(this);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile int timeoutMillis;

    private GreenSocket(SocketChannel channel, Socket plain, Optional<SslOptions> ssl) throws IOException {
        this.channel = channel;
        this.remoteAddress = channel.getRemoteAddress();
        this.localAddress = channel.getLocalAddress();
        this.plain = plain;
        this.tls = ssl.map(options -> new TlsLayer(options, channel, plain, () -> timeoutMillis))
                .orElse(null);
    }

    /** A socket over {@code channel}, which is connected and blocking, and is closed if this fails. Does not block. */
    static GreenSocket over(SocketChannel channel, Optional<SslOptions> ssl) throws IOException {
        try {
            boolean unix = channel.getLocalAddress() instanceof UnixDomainSocketAddress;
            return new GreenSocket(channel, unix ? new UnixSocket(channel) : channel.socket(), ssl);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Returns the stream of what the peer sends. A read blocks until there is a byte, the peer's end, the time set by {@link #timeout(Duration)}
     * is up, the socket is closed, or the thread is interrupted, as this class says. It throws
     *
     * <ul>
     *   <li>{@link java.net.SocketTimeoutException} if the time is up; the socket is as it was
     *   <li>{@link SocketException} if it was closed by this side, also if that happens during the read, or if the peer reset it
     *   <li>{@link javax.net.ssl.SSLException} if the handshake fails, which the first read or write does, or if the peer does not keep to TLS
     *   <li>{@link IllegalStateException} if another thread is reading
     * </ul>
     *
     * <p>With TLS a connection that ends without TLS's own end counts as ended too, as in eventlet: somebody in between may have cut it (RFC 8446
     * §6.1). A protocol has to tell by itself that a message is whole.
     *
     * <p>The stream is not buffered. Its close closes the socket.
     *
     * @return the same stream each time
     */
    public InputStream input() {
        return input;
    }

    /**
     * Returns the stream of what is sent to the peer. A write blocks until the operating system has all bytes, which it does not if the peer
     * does not read; no timeout ends that but a close from another thread, or an interrupt. It throws what a read does, save the timeout,
     * {@link IOException} if the peer has gone ("Broken pipe", "Connection reset by peer"), and {@link SocketException} after {@link
     * #shutdownOutput()}.
     *
     * <p>The stream is not buffered, so that flush does nothing. Its close closes the socket.
     *
     * @return the same stream each time
     */
    public OutputStream output() {
        return output;
    }

    /**
     * Returns the peer's address.
     *
     * @return an {@link java.net.InetSocketAddress}; for a Unix domain socket its path, empty if the peer is the one that connected. Also
     *     when the socket is closed
     */
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    /**
     * Returns the address of this end.
     *
     * @return as {@link #remoteAddress()}
     */
    public SocketAddress localAddress() {
        return localAddress;
    }

    /**
     * Sets the longest time that a read waits for the peer's next byte (settimeout, for reads). Then it throws {@link
     * java.net.SocketTimeoutException}, and nothing is lost: the next read gets the bytes that came meanwhile. It counts from the next read on.
     * At first there is none, as in eventlet.
     *
     * <p>TCP has the system's SO_TIMEOUT. A Unix domain socket has none: while a timeout is set, and until what was being read has come, a
     * virtual thread beside the reader's reads, at most 8 KiB ahead, and waits on after the timeout. A read costs a few microseconds more by that.
     * A TLS handshake has {@link SslOptions#handshakeTimeout()} instead.
     *
     * @param timeout in milliseconds, a part of one counts as a whole; zero or negative: a read does not wait, save for the one
     *     millisecond that is the least the system knows; more than 24 days are 24 days
     */
    public void timeout(Duration timeout) {
        setTimeout(millis(timeout));
    }

    /** Returns the milliseconds of a timeout as the JDK's sockets want them, for which 0 is for ever. */
    static int millis(Duration timeout) {
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        return Math.clamp(Math.ceilDiv(nanos, NANOS_A_MILLI), 1, Integer.MAX_VALUE);
    }

    /** Has reads wait for ever again (settimeout(None)). */
    public void noTimeout() {
        setTimeout(0);
    }

    private void setTimeout(int millis) {
        timeoutMillis = millis;
        try {
            if (isReady()) {
                plain.setSoTimeout(millis);
            }
        } catch (SocketException _) {
            /* Closed: what reads will say. */
        }
    }

    /**
     * Sends the end of the stream after what was written, and lets the peer go on sending (shutdown(SHUT_WR)). Blocks as a write does; does
     * nothing if it was done before.
     *
     * @throws IOException as a write
     */
    public void shutdownOutput() throws IOException {
        output.shutdown();
    }

    /**
     * Closes the connection, once. A read or write of another thread fails at once with {@link SocketException}. Bytes that the peer sent and
     * nobody read make the system reset the connection, which can cost the peer what it has not read yet: to be sure that it gets all,
     * {@link #shutdownOutput()} and read on to the end.
     *
     * <p>With TLS the peer is told, unless a thread is writing; that takes a second at the longest.
     *
     * @throws IOException if the system says so; it is closed
     */
    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            try {
                if (tls != null) {
                    output.ifIdle(tls::close);
                }
            } finally {
                channel.close();
            }
        }
    }

    /**
     * Has the connection speak TLS from here on (eventlet.wrap_ssl). Blocks for the handshake, in {@link SslOptions#handshakeTimeout()}; an
     * interrupt does what it does to a read. The connection is closed if it fails.
     *
     * @param options the client's side or the server's
     * @return a socket over this one, with its timeout; this one is not to be used any more, and is closed with the result
     * @throws javax.net.ssl.SSLException if the peer does not speak TLS, or is not who it should be
     * @throws java.net.SocketTimeoutException if the time is up
     * @throws IOException if the peer has left, or the socket is closed
     * @throws IllegalArgumentException if it speaks TLS already
     */
    public GreenSocket wrapSsl(SslOptions options) throws IOException {
        Objects.requireNonNull(options);
        if (tls != null) {
            throw new IllegalArgumentException(this + " speaks TLS already");
        }
        if (closed.get()) {
            throw isClosed(new ClosedChannelException());
        }
        plain.setSoTimeout(0);
        var secured = new GreenSocket(channel, plain, Optional.of(options));
        secured.timeoutMillis = timeoutMillis;
        secured.handshake();
        return secured;
    }

    /**
     * Returns the channel beneath, for its options. Bytes read from it or written to it are not seen by the streams; with TLS that breaks it.
     *
     * @return connected, in blocking mode, which has to stay
     */
    public SocketChannel channel() {
        return channel;
    }

    /**
     * Returns what TLS has agreed upon: the cipher suite, certificates. Blocks for the handshake if it has not been done.
     *
     * @return empty without TLS
     * @throws IOException if the handshake fails
     */
    public Optional<SSLSession> sslSession() throws IOException {
        handshake();
        return tls == null ? Optional.empty() : tls.secured().map(secured -> secured.getSession());
    }

    private void handshake() throws IOException {
        try {
            ready();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Returns whether bytes can go now; with TLS after the handshake. */
    boolean isReady() {
        return tls == null || tls.secured().isPresent();
    }

    /** Returns the socket for the bytes, with TLS after the handshake, which the calling thread does if nobody has. */
    Socket ready() throws IOException {
        return tls == null ? plain : tls.handshaken();
    }

    /**
     * Returns what to throw for {@code e}, which reading or writing has thrown. Throws the kill or Timeout if their interrupt made it.
     */
    IOException failure(IOException e) {
        /* One thread's interrupt can be the cause of what TLS throws in another. */
        if (Thread.currentThread().isInterrupted() && Interruption.caused(e)) {
            Thread.interrupted();
            Interruption.reason();
            Thread.currentThread().interrupt();
            return e;
        }
        return closed.get() || e instanceof ClosedChannelException ? isClosed(e) : e;
    }

    private SocketException isClosed(IOException cause) {
        var failure = new SocketException("the connection to " + Addresses.text(remoteAddress) + " is closed");
        failure.initCause(cause);
        return failure;
    }

    /**
     * Returns whether {@code failure} comes of this connection, since its streams threw it or a cause of it, or since the peer's end came too
     * early for who reads.
     */
    boolean isItsOwn(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (input.hasThrown(cause)
                    || output.hasThrown(cause)
                    || (cause instanceof EOFException && input.isAtEnd())) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Returns the ends, for logs: {@code GreenSocket[127.0.0.1:50000 -> 127.0.0.1:80]}. */
    @Override
    public String toString() {
        return "GreenSocket[" + Addresses.text(localAddress) + " -> " + Addresses.text(remoteAddress) + "]";
    }
}
