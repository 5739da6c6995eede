package dev.loomlet.green;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * TLS over a connection: the handshake by the thread that first needs it, in limited time, and the farewell. Nothing of it happens where
 * connections are accepted. For any thread.
 */
final class TlsLayer {

    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final SslOptions options;
    private final SocketChannel channel;
    private final Socket plain;
    private final IntSupplier readTimeoutMillis;
    private final ReentrantLock handshake = new ReentrantLock();

    /** Set when the handshake is done. */
    private volatile @Nullable SSLSocket secured;

    /**
     * Does nothing yet.
     *
     * @param plain over {@code channel}, without a timeout
     * @param readTimeoutMillis what its timeout is to be after the handshake, whose own limit is another
     */
    TlsLayer(SslOptions options, SocketChannel channel, Socket plain, IntSupplier readTimeoutMillis) {
        this.options = options;
        this.channel = channel;
        this.plain = plain;
        this.readTimeoutMillis = readTimeoutMillis;
    }

    /** Returns the socket over TLS, after the handshake, which the calling thread does if nobody has. */
    SSLSocket handshaken() throws IOException {
        var done = secured;
        return done == null ? handshakeOnce() : done;
    }

    /** Returns the socket over TLS if the handshake is done. */
    Optional<SSLSocket> secured() {
        return Optional.ofNullable(secured);
    }

    private SSLSocket handshakeOnce() throws IOException {
        try {
            handshake.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted before the TLS handshake").initCause(e);
        }
        try {
            var done = secured;
            return done == null ? handshakeInTime() : done;
        } finally {
            handshake.unlock();
        }
    }

    private SSLSocket handshakeInTime() throws IOException {
        var limit = options.handshakeTimeout();
        try (var deadline = CloseDeadline.in(limit, channel)) {
            try {
                var tls = options.wrap(plain);
                tls.startHandshake();
                if (deadline.meet()) {
                    secured = tls;
                    plain.setSoTimeout(readTimeoutMillis.getAsInt());
                    return tls;
                }
                throw new SocketTimeoutException();
            } catch (IOException e) {
                throw Interruption.caused(e) || deadline.meet() ? e : late(limit, e);
            }
        } finally {
            if (secured == null) {
                channel.close();
            }
        }
    }

    private static IOException late(Duration limit, IOException e) {
        var late = new SocketTimeoutException("the TLS handshake was not done in " + limit);
        late.initCause(e);
        return late;
    }

    /** Tells the peer that nothing more comes, if it is willing to hear that soon, and closes. */
    void close() {
        var tls = secured;
        if (tls != null) {
            try (var _ = CloseDeadline.in(FAREWELL, channel)) {
                tls.close();
            } catch (IOException _) {
                /* The peer has left before. */
            }
        }
    }
}
