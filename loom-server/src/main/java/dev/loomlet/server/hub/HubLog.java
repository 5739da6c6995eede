package dev.loomlet.server.hub;

/**
 * The log of the hubs. What a hub thread or the relief logs goes through a thread of the JDK's scheduler: a log takes locks, and a
 * virtual thread of that hub may hold one.
 */
final class HubLog {

    private static final System.Logger LOG = System.getLogger("dev.loomlet.server.hub");

    private HubLog() {}

    /** Logs on the current thread, for one that begins the hubs. */
    static void warningAtStart(String message) {
        LOG.log(System.Logger.Level.WARNING, message);
    }

    /** Logs on the current thread, for one that begins the hubs. */
    static void debugAtStart(String message) {
        LOG.log(System.Logger.Level.DEBUG, message);
    }

    static void error(String message, Throwable e) {
        log(System.Logger.Level.ERROR, message, e);
    }

    static void warning(String message) {
        JavaLang.newVirtualThread(() -> LOG.log(System.Logger.Level.WARNING, message))
                .start();
    }

    static void log(System.Logger.Level level, String message, Throwable e) {
        JavaLang.newVirtualThread(() -> LOG.log(level, message, e)).start();
    }
}
