package dev.loomlet.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Until when a connection's thread on the JDK's scheduler waits for its client, for the server's {@link Deadlines} thread to look at. That
 * thread and the connection's agree with an atomic exchange on who was first, so that a deadline never strikes a wait which began later:
 *
 * <pre>
 *   NONE ──begin──► until t ──end──► NONE
 *                      └──expire, t is over──► EXPIRED ──end──► NONE
 * </pre>
 */
final class WaitDeadline {

    /** Which wait was over. */
    enum Expired {
        NONE,
        READ,
        WRITE
    }

    private static final long NONE = 0;
    private static final long EXPIRED = 1;

    /* The two lowest bits of a time tell for what it is waited, and tell it from NONE and EXPIRED. */
    private static final long KIND = 3;
    private static final long READING = 2;
    private static final long WRITING = 3;

    private static final VarHandle UNTIL;

    static {
        try {
            UNTIL = MethodHandles.lookup().findVarHandle(WaitDeadline.class, "until", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // by UNTIL
    private volatile long until = NONE;

    /** The connection's thread is about to wait. */
    void begin(boolean forWriting, long timeoutNanos) {
        if (timeoutNanos > 0) {
            UNTIL.setVolatile(this, ((System.nanoTime() + timeoutNanos) & ~KIND) | (forWriting ? WRITING : READING));
        }
    }

    /** The wait has ended; whether its time was over before. The connection's thread. */
    boolean end() {
        return (long) UNTIL.getAndSet(this, NONE) == EXPIRED;
    }

    /** Ends a wait that is over at {@code nanoTime}. The caller has to wake who waits. */
    Expired expire(long nanoTime) {
        long t = until;
        if (t == NONE || t == EXPIRED || t - nanoTime > 0) {
            return Expired.NONE;
        }
        if (!UNTIL.compareAndSet(this, t, EXPIRED)) {
            return Expired.NONE;
        }
        return (t & KIND) == WRITING ? Expired.WRITE : Expired.READ;
    }
}
