package dev.loomlet.server;

/** What runs the virtual threads of connections. What an application sees is the same with all of them. */
public enum Scheduling {

    /**
     * {@link #HUB} where {@code java.lang} is open to Loomlet and the configuration has no {@code threads} of its own, else {@link #JDK}; or
     * what the system property {@code loomlet.scheduling} says. The server logs which.
     */
    AUTO,

    /**
     * Hubs, as eventlet's: a thread a processor that polls the sockets and runs the virtual threads which are ready, so that a request
     * needs no hop between threads. Another thread takes over when a handler computes, or blocks in a file or in native code.
     *
     * <p>JDK 25 has no public way to choose what schedules a virtual thread, so {@code java.lang} has to be open to Loomlet: with {@code
     * --add-opens java.base/java.lang=ALL-UNNAMED}, or {@code Add-Opens: java.base/java.lang} in the manifest of a jar that is run by
     * {@code java -jar}. Where it is not, a server does not start. Where {@code sun.nio.ch} is open too, on Linux, a request costs a little
     * less with many connections.
     */
    HUB,

    /** The JDK's scheduler and blocking sockets: needs nothing, costs more for each request. */
    JDK
}
