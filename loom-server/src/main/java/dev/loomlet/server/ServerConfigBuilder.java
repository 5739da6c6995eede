package dev.loomlet.server;

import dev.loomlet.tls.TlsConfig;
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
public final class ServerConfigBuilder {

    private final Settings settings;

    ServerConfigBuilder(Settings settings) {
        this.settings = settings;
    }

    /**
     * {@return this builder, with {@link ServerConfig#host()} set}
     * @param host the setting
     */
    public ServerConfigBuilder host(String host) {
        settings.host = Check.notEmpty("host", host);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#port()} set}
     * @param port the setting
     */
    public ServerConfigBuilder port(int port) {
        settings.port = Check.port(port);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#unixSocket()} set}
     * @param unixSocket the setting
     */
    public ServerConfigBuilder unixSocket(Path unixSocket) {
        settings.unixSocket = Optional.of(unixSocket);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#backlog()} set}
     * @param backlog the setting
     */
    public ServerConfigBuilder backlog(int backlog) {
        settings.backlog = Check.atLeast("backlog", backlog, 1);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#reusePort()} set}
     * @param reusePort the setting
     */
    public ServerConfigBuilder reusePort(boolean reusePort) {
        settings.reusePort = reusePort;
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#maxConnections()} set}
     * @param maxConnections the setting
     */
    public ServerConfigBuilder maxConnections(int maxConnections) {
        settings.maxConnections = Check.atLeast("maxConnections", maxConnections, 1);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#maxConnectionsPerPeer()} set}
     * @param maxConnectionsPerPeer the setting
     */
    public ServerConfigBuilder maxConnectionsPerPeer(int maxConnectionsPerPeer) {
        settings.maxConnectionsPerPeer = Check.atLeast("maxConnectionsPerPeer", maxConnectionsPerPeer, 0);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#maxRequestLine()} set}
     * @param maxRequestLine the setting
     */
    public ServerConfigBuilder maxRequestLine(int maxRequestLine) {
        settings.maxRequestLine = Check.atLeast("maxRequestLine", maxRequestLine, 1);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#maxHeaderLine()} set}
     * @param maxHeaderLine the setting
     */
    public ServerConfigBuilder maxHeaderLine(int maxHeaderLine) {
        settings.maxHeaderLine = Check.atLeast("maxHeaderLine", maxHeaderLine, 1);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#maxHeaderBytes()} set}
     * @param maxHeaderBytes the setting
     */
    public ServerConfigBuilder maxHeaderBytes(int maxHeaderBytes) {
        settings.maxHeaderBytes = Check.atLeast("maxHeaderBytes", maxHeaderBytes, 1);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#maxHeaders()} set}
     * @param maxHeaders the setting
     */
    public ServerConfigBuilder maxHeaders(int maxHeaders) {
        settings.maxHeaders = Check.atLeast("maxHeaders", maxHeaders, 1);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#maxBodyBytes()} set}
     * @param maxBodyBytes the setting
     */
    public ServerConfigBuilder maxBodyBytes(long maxBodyBytes) {
        settings.maxBodyBytes = Check.atLeast("maxBodyBytes", maxBodyBytes, 0);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#maxTrailerBytes()} set}
     * @param maxTrailerBytes the setting
     */
    public ServerConfigBuilder maxTrailerBytes(int maxTrailerBytes) {
        settings.maxTrailerBytes = Check.atLeast("maxTrailerBytes", maxTrailerBytes, 2);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#maxChunkExtensionBytes()} set}
     * @param maxChunkExtensionBytes the setting
     */
    public ServerConfigBuilder maxChunkExtensionBytes(int maxChunkExtensionBytes) {
        settings.maxChunkExtensionBytes = Check.atLeast("maxChunkExtensionBytes", maxChunkExtensionBytes, 0);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#tls()} set}
     * @param tls the setting
     */
    public ServerConfigBuilder tls(TlsConfig tls) {
        settings.tls = Optional.of(tls);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#handshakeTimeout()} set}
     * @param handshakeTimeout the setting
     */
    public ServerConfigBuilder handshakeTimeout(Duration handshakeTimeout) {
        settings.handshakeTimeout = Check.notNegative("handshakeTimeout", handshakeTimeout);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#headTimeout()} set}
     * @param headTimeout the setting
     */
    public ServerConfigBuilder headTimeout(Duration headTimeout) {
        settings.headTimeout = Check.notNegative("headTimeout", headTimeout);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#idleTimeout()} set}
     * @param idleTimeout the setting
     */
    public ServerConfigBuilder idleTimeout(Duration idleTimeout) {
        settings.idleTimeout = Check.notNegative("idleTimeout", idleTimeout);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#bodyTimeout()} set}
     * @param bodyTimeout the setting
     */
    public ServerConfigBuilder bodyTimeout(Duration bodyTimeout) {
        settings.bodyTimeout = Check.notNegative("bodyTimeout", bodyTimeout);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#minBodyRate()} set}
     * @param minBodyRate the setting
     */
    public ServerConfigBuilder minBodyRate(int minBodyRate) {
        settings.minBodyRate = Check.atLeast("minBodyRate", minBodyRate, 0);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#writeTimeout()} set}
     * @param writeTimeout the setting
     */
    public ServerConfigBuilder writeTimeout(Duration writeTimeout) {
        settings.writeTimeout = Check.notNegative("writeTimeout", writeTimeout);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#drainBytes()} set}
     * @param drainBytes the setting
     */
    public ServerConfigBuilder drainBytes(long drainBytes) {
        settings.drainBytes = Check.atLeast("drainBytes", drainBytes, 0);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#drainTimeout()} set}
     * @param drainTimeout the setting
     */
    public ServerConfigBuilder drainTimeout(Duration drainTimeout) {
        settings.drainTimeout = Check.positive("drainTimeout", drainTimeout);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#gracePeriod()} set}
     * @param gracePeriod the setting
     */
    public ServerConfigBuilder gracePeriod(Duration gracePeriod) {
        settings.gracePeriod = Check.notNegative("gracePeriod", gracePeriod);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#drainOnShutdown()} set}
     * @param drainOnShutdown the setting
     */
    public ServerConfigBuilder drainOnShutdown(boolean drainOnShutdown) {
        settings.drainOnShutdown = drainOnShutdown;
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#debug()} set}
     * @param debug the setting
     */
    public ServerConfigBuilder debug(boolean debug) {
        settings.debug = debug;
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#minimumChunkSize()} set}
     * @param minimumChunkSize the setting
     */
    public ServerConfigBuilder minimumChunkSize(int minimumChunkSize) {
        settings.minimumChunkSize = Check.atLeast("minimumChunkSize", minimumChunkSize, 0);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#http2()} set}
     * @param http2 the setting
     */
    public ServerConfigBuilder http2(boolean http2) {
        settings.http2 = http2;
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#http2Streams()} set}
     * @param http2Streams the setting
     */
    public ServerConfigBuilder http2Streams(int http2Streams) {
        settings.http2Streams = Check.atLeast("http2Streams", http2Streams, 1);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#http2Fields()} set}
     * @param http2Fields the setting
     */
    public ServerConfigBuilder http2Fields(int http2Fields) {
        settings.http2Fields = Check.atLeast("http2Fields", http2Fields, 4);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#http2Resets()} set}
     * @param http2Resets the setting
     */
    public ServerConfigBuilder http2Resets(int http2Resets) {
        settings.http2Resets = Check.atLeast("http2Resets", http2Resets, 1);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#capitalizeHeaders()} set}
     * @param capitalizeHeaders the setting
     */
    public ServerConfigBuilder capitalizeHeaders(boolean capitalizeHeaders) {
        settings.capitalizeHeaders = capitalizeHeaders;
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#accessLog()} set}
     * @param accessLog the setting
     */
    public ServerConfigBuilder accessLog(AccessLog accessLog) {
        settings.accessLog = Objects.requireNonNull(accessLog, "accessLog");
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#logForwardedFor()} set}
     * @param logForwardedFor the setting
     */
    public ServerConfigBuilder logForwardedFor(boolean logForwardedFor) {
        settings.logForwardedFor = logForwardedFor;
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#environ()} set}
     * @param environ the setting
     */
    public ServerConfigBuilder environ(Map<String, Object> environ) {
        settings.environ = Map.copyOf(environ);
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#errors()} set}
     * @param errors the setting
     */
    public ServerConfigBuilder errors(PrintStream errors) {
        settings.errors = Objects.requireNonNull(errors, "errors");
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#threads()} set}
     * @param threads the setting
     */
    public ServerConfigBuilder threads(ThreadFactory threads) {
        settings.threads = Objects.requireNonNull(threads, "threads");
        return this;
    }

    /**
     * {@return this builder, with {@link ServerConfig#scheduling()} set}
     * @param scheduling the setting
     */
    public ServerConfigBuilder scheduling(Scheduling scheduling) {
        settings.scheduling = Objects.requireNonNull(scheduling, "scheduling");
        return this;
    }

    /**
     * {@return what was collected; this builder can go on}
     *
     * @throws IllegalArgumentException if {@code scheduling} is {@link Scheduling#HUB} and {@code threads} was set, which a hub makes itself
     */
    public ServerConfig build() {
        if (settings.scheduling == Scheduling.HUB && settings.hasOwnThreads()) {
            throw new IllegalArgumentException(
                    "threads: with scheduling HUB, the hub makes the threads of connections");
        }
        return new ServerConfig(settings.copy());
    }
}
