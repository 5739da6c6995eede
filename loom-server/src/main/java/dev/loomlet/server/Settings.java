package dev.loomlet.server;

import dev.loomlet.tls.TlsConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/** The values of a {@link ServerConfig}, which describes them, first with their defaults. For one thread while a builder has it, then constant. */
final class Settings implements Cloneable {

    private static final ThreadFactory DEFAULT_THREADS =
            Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();

    String host = "127.0.0.1";
    int port = 8080;
    Optional<Path> unixSocket = Optional.empty();
    int backlog = 4096;
    boolean reusePort = false;
    int maxConnections = 10_000;
    int maxConnectionsPerPeer = 0;
    int maxRequestLine = 8192;
    int maxHeaderLine = 8192;
    int maxHeaderBytes = 65_536;
    int maxHeaders = 100;
    long maxBodyBytes = 0;
    int maxTrailerBytes = 8192;
    int maxChunkExtensionBytes = 4096;
    Optional<TlsConfig> tls = Optional.empty();
    Duration handshakeTimeout = Duration.ofSeconds(10);
    Duration headTimeout = Duration.ofSeconds(30);
    Duration idleTimeout = Duration.ofSeconds(60);
    Duration bodyTimeout = Duration.ofSeconds(30);
    int minBodyRate = 240;
    Duration writeTimeout = Duration.ofSeconds(30);
    long drainBytes = 65_536;
    Duration drainTimeout = Duration.ofSeconds(5);
    Duration gracePeriod = Duration.ofSeconds(30);
    boolean drainOnShutdown = true;
    boolean debug = false;
    int minimumChunkSize = 0;
    boolean http2 = true;
    int http2Streams = 100;
    int http2Fields = 200;
    int http2Resets = 200;
    boolean capitalizeHeaders = false;
    AccessLog accessLog = AccessLog.none();
    boolean logForwardedFor = true;
    Map<String, Object> environ = Map.of();
    PrintStream errors = System.err;
    ThreadFactory threads = DEFAULT_THREADS;
    Scheduling scheduling = Scheduling.AUTO;

    @SuppressWarnings("ReferenceEquality") // whether it is the default's object
    boolean hasOwnThreads() {
        return threads != DEFAULT_THREADS;
    }

    Settings copy() {
        try {
            return (Settings) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
