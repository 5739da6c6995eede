package dev.loomlet.green;

/**
 * A mutual exclusion (eventlet's lock.Lock): a {@link Semaphore} of one permit, which it never exceeds.
 *
 * {@snippet lang=java :
 * try (var _ = lock.enter()) {
 *     total += amount;
 * }
 * }
 *
 * <p>It is fair, not reentrant, and not owned by a thread: a thread that acquires it twice waits for ever, or until another one
 * releases it, which any thread may do. Where that is not wanted, there is {@link java.util.concurrent.locks.ReentrantLock}.
 */
public final class Lock extends Semaphore {

    /** Makes one that nobody holds. */
    public Lock() {
        super(/* count= */ 1, /* limit= */ 1, "release unlocked lock");
    }

    /**
     * Unlocks, or hands the lock to the thread that has waited longest.
     *
     * @throws IllegalStateException if nobody holds it
     */
    @Override
    public void release() {
        super.release();
    }
}
