package dev.loomlet.middleware;

import dev.loomlet.web.Network;
import dev.loomlet.wsgi.Headers;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Collects a {@link ForwardConfig}, whose accessors say what each setting means. Each method returns this builder; a value that cannot be used
 * is an {@link IllegalArgumentException} at once, with the setting's name. For one thread.
 */
public final class ForwardConfigBuilder {

    Duration connectTimeout = Duration.ofSeconds(5);
    Duration answerTimeout = Duration.ofSeconds(60);
    Duration idleTimeout = Duration.ofSeconds(60);
    boolean keepHost;
    boolean keepScriptName;
    boolean forwarded;
    boolean xForwarded = true;
    String via = "loomlet";
    List<Network> trusted = List.of();
    Optional<SSLContext> sslContext = Optional.empty();

    ForwardConfigBuilder() {}

    /**
     * Sets {@link ForwardConfig#connectTimeout()}.
     *
     * @param timeout more than 0
     * @return this builder
     */
    public ForwardConfigBuilder connectTimeout(Duration timeout) {
        connectTimeout = positive("connectTimeout", timeout);
        return this;
    }

    /**
     * Sets {@link ForwardConfig#answerTimeout()}.
     *
     * @param timeout more than 0
     * @return this builder
     */
    public ForwardConfigBuilder answerTimeout(Duration timeout) {
        answerTimeout = positive("answerTimeout", timeout);
        return this;
    }

    /**
     * Sets {@link ForwardConfig#idleTimeout()}.
     *
     * @param timeout more than 0
     * @return this builder
     */
    public ForwardConfigBuilder idleTimeout(Duration timeout) {
        idleTimeout = positive("idleTimeout", timeout);
        return this;
    }

    /**
     * Sets {@link ForwardConfig#keepHost()}. The JDK's client lets a program set Host only if the JVM was started with {@code
     * -Djdk.httpclient.allowRestrictedHeaders=host}. Without it the backend gets the client's Host as X-Forwarded-Host.
     *
     * @param keep whether to send the client's Host
     * @return this builder
     * @throws IllegalStateException if {@code keep} is true and the JVM was started without that property
     */
    public ForwardConfigBuilder keepHost(boolean keep) {
        if (keep && !mayHostBeSet()) {
            throw new IllegalStateException(
                    "keepHost needs the JVM to be started with -Djdk.httpclient.allowRestrictedHeaders=host");
        }
        keepHost = keep;
        return this;
    }

    private static boolean mayHostBeSet() {
        try {
            HttpRequest.newBuilder(URI.create("http://host/")).header("Host", "host");
            return true;
        } catch (IllegalArgumentException restricted) {
            return false;
        }
    }

    /**
     * Sets {@link ForwardConfig#keepScriptName()}.
     *
     * @param keep whether to send SCRIPT_NAME too
     * @return this builder
     */
    public ForwardConfigBuilder keepScriptName(boolean keep) {
        keepScriptName = keep;
        return this;
    }

    /**
     * Sets {@link ForwardConfig#forwarded()}.
     *
     * @param send whether to send the field
     * @return this builder
     */
    public ForwardConfigBuilder forwarded(boolean send) {
        forwarded = send;
        return this;
    }

    /**
     * Sets {@link ForwardConfig#xForwarded()}.
     *
     * @param send whether to send the fields
     * @return this builder
     */
    public ForwardConfigBuilder xForwarded(boolean send) {
        xForwarded = send;
        return this;
    }

    /**
     * Sets {@link ForwardConfig#via()}.
     *
     * @param pseudonym a token, or empty for no field
     * @return this builder
     */
    public ForwardConfigBuilder via(String pseudonym) {
        if (!pseudonym.isEmpty()) {
            try {
                /* A field name is a token, which is all that is allowed here. */
                Headers.of(pseudonym, "");
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("via must be a token (RFC 9110 §7.6.3)", e);
            }
        }
        via = pseudonym;
        return this;
    }

    /**
     * Sets {@link ForwardConfig#trusted()}.
     *
     * @param networks of the proxies in front of this one
     * @return this builder
     */
    public ForwardConfigBuilder trusted(Network... networks) {
        trusted = List.copyOf(Arrays.asList(networks));
        return this;
    }

    /**
     * Sets {@link ForwardConfig#sslContext()}.
     *
     * @param context whose trust managers say which backends are genuine
     * @return this builder
     */
    public ForwardConfigBuilder sslContext(SSLContext context) {
        sslContext = Optional.of(Objects.requireNonNull(context, "context"));
        return this;
    }

    /**
     * Returns what was collected.
     *
     * @return the configuration
     */
    public ForwardConfig build() {
        return new ForwardConfig(this);
    }

    static Duration positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " " + duration + " is not more than 0");
        }
        return duration;
    }
}
