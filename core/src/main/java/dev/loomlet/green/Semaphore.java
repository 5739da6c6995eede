package dev.loomlet.green;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A count of permits: {@code acquire} takes one, and waits for one if there is none; {@code release} gives one (eventlet's
 * Semaphore).
 *
 * {@snippet lang=java :
 * var atOnce = new Semaphore(10);
 * try (var _ = atOnce.enter()) {
 *     fetch(url);
 * }
 * }
 *
 * <p>It is fair: threads that wait are served in the order in which they came, and a permit that is released goes to the first of them
 * directly, so that nobody who comes later can take it. No thread owns a permit: any thread may release, as often as it likes, also
 * without having acquired. Any thread may call, green or not.
 *
 * <p>A thread that is interrupted, killed or out of time at the moment in which it is handed a permit has acquired it; the interrupt
 * stays pending. None is lost.
 *
 * <p>It does not stand on {@link java.util.concurrent.Semaphore}, whose {@code tryAcquire} overtakes those that wait, whose number of
 * waiters is an estimate, and which knows neither kills nor {@link Timeout}.
 *
 * <p>Memory consistency effects: actions in a thread before it releases <i>happen-before</i> actions after the acquire that takes this
 * permit.
 */
public sealed class Semaphore permits BoundedSemaphore, Lock {

    /** A permit that {@link Semaphore#enter()} acquired and {@code close} releases. */
    public interface Permit extends AutoCloseable {

        /** Releases the permit; after the first time, does nothing. */
        @Override
        void close();
    }

    private final GrantLock guard = new GrantLock();
    private final WaitQueue waiters = new WaitQueue(guard);
    private final int limit;
    private final String refusal;
    private int count;

    /** Makes one with one permit, a mutual exclusion. */
    public Semaphore() {
        this(1);
    }

    /**
     * Makes one with {@code count} permits.
     *
     * @param count the permits there are at first
     * @throws IllegalArgumentException if {@code count} is negative
     */
    public Semaphore(int count) {
        this(count, Integer.MAX_VALUE, "Semaphore has too many permits");
    }

    /**
     * Makes one whose count has a limit.
     *
     * @param limit the count at which a release is refused
     * @param refusal what the exception of that says
     */
    Semaphore(int count, int limit, String refusal) {
        if (count < 0) {
            throw new IllegalArgumentException("count is negative: " + count);
        }
        this.count = count;
        this.limit = limit;
        this.refusal = refusal;
    }

    /**
     * Takes a permit, blocking until there is one for this thread, or until it is interrupted (eventlet's acquire).
     *
     * @throws InterruptedException if the current thread is interrupted while waiting, or is when it calls; it has no permit then, and
     *     its interrupted status is cleared. If it was interrupted by a kill or
     *     by a {@link Timeout}, their own throwable is thrown instead, if it is unchecked
     */
    public void acquire() throws InterruptedException {
        acquire(Task.FOREVER);
    }

    /**
     * Takes a permit, blocking until there is one for this thread, until {@code timeout} has passed, or until it is interrupted
     * (eventlet's acquire with a timeout).
     *
     * @param timeout the longest time to wait; zero or negative: not at all
     * @return true if it has a permit now, false if the time is up
     * @throws InterruptedException as {@link #acquire()}
     */
    public boolean acquire(Duration timeout) throws InterruptedException {
        return acquire(TimeUnit.NANOSECONDS.convert(timeout));
    }

    private boolean acquire(long timeoutNanos) throws InterruptedException {
        WaitQueue.checkInterrupt();
        WaitQueue.Waiter waiter;
        guard.lock();
        try {
            if (count > 0) {
                count--;
                return true;
            }
            if (timeoutNanos <= 0) {
                return false;
            }
            waiter = waiters.join(/* brought= */ null);
        } finally {
            guard.unlock();
        }
        return waiters.await(waiter, timeoutNanos);
    }

    /**
     * Takes a permit if there is one that nobody waits for; does not block (eventlet's acquire with blocking=False).
     *
     * @return true if it has a permit now
     */
    public boolean tryAcquire() {
        guard.lock();
        try {
            if (count == 0) {
                return false;
            }
            count--;
            return true;
        } finally {
            guard.unlock();
        }
    }

    /**
     * Takes a permit as {@link #acquire()} does, for a {@code try} that releases it at its end (eventlet's {@code with}).
     *
     * @return the permit, to be closed by any thread
     * @throws InterruptedException as {@link #acquire()}
     */
    public Permit enter() throws InterruptedException {
        acquire();
        return new Held();
    }

    /**
     * Gives a permit, to the thread that has waited longest if one waits; does not block (eventlet's release).
     *
     * @throws IllegalStateException if the count is {@link Integer#MAX_VALUE} already
     */
    public void release() {
        guard.lock();
        try {
            if (count >= limit) {
                throw new IllegalStateException(refusal);
            }
            if (!waiters.grant(/* given= */ null)) {
                count++;
            }
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns whether an {@code acquire} would have to wait now.
     *
     * @return true if there is no permit
     */
    public boolean locked() {
        guard.lock();
        try {
            return count == 0;
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns the permits less the threads that wait for one.
     *
     * @return the permits there are, or, negative, how many threads wait
     */
    public int balance() {
        guard.lock();
        try {
            return count - waiters.size();
        } finally {
            guard.unlock();
        }
    }

    /** Returns an identity and the balance, for logs: {@code Semaphore@1f2e3d[balance 2]}. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "@" + Integer.toHexString(hashCode()) + "[balance " + balance() + "]";
    }

    private final class Held implements Permit {
        private boolean released;

        @Override
        public void close() {
            synchronized (this) {
                if (released) {
                    return;
                }
                released = true;
            }
            release();
        }
    }
}
