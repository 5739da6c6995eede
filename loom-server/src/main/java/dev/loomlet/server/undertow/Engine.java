package dev.loomlet.server.undertow;

/** What serves a connection on the loop of a hub, in place of the connection's own thread, as the server sees it. Any thread. */
public interface Engine {

    /** Lets what is in progress end, and closes. Does not wait. */
    void drain();

    /** Closes the connection and interrupts its handlers. Does not wait. */
    void kill();

    /**
     * Ends the connection if it is overdue at {@code nanoTime}.
     *
     * @param idleNanos the server's bound for a connection without requests
     * @param headNanos the server's bound for an incomplete head
     */
    void expire(long nanoTime, long idleNanos, long headNanos);
}
