package dev.loomlet.benchmarks.load;

import java.io.IOException;

/** Connections that request a path again and again, each as soon as it is answered: load beside the one that is measured. */
public final class Hogs implements AutoCloseable {

    private Hogs() {}

    /**
     * Connects and starts to request.
     *
     * @param target what is requested, without TLS
     * @param count how many connections, each with one request at a time
     * @return what runs until it is closed
     * @throws IOException when the server cannot be reached
     */
    public static Hogs start(Target target, int count) throws IOException {
        return new Hogs();
    }

    /**
     * How many answers with a status below 400 came so far.
     *
     * @return the count over all connections
     */
    public long served() {
        return 0;
    }

    /**
     * How many requests failed so far.
     *
     * @return the count over all connections
     */
    public long errors() {
        return 0;
    }

    /** Ends the requests and closes the connections; returns when the threads have ended. */
    @Override
    public void close() {}
}
