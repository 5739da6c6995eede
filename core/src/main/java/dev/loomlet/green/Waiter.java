package dev.loomlet.green;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A thread that awaits a green thread, and the waiters behind it. Guarded by the monitor of the task it waits for. */
final class Waiter {

    private final Thread thread = Thread.currentThread();
    private @Nullable Waiter next;

    /** Puts it before the others and returns it. */
    Waiter before(@Nullable Waiter others) {
        next = others;
        return this;
    }

    /** Returns the waiters from {@code first} on without {@code leaving}. */
    static @Nullable Waiter remove(Waiter leaving, @Nullable Waiter first) {
        if (first == leaving) {
            return leaving.next;
        }
        for (var at = first; at != null; at = at.next) {
            if (at.next == leaving) {
                at.next = leaving.next;
            }
        }
        return first;
    }

    /** Unparks all from {@code first} on. Each looks for itself whether it has waited long enough. */
    static void wake(@Nullable Waiter first) {
        for (var at = first; at != null; at = at.next) {
            LockSupport.unpark(at.thread);
        }
    }

    /**
     * Parks the current thread until {@code over} says so, which whoever makes it so is to follow by an unpark.
     *
     * @throws Exception the kill or timeout that interrupted it, checked or not; InterruptedException for another interrupt
     * @throws TimeoutException if the time is up before
     */
    static void park(Object blocker, long timeoutNanos, BooleanSupplier over) throws Exception {
        long startNanos = System.nanoTime();
        while (!over.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw Throwables.<Exception>rethrow(Interruption.killOrReason());
            }
            if (timeoutNanos == Task.FOREVER) {
                LockSupport.park(blocker);
                continue;
            }
            long remainingNanos = timeoutNanos - (System.nanoTime() - startNanos);
            if (remainingNanos <= 0) {
                throw new TimeoutException("not ended in time");
            }
            LockSupport.parkNanos(blocker, remainingNanos);
        }
    }
}
