package dev.loomlet.green;

import java.util.concurrent.locks.LockSupport;
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
 * <p>Both transitions are made under the lock of the owner. All methods are to be called with it held, except {@code await}, which
 * blocks and is to be called without. A waiter joins and leaves in constant time.
 */
final class WaitQueue {

    private enum State {
        WAITING,
        GRANTED,
        LEFT
    }

    /** One thread that waits. The links are those of the queue, and once granted those of {@link GrantLock}. */
    static final class Waiter {

        final Thread thread = Thread.currentThread();

        @Nullable
        Waiter next;

        private @Nullable Waiter previous;
        private @Nullable Object item;
        private volatile State state = State.WAITING;

        private Waiter(@Nullable Object item) {
            this.item = item;
        }

        /** Returns what it was given; for itself, once it is granted. */
        @Nullable
        Object given() {
            return item;
        }
    }

    private final GrantLock lock;
    private @Nullable Waiter first;
    private @Nullable Waiter last;
    private int size;
    private volatile boolean allGranted;

    WaitQueue(GrantLock lock) {
        this.lock = lock;
    }

    /** Returns how many wait. */
    int size() {
        return size;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** Returns what the first waiter brought; null if none waits. */
    @Nullable
    Object firstBrought() {
        return first == null ? null : first.item;
    }

    /**
     * Has the current thread join at the end; {@link #await} is to follow.
     *
     * @param brought what it brings for who grants, or null
     */
    Waiter join(@Nullable Object brought) {
        var waiter = new Waiter(brought);
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
     * Grants the first waiter what it waits for; the unlock wakes it.
     *
     * @param given what it is to have, in the place of what it brought
     * @return false if none waits
     */
    boolean grant(@Nullable Object given) {
        var waiter = first;
        if (waiter == null) {
            return false;
        }
        unlink(waiter);
        waiter.item = given;
        waiter.state = State.GRANTED;
        lock.wakeLater(waiter, waiter);
        return true;
    }

    /**
     * Grants all by one write; the unlock wakes them. The lock is not held while they are gone through, however many there are. Nobody
     * is to join any more.
     */
    void grantAll() {
        if (first != null && last != null) {
            lock.wakeLater(first, last);
        }
        first = null;
        last = null;
        size = 0;
        allGranted = true;
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
        return Interruption.reason();
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
