package dev.loomlet.server;

/**
 * Stops a server gracefully when the JVM shuts down. Runs on a platform thread of its own, as the JVM wants it.
 */
final class ShutdownHook {

    private final Thread thread;

    ShutdownHook(Server server) {
        thread = new Thread(server::close, "loomlet-shutdown " + server.address());
    }

    void add() {
        try {
            Runtime.getRuntime().addShutdownHook(thread);
        } catch (IllegalStateException e) {
            Log.SERVER.log(System.Logger.Level.DEBUG, "the JVM shuts down already");
        }
    }

    void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            /* It is running, or has run. */
            Log.SERVER.log(System.Logger.Level.TRACE, "the JVM shuts down");
        }
    }
}
