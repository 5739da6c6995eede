package dev.loomlet.server.hub;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Who may touch a hub: its holder, until relief takes the place while the holder is within a continuation.
 *
 * <pre>
 *   even: the holder is in the loop                odd: the holder is within a continuation
 *
 *        2n ──enter (holder)──► 2n+1 ──leave (holder)──► 2n+2
 *                                └────take (relief)────► 2n+2, another thread is the holder
 * </pre>
 *
 * <p>{@code leave} and {@code take} are an atomic exchange each, and one of them fails. The number only grows, so a late {@code leave} of
 * a thread whose place was taken never succeeds. What the holder did before {@code enter} is visible to who succeeds in {@code take}.
 */
final class Lease {

    private static final VarHandle NUMBER;

    static {
        try {
            NUMBER = MethodHandles.lookup().findVarHandle(Lease.class, "number", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // by NUMBER
    private volatile long number;

    /** The holder is about to run a continuation; returns what it has to leave with. */
    long enter() {
        long odd = number + 1;
        NUMBER.setRelease(this, odd);
        return odd;
    }

    /** The continuation has returned; false if the place was taken meanwhile. */
    boolean leave(long odd) {
        return NUMBER.compareAndSet(this, odd, odd + 1);
    }

    /** Takes the place, if the holder is still within the continuation that it entered with {@code odd}. */
    boolean take(long odd) {
        return NUMBER.compareAndSet(this, odd, odd + 1);
    }

    /** The number now. Any thread. */
    long number() {
        return number;
    }

    /** Whether the holder is within a continuation when the number is this. */
    static boolean isWithin(long number) {
        return (number & 1) == 1;
    }
}
