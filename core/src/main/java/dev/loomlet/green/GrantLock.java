package dev.loomlet.green;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The lock of what has {@link WaitQueue}s. Who is granted under it is woken by its unlock, after it: a thread that is woken does not
 * need the lock any more, and nobody is held up by the waking. Held by any thread, for a moment; never while one parks.
 */
final class GrantLock {

    private final ReentrantLock lock = new ReentrantLock();
    private WaitQueue.@Nullable Waiter firstGranted;
    private WaitQueue.@Nullable Waiter lastGranted;

    void lock() {
        lock.lock();
    }

    /** Unlocks, then wakes those that were granted, in that order. Not to be called in the midst of another hold of the lock. */
    void unlock() {
        var granted = firstGranted;
        firstGranted = null;
        lastGranted = null;
        lock.unlock();
        for (var at = granted; at != null; at = at.next) {
            LockSupport.unpark(at.thread);
        }
    }

    /** Has the next unlock wake the waiters from {@code first} to {@code last}, who are linked. The lock is held. */
    void wakeLater(WaitQueue.Waiter first, WaitQueue.Waiter last) {
        var before = lastGranted;
        if (before == null) {
            firstGranted = first;
        } else {
            before.next = first;
        }
        lastGranted = last;
    }
}
