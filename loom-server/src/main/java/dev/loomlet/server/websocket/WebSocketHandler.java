package dev.loomlet.server.websocket;

/**
 * What an application does with a WebSocket.
 *
 * {@snippet lang = java :
 * WebSocketHandler echo = ws -> {
 *     for (var message = ws.await(); message != null; message = ws.await()) {
 *         ws.send(message);
 *     }
 * };
 * }
 */
@FunctionalInterface
public interface WebSocketHandler {

    /**
     * Serves one connection, on the thread of the request that began it, until it returns; it may block for as long as it likes. Then the
     * connection is closed with 1000; if it throws, with 1011, and the failure is logged once. A {@link ConnectionClosedException} is no
     * failure: the client left. The thread is interrupted only when the server ends without waiting any longer.
     *
     * @param webSocket the connection
     * @throws Exception whatever went wrong
     */
    void handle(WebSocket webSocket) throws Exception;
}
