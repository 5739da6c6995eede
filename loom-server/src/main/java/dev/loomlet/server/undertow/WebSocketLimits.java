package dev.loomlet.server.undertow;

/**
 * What the client of a WebSocket may make a connection hold, and for how long.
 *
 * @param maxMessage bytes of a message
 * @param maxQueued messages that wait, each way
 * @param maxQueuedBytes bytes of messages that wait, each way; beyond it by one message
 * @param pingNanos without a byte from the client, until it is sent a ping; 0 for never
 * @param idleNanos without a byte from the client, until the connection is closed; 0 for never
 * @param closeNanos how long the client has to answer a close frame
 * @param compressed whether permessage-deflate was agreed on
 */
public record WebSocketLimits(
        int maxMessage,
        int maxQueued,
        int maxQueuedBytes,
        long pingNanos,
        long idleNanos,
        long closeNanos,
        boolean compressed) {}
