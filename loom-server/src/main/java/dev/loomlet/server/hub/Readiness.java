package dev.loomlet.server.hub;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The agreement of a socket's owner and its hub's loop on who wakes whom, without a lock. Each writes its own field first and then reads
 * the other's, so at least one of them sees both, and no wake-up is lost:
 *
 * <pre>
 *   owner, about to wait:   waiting = true;  if !armed: ask the loop to arm
 *   loop, bytes are there:  if waiting: wake the owner
 *                           else: armed = false; if waiting now: armed = true again, and the next poll wakes it; else poll no more
 * </pre>
 *
 * <p>Disarming keeps the poll from reporting, turn after turn, bytes that a busy handler leaves where they are.
 *
 * <p>A wait may have a limit. Only the loop ends waits, and the limit is written before it is said that somebody waits. So a loop that sees
 * a wait sees that one's limit, and what was found to be over before strikes no wait that began later.
 *
 * <p>A base class, so that it is no object of its own: with thousands of connections each one touched costs a miss of the cache.
 */
class Readiness {

    /** What the loop has to do when the socket is ready. */
    enum Reaction {
        WAKE_OWNER,
        STOP_POLLING,
        POLL_AGAIN
    }

    /** A wait that lasts for ever. */
    static final long NO_LIMIT = 0;

    private static final VarHandle UNTIL;

    static {
        try {
            UNTIL = MethodHandles.lookup().findVarHandle(Readiness.class, "until", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile boolean waiting;
    private volatile boolean armed;

    /* When the wait is over. */
    @SuppressWarnings("unused") // by UNTIL
    private long until;

    /** The owner is about to wait, for so long; whether it has to ask the loop to arm. */
    boolean beginWait(long timeoutNanos) {
        limit(timeoutNanos);
        waiting = true;
        return !armed;
    }

    /** How long the wait may last that is about to begin. The owner's. */
    void limit(long timeoutNanos) {
        UNTIL.setOpaque(this, timeoutNanos > NO_LIMIT ? (System.nanoTime() + timeoutNanos) | 1 : NO_LIMIT);
    }

    /** Whether the wait, if there is one, is over at {@code nanoTime}. Only the loop can tell that there is one. */
    boolean isOver(long nanoTime) {
        long end = (long) UNTIL.getOpaque(this);
        return end != NO_LIMIT && end - nanoTime <= 0;
    }

    /** Whether the owner has to go on waiting. The owner's. */
    boolean isWaiting() {
        return waiting;
    }

    /** From now on the loop polls. The loop's. */
    void arm() {
        armed = true;
    }

    /** The socket is ready. The loop's. */
    Reaction ready() {
        if (waiting) {
            waiting = false;
            return Reaction.WAKE_OWNER;
        }
        armed = false;
        if (waiting) {
            armed = true;
            return Reaction.POLL_AGAIN;
        }
        return Reaction.STOP_POLLING;
    }

    /** There is nothing to wait for any more. The loop's. */
    void endWait() {
        waiting = false;
    }
}
