package dev.loomlet.green;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A count between zero and a limit: {@code acquire} takes one and waits while there is none, {@code release} gives one and
 * waits while there are as many as the limit (eventlet's CappedSemaphore). With a limit of zero each {@code acquire} meets a {@code
 * release}: a rendezvous.
 *
 * <p>It is fair: both those that acquire and those that release are served in the order in which they came. No thread owns
 * a permit. Any thread may call, green or not.
 *
 * <p>A thread that is interrupted, killed or out of time either has met its counterpart, and returns with the interrupt pending, or
 * leaves the count as it was. Memory consistency effects: actions in a thread before it releases <i>happen-before</i> actions after the
 * acquire that takes this permit.
 */
public final class CappedSemaphore {

    private final GrantLock guard = new GrantLock();
    /** Somebody waits here only if the count is zero. */
    private final WaitQueue acquirers = new WaitQueue(guard);
    /** Somebody waits here only if the count is the limit, and nobody waits to acquire. */
    private final WaitQueue releasers = new WaitQueue(guard);

    private final int limit;
    private int count;

    /**
     * Makes one.
     *
     * @param count the permits there are at first
     * @param limit the most permits there may be
     * @throws IllegalArgumentException if {@code count} is negative or more than {@code limit}
     */
    public CappedSemaphore(int count, int limit) {
        if (count < 0) {
            throw new IllegalArgumentException("count is negative: " + count);
        }
        if (count > limit) {
            throw new IllegalArgumentException("count is more than limit: " + count + " > " + limit);
        }
        this.count = count;
        this.limit = limit;
    }

    /**
     * Takes a permit, blocking until there is one for this thread, or until it is interrupted.
     *
     * @throws InterruptedException if the current thread is interrupted while waiting, or is when it calls; it has no permit then, and
     *     its interrupted status is cleared. If it was interrupted by a kill or
     *     by a {@link Timeout}, their own throwable is thrown instead, if it is unchecked
     */
    public void acquire() throws InterruptedException {
        pass(acquirers, releasers, /* end= */ 0, /* step= */ -1, Task.FOREVER);
    }

    /**
     * Takes a permit, blocking until there is one for this thread, until {@code timeout} has passed, or until it is interrupted.
     *
     * @param timeout the longest time to wait; zero or negative: not at all
     * @return true if it has a permit now, false if the time is up
     * @throws InterruptedException as {@link #acquire()}
     */
    public boolean acquire(Duration timeout) throws InterruptedException {
        return pass(acquirers, releasers, /* end= */ 0, /* step= */ -1, TimeUnit.NANOSECONDS.convert(timeout));
    }

    /**
     * Takes a permit if there is one that nobody waits for, or if a release waits; does not block.
     *
     * @return true if it has a permit now
     */
    public boolean tryAcquire() {
        return tryPass(releasers, /* end= */ 0, /* step= */ -1);
    }

    /**
     * Gives a permit, blocking until there are fewer than the limit, or until the current thread is interrupted.
     *
     * @throws InterruptedException if the current thread is interrupted while waiting, or is when it calls; no permit was given then.
     *     The rest as for {@link #acquire()}
     */
    public void release() throws InterruptedException {
        pass(releasers, acquirers, limit, /* step= */ 1, Task.FOREVER);
    }

    /**
     * Gives a permit, blocking until there are fewer than the limit, until {@code timeout} has passed, or until the current thread is
     * interrupted.
     *
     * @param timeout the longest time to wait; zero or negative: not at all
     * @return true if the permit was given, false if the time is up
     * @throws InterruptedException as {@link #release()}
     */
    public boolean release(Duration timeout) throws InterruptedException {
        return pass(releasers, acquirers, limit, /* step= */ 1, TimeUnit.NANOSECONDS.convert(timeout));
    }

    /**
     * Gives a permit if there are fewer than the limit, or if an acquire waits; does not block.
     *
     * @return true if the permit was given
     */
    public boolean tryRelease() {
        return tryPass(acquirers, limit, /* step= */ 1);
    }

    /** Steps as {@link #step} does, or waits among its like for a counterpart that makes the step for both. */
    private boolean pass(WaitQueue alike, WaitQueue counterparts, int end, int step, long timeoutNanos)
            throws InterruptedException {
        WaitQueue.checkInterrupt();
        WaitQueue.Waiter waiter;
        guard.lock();
        try {
            if (step(counterparts, end, step)) {
                return true;
            }
            if (timeoutNanos <= 0) {
                return false;
            }
            waiter = alike.join(/* brought= */ null);
        } finally {
            guard.unlock();
        }
        return alike.await(waiter, timeoutNanos);
    }

    private boolean tryPass(WaitQueue counterparts, int end, int step) {
        guard.lock();
        try {
            return step(counterparts, end, step);
        } finally {
            guard.unlock();
        }
    }

    /** Meets a counterpart that waits, the count being the same after both, or changes the count if it is not at its end. */
    private boolean step(WaitQueue counterparts, int end, int step) {
        if (counterparts.grant(/* given= */ null)) {
            return true;
        }
        if (count == end) {
            return false;
        }
        count += step;
        return true;
    }

    /**
     * Returns whether an {@code acquire} would have to wait now.
     *
     * @return true if there is no permit and no release waits
     */
    public boolean locked() {
        guard.lock();
        try {
            return count == 0 && releasers.isEmpty();
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns whether a {@code release} would have to wait now.
     *
     * @return true if there are as many permits as the limit and no acquire waits
     */
    public boolean bounded() {
        guard.lock();
        try {
            return count == limit && acquirers.isEmpty();
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns how many times {@code acquire} would not wait less how many times {@code release} would not. A thread that waits to
     * acquire is one the less on the one side and one the more on the other.
     *
     * @return from minus the limit, when there is no permit, to the limit, when there are all; beyond when threads wait
     */
    public int balance() {
        guard.lock();
        try {
            int permits = count + releasers.size() - acquirers.size();
            return permits - (limit - permits);
        } finally {
            guard.unlock();
        }
    }

    /** Returns an identity and the balance, for logs: {@code CappedSemaphore@1f2e3d[balance 2]}. */
    @Override
    public String toString() {
        return "CappedSemaphore@" + Integer.toHexString(hashCode()) + "[balance " + balance() + "]";
    }
}
