package dev.loomlet.green;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The slots of a {@link GreenPool}: how many there are, how many are occupied, who waits for one and who waits for all to be free.
 *
 * <p>Both counts are in one word. As long as nobody waits, a slot is taken and given back by one change of it. Who has to do with
 * those that wait takes the lock and marks the word, which sends everybody else to the lock too; the mark stays as long as somebody
 * waits. So the order of those that wait is kept, and nobody waits while a slot is free. Any thread.
 */
final class Slots {

    /** The mark, which makes the word negative. The size is below it, the number of occupied slots in the lower half. */
    private static final long BY_LOCK = Long.MIN_VALUE;

    private final AtomicLong word;
    private final GrantLock guard = new GrantLock();

    /* Under the lock. */
    private final WaitQueue takers = new WaitQueue(guard);
    private final WaitQueue idlers = new WaitQueue(guard);

    Slots(int size) {
        word = new AtomicLong(sized(size, 0));
    }

    /** Takes a slot if there is one that nobody waits for. */
    boolean tryTake() {
        for (long seen = word.get(); seen >= 0; seen = word.get()) {
            if (freeIn(seen) <= 0) {
                return false;
            }
            if (word.compareAndSet(seen, seen + 1)) {
                return true;
            }
        }
        lock();
        try {
            return takeFree();
        } finally {
            unlock();
        }
    }

    /** Takes a slot, blocking until there is one. Throws if the calling thread is interrupted; then none was taken. */
    void take() throws InterruptedException {
        WaitQueue.checkInterrupt();
        WaitQueue.Waiter waiter;
        lock();
        try {
            if (takeFree()) {
                return;
            }
            waiter = takers.join(/* brought= */ null);
        } finally {
            unlock();
        }
        takers.await(waiter, Task.FOREVER);
    }

    /** Gives a slot back: to the first who waits for one, if no more are occupied than there are. */
    void release() {
        for (long seen = word.get(); seen >= 0; seen = word.get()) {
            checkTaken(seen);
            if (word.compareAndSet(seen, seen - 1)) {
                return;
            }
        }
        lock();
        try {
            checkTaken(word.get());
            word.set(word.get() - 1);
            grantFree();
            while (running() == 0 && idlers.grant(/* given= */ null)) {
                // the next
            }
        } finally {
            unlock();
        }
    }

    /** Blocks until no slot is occupied and nobody waits for one. Returns false if the time is up before. */
    boolean awaitNone(long timeoutNanos) throws InterruptedException {
        WaitQueue.checkInterrupt();
        WaitQueue.Waiter waiter;
        lock();
        try {
            if (running() == 0) {
                return true;
            }
            waiter = idlers.join(/* brought= */ null);
        } finally {
            unlock();
        }
        return idlers.await(waiter, timeoutNanos);
    }

    void resize(int size) {
        lock();
        try {
            word.set(BY_LOCK | sized(size, running()));
            grantFree();
        } finally {
            unlock();
        }
    }

    int size() {
        return sizeIn(word.get());
    }

    int running() {
        return runningIn(word.get());
    }

    /** Returns the slots that are not occupied; negative after a resize to fewer. */
    int free() {
        return freeIn(word.get());
    }

    /** Returns how many wait for a slot. */
    int waiting() {
        guard.lock();
        try {
            return takers.size();
        } finally {
            guard.unlock();
        }
    }

    // Under the lock

    private void lock() {
        guard.lock();
        word.getAndUpdate(seen -> seen | BY_LOCK);
    }

    private void unlock() {
        if (takers.isEmpty() && idlers.isEmpty()) {
            word.set(word.get() & ~BY_LOCK);
        }
        guard.unlock();
    }

    /** While a slot is free nobody waits for one. */
    private boolean takeFree() {
        if (free() <= 0) {
            return false;
        }
        word.set(word.get() + 1);
        return true;
    }

    private void grantFree() {
        while (free() > 0 && takers.grant(/* given= */ null)) {
            word.set(word.get() + 1);
        }
    }

    // The word

    private static long sized(int size, int running) {
        return ((long) size << Integer.SIZE) | running;
    }

    private static int sizeIn(long word) {
        return (int) ((word & ~BY_LOCK) >>> Integer.SIZE);
    }

    private static int runningIn(long word) {
        return (int) word;
    }

    private static int freeIn(long word) {
        return sizeIn(word) - runningIn(word);
    }

    private static void checkTaken(long word) {
        if (runningIn(word) == 0) {
            throw new IllegalStateException("more slots are given back than were taken");
        }
    }
}
