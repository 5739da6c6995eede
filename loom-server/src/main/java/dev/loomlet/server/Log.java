package dev.loomlet.server;

/** The loggers of this package, on the JDK's own facade. */
final class Log {

    /** What the server does and what went wrong. */
    static final System.Logger SERVER = System.getLogger("dev.loomlet.server");

    /** The lines of {@link AccessLog#toSystemLogger()}. */
    static final System.Logger ACCESS = System.getLogger("dev.loomlet.access");

    private Log() {}
}
