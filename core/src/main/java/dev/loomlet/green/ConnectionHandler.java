package dev.loomlet.green;

/** What {@link Green#serve} does with a connection (the handle of eventlet.serve). */
@FunctionalInterface
public interface ConnectionHandler {

    /**
     * Handles a connection. Called on a green thread of its own, which may block. The connection is closed when this returns or throws.
     *
     * @param socket the connection
     * @throws StopServe to end the {@code serve} that accepted the connection
     * @throws Exception if it fails; {@link Green#serve(GreenServerSocket, ConnectionHandler, ServeOptions)} says what becomes of it
     */
    void handle(GreenSocket socket) throws Exception;
}
