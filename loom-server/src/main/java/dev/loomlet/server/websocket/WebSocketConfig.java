package dev.loomlet.server.websocket;

import java.time.Duration;
import java.util.List;

/** The settings of a {@link WebSocketWSGI}. Immutable; made by {@link #builder}. Times are kept to as the server's are, not to the millisecond. */
public final class WebSocketConfig {

    private static final WebSocketConfig DEFAULTS = builder().build();

    private final WebSocketConfigBuilder settings;

    WebSocketConfig(WebSocketConfigBuilder settings) {
        this.settings = settings;
    }

    /**
     * Returns a builder that has the defaults.
     *
     * @return a new builder
     */
    public static WebSocketConfigBuilder builder() {
        return new WebSocketConfigBuilder();
    }

    /**
     * Returns the defaults.
     *
     * @return the settings that nobody changed
     */
    public static WebSocketConfig defaults() {
        return DEFAULTS;
    }

    /**
     * Returns the most bytes that a message may have, all of its frames together and after decompression; 8 MiB unless set. A longer one
     * closes the connection with 1009, as soon as that can be told.
     *
     * @return bytes, at least 1
     */
    public int maxMessage() {
        return settings.maxMessage;
    }

    /**
     * Returns how many messages may wait, each way; 16 unless set. While as many of the client's wait for {@link WebSocket#await}, nothing
     * more is read from it, pings and a close neither; while as many wait for the client to take them, {@link WebSocket#send} blocks.
     *
     * @return messages, at least 1
     */
    public int maxQueued() {
        return settings.maxQueued;
    }

    /**
     * Returns how many bytes of messages may wait, each way, beyond which no other message is let in; 256 KiB unless set.
     *
     * @return bytes, at least 1
     */
    public int maxQueuedBytes() {
        return settings.maxQueuedBytes;
    }

    /**
     * Returns how long nothing may come from the client before it is sent a ping, which it answers if it is there; 30 seconds unless set.
     *
     * @return the time, zero for no pings
     */
    public Duration pingAfter() {
        return settings.pingAfter;
    }

    /**
     * Returns how long nothing at all may come from the client, not even the answer to a ping, before the connection is closed with 1001;
     * 60 seconds unless set. It does not count while the application leaves the client's messages waiting.
     *
     * @return the time, zero for no bound
     */
    public Duration idleTimeout() {
        return settings.idleTimeout;
    }

    /**
     * Returns how long the client has to answer a close frame; 5 seconds unless set. Then the connection is closed all the same.
     *
     * @return the time, more than zero
     */
    public Duration closeTimeout() {
        return settings.closeTimeout;
    }

    /**
     * Returns the subprotocols that the application speaks (RFC 6455 §1.9); none unless set. The first one of the client's list that is
     * among them is agreed on; if there is none, none is, and the client decides whether it goes on.
     *
     * @return the names
     */
    public List<String> protocols() {
        return settings.protocols;
    }

    /**
     * Returns which sites' pages may connect; those of the same host unless set, {@link OriginCheck#sameHost}.
     *
     * @return the check
     */
    public OriginCheck origins() {
        return settings.origins;
    }

    /**
     * Returns whether messages may be compressed; {@link Deflate#NO_CONTEXT_TAKEOVER} unless set.
     *
     * @return what is agreed to where the client offers permessage-deflate
     */
    public Deflate deflate() {
        return settings.deflate;
    }

    /**
     * Returns how long a message has to be, in bytes, to be sent compressed; 128 unless set: shorter ones rarely become shorter.
     *
     * @return bytes, at least 1
     */
    public int deflateMinimum() {
        return settings.deflateMinimum;
    }
}
