package dev.loomlet.green;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait for one thing, first come first served, each of which is handed what it waits for by the thread that has
 * it. Nobody can take it in between, and who was handed it has it, even if an interrupt, a kill or the end of its time comes at the same
 * moment.
 *
 * <pre>
 *              grant, grantAll
 *   WAITING -------------------&gt; GRANTED     by who gives
 *      |
 *      +-----------------------&gt; LEFT        by the waiter: interrupted, or its time is up
 *               leave
 * </pre>
 *
 * <p>Both transitions are made under the lock of the owner, which is given to the constructor. All methods are to be called with it
 * held, except {@code await} and {@code wake}, which are to be called without. A waiter joins and leaves in constant time.
 */
final class WaitQueue {

    private enum State {
        WAITING,
        GRANTED,
        LEFT
    }

    /** One thread that waits. */
    static final class Waiter {

        private final Thread thread = Thread.currentThread();
        private @Nullable Object item;
        private @Nullable Waiter previous;
        private @Nullable Waiter next;
        private volatile State state = State.WAITING;

        private Waiter(@Nullable Object item) {
            this.item = item;
        }

        /** Returns what it brought; once granted, what it was given. */
        @Nullable
        Object item() {
            return item;
        }
    }

    private final ReentrantLock lock;
    private @Nullable Waiter first;
    private @Nullable Waiter last;
    private int size;
    private volatile boolean allGranted;

    WaitQueue(ReentrantLock lock) {
        this.lock = lock;
    }

    /** Returns how many wait. */
    int size() {
        return size;
    }

    boolean isEmpty() {
        return first == null;
    }

    /**
     * Has the current thread join at the end; {@link #await} is to follow.
     *
     * @param item what it brings for who grants, or null
     */
    Waiter join(@Nullable Object item) {
        var waiter = new Waiter(item);
        var before = last;
        waiter.previous = before;
        last = waiter;
        if (before == null) {
            first = waiter;
        } else {
            before.next = waiter;
        }
        size++;
        return waiter;
    }

    /**
     * Grants the first waiter what it waits for.
     *
     * @param given what it is to have, in the place of what it brought
     * @return the waiter, to be given to {@link #wake(Waiter)}; null if none waits
     */
    @Nullable
    Waiter grant(@Nullable Object given) {
        var waiter = first;
        if (waiter != null) {
            unlink(waiter);
            waiter.item = given;
            waiter.state = State.GRANTED;
        }
        return waiter;
    }

    /** Returns what the first waiter brought; null if none waits. */
    @Nullable
    Object firstItem() {
        return first == null ? null : first.item;
    }

    /**
     * Grants all at once, and whoever joins later, by one write: the lock is not held for as long as it takes to go through them.
     *
     * @return the waiters, to be given to {@link #wakeAll}; null if none waits
     */
    @Nullable
    Waiter grantAll() {
        var waiters = first;
        first = null;
        last = null;
        size = 0;
        allGranted = true;
        return waiters;
    }

    /** Wakes one waiter that was granted. The lock need not be held, and is better not: the waiter does not need it. */
    static void wake(@Nullable Waiter granted) {
        if (granted != null) {
            LockSupport.unpark(granted.thread);
        }
    }

    /** Wakes those that {@link #grantAll} returned, in their order. */
    static void wakeAll(@Nullable Waiter granted) {
        for (var at = granted; at != null; at = at.next) {
            LockSupport.unpark(at.thread);
        }
    }

    /**
     * Blocks the current thread, which has joined as {@code waiter}, until it is granted, its time is up or it is interrupted. An
     * interrupt that finds it granted stays pending.
     *
     * @param timeoutNanos the longest time to wait; {@link Task#FOREVER} for no limit
     * @return true if granted, false if the time is up and the waiter has left
     * @throws InterruptedException if interrupted, and the waiter has left; the reason of the interrupt may be thrown instead
     */
    boolean await(Waiter waiter, long timeoutNanos) throws InterruptedException {
        long startNanos = System.nanoTime();
        while (isWaiting(waiter)) {
            if (Thread.currentThread().isInterrupted()) {
                if (!leave(waiter)) {
                    return true;
                }
                throw interruption();
            }
            if (timeoutNanos == Task.FOREVER) {
                LockSupport.park(this);
                continue;
            }
            long remainingNanos = timeoutNanos - (System.nanoTime() - startNanos);
            if (remainingNanos <= 0) {
                return !leave(waiter);
            }
            LockSupport.parkNanos(this, remainingNanos);
        }
        return true;
    }

    /** Throws the reason if the current thread is interrupted: what a method does that may block, before anything else. */
    static void checkInterrupt() throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw interruption();
        }
    }

    private static InterruptedException interruption() {
        Thread.interrupted();
        Task.surfaceUncheckedKill();
        return new InterruptedException();
    }

    private boolean isWaiting(Waiter waiter) {
        return waiter.state == State.WAITING && !allGranted;
    }

    /** WAITING to LEFT. Returns false, and does nothing, if it is granted. */
    private boolean leave(Waiter waiter) {
        lock.lock();
        try {
            if (!isWaiting(waiter)) {
                return false;
            }
            unlink(waiter);
            waiter.state = State.LEFT;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void unlink(Waiter waiter) {
        var before = waiter.previous;
        var after = waiter.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        waiter.previous = null;
        waiter.next = null;
        size--;
    }
}
