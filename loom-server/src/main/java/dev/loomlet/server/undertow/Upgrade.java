package dev.loomlet.server.undertow;

import java.io.IOException;

/**
 * What the environ of a request of HTTP/1.1 has for an application that takes the connection over (RFC 9110 §7.8), by WebSocket. On the
 * request's thread.
 */
public interface Upgrade {

    /** Has the connection close behind the answer: who asks for an upgrade may have sent what is no HTTP (RFC 9110 §7.8). */
    void refuse();

    /** The response that is started next may be a 101. */
    void allow();

    /**
     * Sends the 101 that was started, with the fields that all middleware gave it, and leaves the connection to WebSocket. Blocks until it
     * is sent, within the server's write timeout.
     *
     * @throws IOException if the client has gone
     * @throws IllegalStateException if no 101 was started
     */
    WebSocketConnection begin(WebSocketLimits limits) throws IOException;
}
