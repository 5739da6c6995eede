package dev.loomlet.server;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * Collects a {@link ServerConfig}. Each method sets what the accessor of the same name describes and returns this builder; a value
 * out of the range described there is an {@link IllegalArgumentException} at once, with the setting's name. For one thread.
 */
public final class ServerConfigBuilder implements Cloneable {

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
    boolean capitalizeHeaders = false;
    AccessLog accessLog = AccessLog.none();
    boolean logForwardedFor = true;
    Map<String, Object> environ = Map.of();
    PrintStream errors = System.err;
    ThreadFactory threads = DEFAULT_THREADS;
    Scheduling scheduling = Scheduling.AUTO;

    ServerConfigBuilder() {}

    /**
     * Sets {@link ServerConfig#host()}.
     * @param host the setting
     * @return this builder
     */
    public ServerConfigBuilder host(String host) {
        this.host = Check.notEmpty("host", host);
        return this;
    }

    /**
     * Sets {@link ServerConfig#port()}.
     * @param port the setting
     * @return this builder
     */
    public ServerConfigBuilder port(int port) {
        this.port = Check.port(port);
        return this;
    }

    /**
     * Sets {@link ServerConfig#unixSocket()}.
     * @param unixSocket the setting
     * @return this builder
     */
    public ServerConfigBuilder unixSocket(Path unixSocket) {
        this.unixSocket = Optional.of(unixSocket);
        return this;
    }

    /**
     * Sets {@link ServerConfig#backlog()}.
     * @param backlog the setting
     * @return this builder
     */
    public ServerConfigBuilder backlog(int backlog) {
        this.backlog = Check.atLeast("backlog", backlog, 1);
        return this;
    }

    /**
     * Sets {@link ServerConfig#reusePort()}.
     * @param reusePort the setting
     * @return this builder
     */
    public ServerConfigBuilder reusePort(boolean reusePort) {
        this.reusePort = reusePort;
        return this;
    }

    /**
     * Sets {@link ServerConfig#maxConnections()}.
     * @param maxConnections the setting
     * @return this builder
     */
    public ServerConfigBuilder maxConnections(int maxConnections) {
        this.maxConnections = Check.atLeast("maxConnections", maxConnections, 1);
        return this;
    }

    /**
     * Sets {@link ServerConfig#maxConnectionsPerPeer()}.
     * @param maxConnectionsPerPeer the setting
     * @return this builder
     */
    public ServerConfigBuilder maxConnectionsPerPeer(int maxConnectionsPerPeer) {
        this.maxConnectionsPerPeer = Check.atLeast("maxConnectionsPerPeer", maxConnectionsPerPeer, 0);
        return this;
    }

    /**
     * Sets {@link ServerConfig#maxRequestLine()}.
     * @param maxRequestLine the setting
     * @return this builder
     */
    public ServerConfigBuilder maxRequestLine(int maxRequestLine) {
        this.maxRequestLine = Check.atLeast("maxRequestLine", maxRequestLine, 1);
        return this;
    }

    /**
     * Sets {@link ServerConfig#maxHeaderLine()}.
     * @param maxHeaderLine the setting
     * @return this builder
     */
    public ServerConfigBuilder maxHeaderLine(int maxHeaderLine) {
        this.maxHeaderLine = Check.atLeast("maxHeaderLine", maxHeaderLine, 1);
        return this;
    }

    /**
     * Sets {@link ServerConfig#maxHeaderBytes()}.
     * @param maxHeaderBytes the setting
     * @return this builder
     */
    public ServerConfigBuilder maxHeaderBytes(int maxHeaderBytes) {
        this.maxHeaderBytes = Check.atLeast("maxHeaderBytes", maxHeaderBytes, 1);
        return this;
    }

    /**
     * Sets {@link ServerConfig#maxHeaders()}.
     * @param maxHeaders the setting
     * @return this builder
     */
    public ServerConfigBuilder maxHeaders(int maxHeaders) {
        this.maxHeaders = Check.atLeast("maxHeaders", maxHeaders, 1);
        return this;
    }

    /**
     * Sets {@link ServerConfig#maxBodyBytes()}.
     * @param maxBodyBytes the setting
     * @return this builder
     */
    public ServerConfigBuilder maxBodyBytes(long maxBodyBytes) {
        this.maxBodyBytes = Check.atLeast("maxBodyBytes", maxBodyBytes, 0);
        return this;
    }

    /**
     * Sets {@link ServerConfig#maxTrailerBytes()}.
     * @param maxTrailerBytes the setting
     * @return this builder
     */
    public ServerConfigBuilder maxTrailerBytes(int maxTrailerBytes) {
        this.maxTrailerBytes = Check.atLeast("maxTrailerBytes", maxTrailerBytes, 2);
        return this;
    }

    /**
     * Sets {@link ServerConfig#maxChunkExtensionBytes()}.
     * @param maxChunkExtensionBytes the setting
     * @return this builder
     */
    public ServerConfigBuilder maxChunkExtensionBytes(int maxChunkExtensionBytes) {
        this.maxChunkExtensionBytes = Check.atLeast("maxChunkExtensionBytes", maxChunkExtensionBytes, 0);
        return this;
    }

    /**
     * Sets {@link ServerConfig#headTimeout()}.
     * @param headTimeout the setting
     * @return this builder
     */
    public ServerConfigBuilder headTimeout(Duration headTimeout) {
        this.headTimeout = Check.notNegative("headTimeout", headTimeout);
        return this;
    }

    /**
     * Sets {@link ServerConfig#idleTimeout()}.
     * @param idleTimeout the setting
     * @return this builder
     */
    public ServerConfigBuilder idleTimeout(Duration idleTimeout) {
        this.idleTimeout = Check.notNegative("idleTimeout", idleTimeout);
        return this;
    }

    /**
     * Sets {@link ServerConfig#bodyTimeout()}.
     * @param bodyTimeout the setting
     * @return this builder
     */
    public ServerConfigBuilder bodyTimeout(Duration bodyTimeout) {
        this.bodyTimeout = Check.notNegative("bodyTimeout", bodyTimeout);
        return this;
    }

    /**
     * Sets {@link ServerConfig#minBodyRate()}.
     * @param minBodyRate the setting
     * @return this builder
     */
    public ServerConfigBuilder minBodyRate(int minBodyRate) {
        this.minBodyRate = Check.atLeast("minBodyRate", minBodyRate, 0);
        return this;
    }

    /**
     * Sets {@link ServerConfig#writeTimeout()}.
     * @param writeTimeout the setting
     * @return this builder
     */
    public ServerConfigBuilder writeTimeout(Duration writeTimeout) {
        this.writeTimeout = Check.notNegative("writeTimeout", writeTimeout);
        return this;
    }

    /**
     * Sets {@link ServerConfig#drainBytes()}.
     * @param drainBytes the setting
     * @return this builder
     */
    public ServerConfigBuilder drainBytes(long drainBytes) {
        this.drainBytes = Check.atLeast("drainBytes", drainBytes, 0);
        return this;
    }

    /**
     * Sets {@link ServerConfig#drainTimeout()}.
     * @param drainTimeout the setting
     * @return this builder
     */
    public ServerConfigBuilder drainTimeout(Duration drainTimeout) {
        this.drainTimeout = Check.positive("drainTimeout", drainTimeout);
        return this;
    }

    /**
     * Sets {@link ServerConfig#gracePeriod()}.
     * @param gracePeriod the setting
     * @return this builder
     */
    public ServerConfigBuilder gracePeriod(Duration gracePeriod) {
        this.gracePeriod = Check.notNegative("gracePeriod", gracePeriod);
        return this;
    }

    /**
     * Sets {@link ServerConfig#drainOnShutdown()}.
     * @param drainOnShutdown the setting
     * @return this builder
     */
    public ServerConfigBuilder drainOnShutdown(boolean drainOnShutdown) {
        this.drainOnShutdown = drainOnShutdown;
        return this;
    }

    /**
     * Sets {@link ServerConfig#debug()}.
     * @param debug the setting
     * @return this builder
     */
    public ServerConfigBuilder debug(boolean debug) {
        this.debug = debug;
        return this;
    }

    /**
     * Sets {@link ServerConfig#minimumChunkSize()}.
     * @param minimumChunkSize the setting
     * @return this builder
     */
    public ServerConfigBuilder minimumChunkSize(int minimumChunkSize) {
        this.minimumChunkSize = Check.atLeast("minimumChunkSize", minimumChunkSize, 0);
        return this;
    }

    /**
     * Sets {@link ServerConfig#http2()}.
     * @param http2 the setting
     * @return this builder
     */
    public ServerConfigBuilder http2(boolean http2) {
        this.http2 = http2;
        return this;
    }

    /**
     * Sets {@link ServerConfig#capitalizeHeaders()}.
     * @param capitalizeHeaders the setting
     * @return this builder
     */
    public ServerConfigBuilder capitalizeHeaders(boolean capitalizeHeaders) {
        this.capitalizeHeaders = capitalizeHeaders;
        return this;
    }

    /**
     * Sets {@link ServerConfig#accessLog()}.
     * @param accessLog the setting
     * @return this builder
     */
    public ServerConfigBuilder accessLog(AccessLog accessLog) {
        this.accessLog = Objects.requireNonNull(accessLog, "accessLog");
        return this;
    }

    /**
     * Sets {@link ServerConfig#logForwardedFor()}.
     * @param logForwardedFor the setting
     * @return this builder
     */
    public ServerConfigBuilder logForwardedFor(boolean logForwardedFor) {
        this.logForwardedFor = logForwardedFor;
        return this;
    }

    /**
     * Sets {@link ServerConfig#environ()}.
     * @param environ the setting
     * @return this builder
     */
    public ServerConfigBuilder environ(Map<String, Object> environ) {
        this.environ = Map.copyOf(environ);
        return this;
    }

    /**
     * Sets {@link ServerConfig#errors()}.
     * @param errors the setting
     * @return this builder
     */
    public ServerConfigBuilder errors(PrintStream errors) {
        this.errors = Objects.requireNonNull(errors, "errors");
        return this;
    }

    /**
     * Sets {@link ServerConfig#threads()}.
     * @param threads the setting
     * @return this builder
     */
    public ServerConfigBuilder threads(ThreadFactory threads) {
        this.threads = Objects.requireNonNull(threads, "threads");
        return this;
    }

    /**
     * Sets {@link ServerConfig#scheduling()}.
     * @param scheduling the setting
     * @return this builder
     */
    public ServerConfigBuilder scheduling(Scheduling scheduling) {
        this.scheduling = Objects.requireNonNull(scheduling, "scheduling");
        return this;
    }

    /**
     * {@return what was collected; this builder can go on}
     *
     * @throws IllegalArgumentException if {@code scheduling} is {@link Scheduling#HUB} and {@code threads} was set, which a hub makes itself
     */
    public ServerConfig build() {
        if (scheduling == Scheduling.HUB && hasOwnThreads()) {
            throw new IllegalArgumentException(
                    "threads: with scheduling HUB, the hub makes the threads of connections");
        }
        return new ServerConfig(this);
    }

    @SuppressWarnings("ReferenceEquality") // whether it is the default's object
    boolean hasOwnThreads() {
        return threads != DEFAULT_THREADS;
    }

    ServerConfigBuilder copy() {
        try {
            return (ServerConfigBuilder) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
