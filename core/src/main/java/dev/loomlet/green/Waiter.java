package dev.loomlet.green;

import java.util.concurrent.locks.LockSupport;
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
}
