package dev.loomlet.green;

import java.io.Serial;
import java.util.concurrent.Semaphore;

/** How many callers of a {@link ThreadPool} may have a thread; others wait in their order. */
@SuppressWarnings("serial") // never written
final class ThreadPoolPermits extends Semaphore {

    @Serial
    private static final long serialVersionUID = 1L;

    private int size;
    private boolean open;

    ThreadPoolPermits(int size) {
        super(size, /* fair= */ true);
        this.size = size;
    }

    synchronized int size() {
        return size;
    }

    /** Gives more of them, or takes back those that are free now and others when they are released. */
    synchronized void resize(int newSize) {
        if (newSize > size && !open) {
            release(newSize - size);
        } else if (!open) {
            reducePermits(size - newSize);
        }
        size = newSize;
    }

    /** Lets all callers through, now and for ever: there is nothing to wait for any more. */
    synchronized void open() {
        if (!open) {
            open = true;
            release(Integer.MAX_VALUE / 2);
        }
    }
}
