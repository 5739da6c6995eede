package dev.loomlet.server.websocket;

import dev.loomlet.server.http1.FieldReader;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Collects a {@link WebSocketConfig}. Each method sets what the accessor of the same name describes and returns this builder; a value out
 * of the range described there is an {@link IllegalArgumentException} at once, with the setting's name. For one thread.
 */
public final class WebSocketConfigBuilder implements Cloneable {

    int maxMessage = 8 * 1024 * 1024;
    int maxQueued = 16;
    int maxQueuedBytes = 256 * 1024;
    Duration pingAfter = Duration.ofSeconds(30);
    Duration idleTimeout = Duration.ofSeconds(60);
    Duration closeTimeout = Duration.ofSeconds(5);
    List<String> protocols = List.of();
    OriginCheck origins = OriginCheck.sameHost();
    Deflate deflate = Deflate.NO_CONTEXT_TAKEOVER;
    int deflateMinimum = 128;

    WebSocketConfigBuilder() {}

    /**
     * Sets {@link WebSocketConfig#maxMessage()}.
     * @param bytes the setting
     * @return this builder
     */
    public WebSocketConfigBuilder maxMessage(int bytes) {
        maxMessage = positive("maxMessage", bytes);
        return this;
    }

    /**
     * Sets {@link WebSocketConfig#maxQueued()}.
     * @param messages the setting
     * @return this builder
     */
    public WebSocketConfigBuilder maxQueued(int messages) {
        maxQueued = positive("maxQueued", messages);
        return this;
    }

    /**
     * Sets {@link WebSocketConfig#maxQueuedBytes()}.
     * @param bytes the setting
     * @return this builder
     */
    public WebSocketConfigBuilder maxQueuedBytes(int bytes) {
        maxQueuedBytes = positive("maxQueuedBytes", bytes);
        return this;
    }

    /**
     * Sets {@link WebSocketConfig#pingAfter()}.
     * @param time the setting
     * @return this builder
     */
    public WebSocketConfigBuilder pingAfter(Duration time) {
        pingAfter = notNegative("pingAfter", time);
        return this;
    }

    /**
     * Sets {@link WebSocketConfig#idleTimeout()}.
     * @param time the setting
     * @return this builder
     */
    public WebSocketConfigBuilder idleTimeout(Duration time) {
        idleTimeout = notNegative("idleTimeout", time);
        return this;
    }

    /**
     * Sets {@link WebSocketConfig#closeTimeout()}.
     * @param time the setting
     * @return this builder
     */
    public WebSocketConfigBuilder closeTimeout(Duration time) {
        if (notNegative("closeTimeout", time).isZero()) {
            throw new IllegalArgumentException("closeTimeout is zero");
        }
        closeTimeout = time;
        return this;
    }

    /**
     * Sets {@link WebSocketConfig#protocols()}.
     * @param names the setting, tokens (RFC 9110 §5.6.2)
     * @return this builder
     */
    public WebSocketConfigBuilder protocols(String... names) {
        for (var name : names) {
            if (name.isEmpty() || !new FieldReader(name).token().equals(name)) {
                throw new IllegalArgumentException("protocols: \"" + name + "\" is no token");
            }
        }
        protocols = List.of(names);
        return this;
    }

    /**
     * Sets {@link WebSocketConfig#origins()}.
     * @param check the setting
     * @return this builder
     */
    public WebSocketConfigBuilder origins(OriginCheck check) {
        origins = Objects.requireNonNull(check);
        return this;
    }

    /**
     * Sets {@link WebSocketConfig#deflate()}.
     * @param setting the setting
     * @return this builder
     */
    public WebSocketConfigBuilder deflate(Deflate setting) {
        deflate = Objects.requireNonNull(setting);
        return this;
    }

    /**
     * Sets {@link WebSocketConfig#deflateMinimum()}.
     * @param bytes the setting
     * @return this builder
     */
    public WebSocketConfigBuilder deflateMinimum(int bytes) {
        deflateMinimum = positive("deflateMinimum", bytes);
        return this;
    }

    /**
     * Returns the settings as they are now; the builder may go on.
     *
     * @return the settings
     */
    public WebSocketConfig build() {
        try {
            return new WebSocketConfig((WebSocketConfigBuilder) clone());
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " " + value + " is less than 1");
        }
        return value;
    }

    private static Duration notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " " + value + " is negative");
        }
        return value;
    }
}
