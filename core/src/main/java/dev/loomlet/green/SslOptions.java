package dev.loomlet.green;

import java.io.IOException;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * How {@link GreenSocket#wrapSsl} and {@link GreenServerSocket#wrapSsl} make connections speak TLS (the arguments of eventlet.wrap_ssl).
 *
 * {@snippet lang=java :
 * var server = SslOptions.of(TlsContext.load(TlsConfig.builder().certificate(chain, key).build())::wrap);
 * var client = SslOptions.client("example.org");
 * }
 *
 * <p>Immutable, for any thread.
 */
public final class SslOptions {

    /** The default of {@link #handshakeTimeout()}. */
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    /** Makes a socket that speaks TLS over a connected one. */
    @FunctionalInterface
    public interface Wrapper {

        /**
         * Wraps. Called once a connection, on the thread that does the handshake, which is none of this method's business.
         *
         * @param socket connected; its streams carry what is encrypted
         * @return a socket over it that closes it, in the mode of a client or of a server
         * @throws IOException if that cannot be; the connection is closed
         */
        SSLSocket wrap(Socket socket) throws IOException;
    }

    private final Wrapper wrapper;
    private final Duration handshakeTimeout;

    private SslOptions(Wrapper wrapper, Duration handshakeTimeout) {
        this.wrapper = wrapper;
        this.handshakeTimeout = handshakeTimeout;
    }

    /**
     * The side that {@code wrapper} says, with certificates from files for example: {@code SslOptions.of(tlsContext::wrap)} with a {@link
     * dev.loomlet.tls.TlsContext}, which can read them again while connections are made.
     *
     * @param wrapper sets all there is to be set
     * @return the options
     */
    public static SslOptions of(Wrapper wrapper) {
        return new SslOptions(Objects.requireNonNull(wrapper), HANDSHAKE_TIMEOUT);
    }

    /**
     * The server's side, with the JDK's defaults: TLS 1.2 and 1.3, no certificates of clients.
     *
     * @param context has the certificate and its key
     * @return the options
     */
    public static SslOptions server(SSLContext context) {
        Objects.requireNonNull(context);
        return of(socket -> {
            var wrapped = wrap(context, socket, socket.getInetAddress().getHostAddress());
            wrapped.setUseClientMode(/* mode= */ false);
            return wrapped;
        });
    }

    /**
     * The client's side, with the certificates that the JDK trusts.
     *
     * @param host whom the client wants to speak to: a DNS name or an IP address. The server's certificate has to be for it (RFC 9525),
     *     and the server is told the name (RFC 6066 §3)
     * @return the options
     */
    public static SslOptions client(String host) {
        try {
            return client(SSLContext.getDefault(), host);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }

    /**
     * The client's side, as {@link #client(String)}.
     *
     * @param context says whose certificates are trusted, and may have one for the client
     * @param host whom the client wants to speak to
     * @return the options
     */
    public static SslOptions client(SSLContext context, String host) {
        Objects.requireNonNull(context);
        if (host.isBlank()) {
            throw new IllegalArgumentException("host is empty");
        }
        return of(socket -> {
            var wrapped = unverified(context, socket, host);
            var parameters = wrapped.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            wrapped.setSSLParameters(parameters);
            return wrapped;
        });
    }

    /**
     * The client's side without a look at the name in the server's certificate: anybody with a certificate that {@code context} trusts can
     * be the server. For contexts that trust one server only.
     *
     * @param context says whose certificates are trusted
     * @param host whom the client wants to speak to; the server is told the name
     * @return the options
     */
    public static SslOptions clientOfAnyHost(SSLContext context, String host) {
        Objects.requireNonNull(context);
        Objects.requireNonNull(host);
        return of(socket -> unverified(context, socket, host));
    }

    private static SSLSocket unverified(SSLContext context, Socket socket, String host) throws IOException {
        var wrapped = wrap(context, socket, host);
        wrapped.setUseClientMode(/* mode= */ true);
        return wrapped;
    }

    private static SSLSocket wrap(SSLContext context, Socket socket, String host) throws IOException {
        return (SSLSocket)
                context.getSocketFactory().createSocket(socket, host, socket.getPort(), /* autoClose= */ true);
    }

    /**
     * Sets {@link #handshakeTimeout()}.
     *
     * @param handshakeTimeout the setting
     * @return options with it
     * @throws IllegalArgumentException if it is not positive
     */
    public SslOptions handshakeTimeout(Duration handshakeTimeout) {
        if (!handshakeTimeout.isPositive()) {
            throw new IllegalArgumentException("handshakeTimeout " + handshakeTimeout + " is not positive");
        }
        return new SslOptions(wrapper, handshakeTimeout);
    }

    /**
     * The longest time that a handshake may take, from its beginning; then the connection is closed. Default 10 s, since every client
     * that has the bytes is done in a second.
     *
     * @return the setting
     */
    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    SSLSocket wrap(Socket socket) throws IOException {
        return wrapper.wrap(socket);
    }
}
