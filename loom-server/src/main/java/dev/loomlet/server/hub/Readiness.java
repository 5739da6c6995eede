package dev.loomlet.server.hub;

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
 */
final class Readiness {

    /** What the loop has to do when the socket is ready. */
    enum Reaction {
        WAKE_OWNER,
        STOP_POLLING,
        POLL_AGAIN
    }

    private volatile boolean waiting;
    private volatile boolean armed;

    /** The owner is about to wait; whether it has to ask the loop to arm. */
    boolean beginWait() {
        waiting = true;
        return !armed;
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
    void end() {
        waiting = false;
    }
}
