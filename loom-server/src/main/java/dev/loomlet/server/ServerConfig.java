package dev.loomlet.server;

import dev.loomlet.server.http1.Limits;
import dev.loomlet.tls.TlsConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * How a server is set up; immutable, made by a {@link ServerConfigBuilder}:
 *
 * {@snippet lang = java :
 * Server.spawn(app, ServerConfig.builder().port(0).maxBodyBytes(1 << 20).build()).await();
 * }
 *
 * <p>Sizes are bytes. Times are bounds on one wait unless they say otherwise; an expired one is noticed up to a second, and at most
 * a quarter of the shortest time, late.
 */
public final class ServerConfig {

    private static final ServerConfig DEFAULTS = builder().build();

    private final Settings settings;

    private final Limits limits;

    /** A configuration of what nobody changes any more. */
    ServerConfig(Settings settings) {
        this.settings = settings;
        limits = new Limits(
                maxRequestLine(),
                maxHeaderLine(),
                maxHeaderBytes(),
                maxHeaders(),
                maxTrailerBytes(),
                maxChunkExtensionBytes());
    }

    /**
     * Returns the configuration in which nothing was changed.
     *
     * @return the defaults
     */
    public static ServerConfig defaults() {
        return DEFAULTS;
    }

    /**
     * Returns a builder in which everything has its default.
     *
     * @return a new builder
     */
    public static ServerConfigBuilder builder() {
        return new ServerConfigBuilder(new Settings());
    }

    /**
     * Returns a builder that begins with this configuration.
     *
     * @return a new builder
     */
    public ServerConfigBuilder toBuilder() {
        return new ServerConfigBuilder(settings.copy());
    }

    /** {@return the name or address to bind} Default 127.0.0.1, so that nothing is reachable from outside unless asked for; 0.0.0.0 and :: bind every address. */
    public String host() {
        return settings.host;
    }

    /** {@return the TCP port to bind} Default 8080; 0 takes any free one, which {@link Server#port()} tells. */
    public int port() {
        return settings.port;
    }

    /** {@return the path of a Unix domain socket to bind in place of host and port} Default none. The file is removed when the server ends. */
    public Optional<Path> unixSocket() {
        return settings.unixSocket;
    }

    /** {@return connections that the operating system keeps until they are accepted} Default 4096; the system's own limit (net.core.somaxconn) may be lower. At least 1. */
    public int backlog() {
        return settings.backlog;
    }

    /** {@return whether other sockets may bind the same port (SO_REUSEPORT)} Default false: two services that share a port by accident each see half of the requests. */
    public boolean reusePort() {
        return settings.reusePort;
    }

    /** {@return connections open at once; the next ones wait in the backlog} Default 10,000; each idle one takes a few KiB. At least 1. */
    public int maxConnections() {
        return settings.maxConnections;
    }

    /** {@return connections open at once from one address; the next one is closed at once} Default 0, no such limit: behind a proxy all have one address. */
    public int maxConnectionsPerPeer() {
        return settings.maxConnectionsPerPeer;
    }

    /** {@return bytes of the request line without its CRLF; a longer one is answered with 414} Default 8192, as nginx and eventlet have it. At least 1. */
    public int maxRequestLine() {
        return settings.maxRequestLine;
    }

    /** {@return bytes of a header line without its CRLF; a longer one is answered with 431} Default 8192, as eventlet has it; raise it for large cookies and tokens. At least 1. */
    public int maxHeaderLine() {
        return settings.maxHeaderLine;
    }

    /** {@return bytes of all header lines of a request; more are answered with 431} Default 65,536, as eventlet has it. At least 1. */
    public int maxHeaderBytes() {
        return settings.maxHeaderBytes;
    }

    /** {@return header lines of a request; more are answered with 431} Default 100, as Apache, gunicorn and eventlet have it. At least 1. */
    public int maxHeaders() {
        return settings.maxHeaders;
    }

    /** {@return bytes of a request body; a longer one is answered with 413} Default 0, no limit: bodies are streamed, so they take no memory here. */
    public long maxBodyBytes() {
        return settings.maxBodyBytes;
    }

    /** {@return bytes of the trailer section of a chunked body; a longer one is answered with 400} Default 8192. At least 2, the empty section. */
    public int maxTrailerBytes() {
        return settings.maxTrailerBytes;
    }

    /** {@return bytes of all chunk extensions of a request; more are answered with 400} Default 4096: nobody uses them, but a client may send them for ever. 0 refuses every extension. */
    public int maxChunkExtensionBytes() {
        return settings.maxChunkExtensionBytes;
    }

    /** {@return what protects connections by TLS} Default none: clear text. The files that it names are read when the server starts. */
    public Optional<TlsConfig> tls() {
        return settings.tls;
    }

    /** {@return time for a TLS handshake, all of it; a connection whose handshake takes longer is closed} Default 10 s: it takes a few round trips. 0 waits for ever. */
    public Duration handshakeTimeout() {
        return settings.handshakeTimeout;
    }

    /** {@return time for a request head, from its first byte on, and for a new connection's first byte; a head that takes longer is answered with 408} Default 30 s, a bound on what a slow client can hold. 0 waits for ever. */
    public Duration headTimeout() {
        return settings.headTimeout;
    }

    /** {@return time that a connection stays open between two requests} Default 60 s, a little more than most clients keep one. 0 closes each connection after its first response. */
    public Duration idleTimeout() {
        return settings.idleTimeout;
    }

    /** {@return time that a read of the body waits for a byte; then it is answered with 408} Default 30 s. 0 waits for ever. */
    public Duration bodyTimeout() {
        return settings.bodyTimeout;
    }

    /** {@return bytes a second that a body must bring on average while the application waits for it, after the first 5 seconds; a slower one is answered with 408} Default 240, a slow modem's rate. 0 is no such limit. */
    public int minBodyRate() {
        return settings.minBodyRate;
    }

    /** {@return time that a write waits for the client to take a byte; then the connection is closed} Default 30 s. 0 waits for ever. */
    public Duration writeTimeout() {
        return settings.writeTimeout;
    }

    /** {@return bytes of a body that the application left unread which are read and dropped to keep the connection; with more left it is closed} Default 65,536. 0 closes the connection whenever something was left. */
    public long drainBytes() {
        return settings.drainBytes;
    }

    /** {@return time for {@link #drainBytes()}, and for a client to read an answer after which the connection closes while the client still sends} Default 5 s. More than 0. */
    public Duration drainTimeout() {
        return settings.drainTimeout;
    }

    /** {@return time for requests in progress when the server stops without being told a time; then they are interrupted} Default 30 s, what most supervisors wait before they kill. 0 interrupts at once. */
    public Duration gracePeriod() {
        return settings.gracePeriod;
    }

    /** {@return whether the server stops gracefully when the JVM shuts down, as on SIGINT and SIGTERM} Default true. The JVM waits up to {@link #gracePeriod()} for it. */
    public boolean drainOnShutdown() {
        return settings.drainOnShutdown;
    }

    /** {@return whether the stack trace of a failed application is sent to the client} Default false: it tells strangers about the program. */
    public boolean debug() {
        return settings.debug;
    }

    /** {@return bytes to collect from the blocks of an application before they are sent (eventlet's minimum_chunk_size)} Default 0: each block is sent before the next is asked for, as PEP 3333 has it. */
    public int minimumChunkSize() {
        return settings.minimumChunkSize;
    }

    /** {@return whether HTTP/2 is spoken: to clients that ask for it in the TLS handshake (RFC 9113 §3.2), and without TLS to those that begin with its preface (§3.3, prior knowledge)} Default true: no client of HTTP/1.1 does either. */
    public boolean http2() {
        return settings.http2;
    }

    /** {@return requests in progress at once on a connection of HTTP/2, those counted that the client gave up and whose handler still runs; the next one is refused with REFUSED_STREAM} Default 100, as RFC 9113 §6.5.2 recommends at the least. At least 1. */
    public int http2Streams() {
        return settings.http2Streams;
    }

    /** {@return fields of a request of HTTP/2, pseudo-header fields and each piece of a cookie counted; more are answered with 431} Default 200: {@link #maxHeaders()} and a browser's cookies in pieces. At least 4. */
    public int http2Fields() {
        return settings.http2Fields;
    }

    /** {@return streams of a connection of HTTP/2 that its client resets, or makes the server reset, in 30 seconds; with more the connection ends with ENHANCE_YOUR_CALM} Default 200: a reset is cheap for the client and not for the server (CVE-2023-44487). At least 1. */
    public int http2Resets() {
        return settings.http2Resets;
    }

    /** {@return whether {@code x-name} is sent as {@code X-Name} (eventlet's capitalize_response_headers)} Default false: names go out as given; they are the same to every client that follows the standard. */
    public boolean capitalizeHeaders() {
        return settings.capitalizeHeaders;
    }

    /** {@return what is told of each response, also those to requests that were refused or given up} Default {@link AccessLog#none()}. */
    public AccessLog accessLog() {
        return settings.accessLog;
    }

    /** {@return whether the access log's client address has the X-Forwarded-For header in front (eventlet's log_x_forwarded_for)} Default true. The last address in it is always the peer's own; those before it are what a proxy, or a liar, said. */
    public boolean logForwardedFor() {
        return settings.logForwardedFor;
    }

    /** {@return entries that every request's environ has; those of the request itself win over them} Default none. */
    public Map<String, Object> environ() {
        return settings.environ;
    }

    /** {@return where an application's {@code wsgi.errors} goes} Default standard error. It is not closed. */
    public PrintStream errors() {
        return settings.errors;
    }

    /** {@return what makes the thread of each connection} Default unnamed virtual threads that inherit no thread locals. */
    public ThreadFactory threads() {
        return settings.threads;
    }

    /** {@return what runs the virtual threads of connections} Default {@link Scheduling#AUTO}. */
    public Scheduling scheduling() {
        return settings.scheduling;
    }

    /** Whether {@link #threads()} was set. */
    boolean hasOwnThreads() {
        return settings.hasOwnThreads();
    }

    /** {@link #writeTimeout()} in milliseconds, for Undertow's engine. */
    int writeMillis() {
        return (int) Math.min(Integer.MAX_VALUE, writeTimeout().toMillis());
    }

    Limits limits() {
        return limits;
    }
}
