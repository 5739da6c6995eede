package dev.loomlet.green;

/**
 * A {@link Semaphore} that refuses to have more permits than it began with, which finds a release too many (eventlet's
 * BoundedSemaphore).
 */
public final class BoundedSemaphore extends Semaphore {

    /** Makes one with one permit. */
    public BoundedSemaphore() {
        this(1);
    }

    /**
     * Makes one with {@code count} permits, and never more.
     *
     * @param count the permits there are at first
     * @throws IllegalArgumentException if {@code count} is negative
     */
    public BoundedSemaphore(int count) {
        super(count, count, "Semaphore released too many times");
    }

    /**
     * Gives a permit as {@link Semaphore#release()} does.
     *
     * @throws IllegalStateException if there are as many permits as there were at first; nothing changes then
     */
    @Override
    public void release() {
        super.release();
    }
}
