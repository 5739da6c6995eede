package dev.loomlet.middleware;

import dev.loomlet.web.Network;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How requests are passed on to backends; immutable, made by a {@link ForwardConfigBuilder}. {@link Forward} and {@link Balance} take one.
 */
public final class ForwardConfig {

    private final Duration connectTimeout;
    private final Duration answerTimeout;
    private final Duration idleTimeout;
    private final boolean keepHost;
    private final boolean keepScriptName;
    private final boolean forwarded;
    private final boolean xForwarded;
    private final String via;
    private final List<Network> trusted;
    private final Optional<SSLContext> sslContext;

    ForwardConfig(ForwardConfigBuilder builder) {
        connectTimeout = builder.connectTimeout;
        answerTimeout = builder.answerTimeout;
        idleTimeout = builder.idleTimeout;
        keepHost = builder.keepHost;
        keepScriptName = builder.keepScriptName;
        forwarded = builder.forwarded;
        xForwarded = builder.xForwarded;
        via = builder.via;
        trusted = builder.trusted;
        sslContext = builder.sslContext;
    }

    /**
     * Returns a builder in which everything has its default.
     *
     * @return a new builder
     */
    public static ForwardConfigBuilder builder() {
        return new ForwardConfigBuilder();
    }

    /**
     * Returns the configuration in which everything has its default.
     *
     * @return the defaults
     */
    public static ForwardConfig defaults() {
        return builder().build();
    }

    /**
     * How long connecting to a backend may take, the handshake of TLS included. Default 5 s. Beyond it: 504.
     *
     * @return the setting
     */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /**
     * How long a backend that has the whole request may take until its answer's head is there. Default 60 s. Beyond it: 504.
     *
     * @return the setting
     */
    public Duration answerTimeout() {
        return answerTimeout;
    }

    /**
     * How long a backend may take no bytes of the request's body, or give none of the answer's. Default 60 s. Beyond it: 504, or behind the
     * first block an answer that does not end.
     *
     * @return the setting
     */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    /**
     * Whether a backend is sent the client's Host in place of its own. Default false.
     *
     * @return the setting
     */
    public boolean keepHost() {
        return keepHost;
    }

    /**
     * Whether a backend is sent SCRIPT_NAME, the part of the path that led here, too. Default false: PATH_INFO only.
     *
     * @return the setting
     */
    public boolean keepScriptName() {
        return keepScriptName;
    }

    /**
     * Whether requests carry {@code Forwarded} (RFC 7239). Default false.
     *
     * @return the setting
     */
    public boolean forwarded() {
        return forwarded;
    }

    /**
     * Whether requests carry {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Prefix}. Default true.
     *
     * @return the setting
     */
    public boolean xForwarded() {
        return xForwarded;
    }

    /**
     * The name of this proxy in {@code Via} (RFC 9110 §7.6.3), empty for no such field. Default {@code "loomlet"}.
     *
     * @return the setting
     */
    public String via() {
        return via;
    }

    /**
     * The networks of proxies in front of this one, whose {@code Forwarded} and {@code X-Forwarded-} fields are kept and added to; those of
     * others are dropped. Default none.
     *
     * @return the setting, an immutable list
     */
    public List<Network> trusted() {
        return trusted;
    }

    /**
     * What backends of https are known by. Default the JDK's.
     *
     * @return the setting
     */
    public Optional<SSLContext> sslContext() {
        return sslContext;
    }
}
