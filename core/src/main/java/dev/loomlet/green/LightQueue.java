package dev.loomlet.green;

import java.io.Serial;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A queue between threads with a capacity: {@code put} waits while it is full, {@code get} while it is empty (eventlet's LightQueue).
 *
 * {@snippet lang=java :
 * var urls = new LightQueue<URI>(100);
 * Green.spawn(() -> urls.put(start));
 * URI next = urls.get();
 * }
 *
 * <p>A capacity of 0 makes it a rendezvous: it is always both empty and full, and each {@code put} waits for its {@code get}. A negative
 * one is none: {@code put} never waits, and the memory is the limit.
 *
 * <p>It is fair: those that wait to put and those that wait to get are served in the order in which they came, directly, so that nobody who
 * comes later overtakes them. Any thread may call, green or not.
 *
 * <p>An item is lost by no interrupt, kill or timeout: a {@code put} that ends with an exception has put nothing, a {@code get} that does
 * has taken nothing; a thread whose item is taken, or that is handed one, at that very moment returns normally, and the interrupt stays
 * pending.
 *
 * <p>Memory consistency effects: actions in a thread before it puts an item <i>happen-before</i> actions after another one has got it.
 *
 * @param <T> the items, never null
 */
public sealed class LightQueue<T> permits Queue {

    /** Thrown where an item cannot be put at once, or in time (eventlet's Full). */
    public static final class Full extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        /** Makes one that says nothing more. */
        public Full() {}
    }

    /** Thrown where no item can be got at once, or in time (eventlet's Empty). */
    public static final class Empty extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        /** Makes one that says nothing more. */
        public Empty() {}
    }

    private static final int UNBOUNDED = -1;

    final GrantLock guard = new GrantLock();
    /** Somebody waits here only if there are no items and nobody waits to put. */
    private final WaitQueue getters = new WaitQueue(guard);
    /** Somebody waits here, with an item, only if there is no room. */
    private final WaitQueue putters = new WaitQueue(guard);

    private final java.util.Queue<T> items;
    private int capacity;

    /** Makes one without a limit. */
    public LightQueue() {
        this(UNBOUNDED);
    }

    /**
     * Makes one.
     *
     * @param capacity the most items that are kept; 0 for a rendezvous, negative for no limit
     */
    public LightQueue(int capacity) {
        this(new ArrayDeque<>(), capacity);
    }

    /**
     * Makes one.
     *
     * @param items what keeps the items and says which is next
     */
    LightQueue(java.util.Queue<T> items, int capacity) {
        this.items = items;
        this.capacity = capacity;
    }

    /**
     * Puts an item, blocking until there is room, or with capacity 0 until it is taken, or until the current thread is interrupted
     * (eventlet's put).
     *
     * @param item the item
     * @throws InterruptedException if the current thread is interrupted while waiting, or is when it calls; the item was not put then,
     *     and its interrupted status is cleared. If it was interrupted by a kill or
     *     by a {@link Timeout}, their own throwable is thrown instead, if it is unchecked
     */
    public void put(T item) throws InterruptedException {
        put(item, Task.FOREVER);
    }

    /**
     * Puts an item as {@link #put(Object)} does, but waits no longer than {@code timeout}.
     *
     * @param item the item
     * @param timeout the longest time to wait; zero or negative: not at all
     * @throws Full if the time is up; the item was not put
     * @throws InterruptedException as {@link #put(Object)}
     */
    public void put(T item, Duration timeout) throws InterruptedException {
        put(item, TimeUnit.NANOSECONDS.convert(timeout));
    }

    private void put(T item, long timeoutNanos) throws InterruptedException {
        check(item);
        WaitQueue.checkInterrupt();
        WaitQueue.@Nullable Waiter waiter;
        guard.lock();
        try {
            if (offer(item)) {
                return;
            }
            waiter = timeoutNanos > 0 ? putters.join(item) : null;
        } finally {
            guard.unlock();
        }
        if (waiter == null || !putters.await(waiter, timeoutNanos)) {
            throw new Full();
        }
        if (waiter.given() instanceof RuntimeException refusal) {
            throw refusal;
        }
    }

    /**
     * Puts an item if there is room, or if a thread waits to get one; does not block (eventlet's put_nowait).
     *
     * @param item the item
     * @throws Full if there is no room
     */
    public void putNowait(T item) {
        check(item);
        boolean put;
        guard.lock();
        try {
            put = offer(item);
        } finally {
            guard.unlock();
        }
        if (!put) {
            throw new Full();
        }
    }

    /**
     * Takes the next item, blocking until there is one for this thread, or until it is interrupted (eventlet's get).
     *
     * @return the item
     * @throws InterruptedException if the current thread is interrupted while waiting, or is when it calls; nothing was taken then, and
     *     its interrupted status is cleared. If it was interrupted by a kill or
     *     by a {@link Timeout}, their own throwable is thrown instead, if it is unchecked
     */
    public T get() throws InterruptedException {
        return get(Task.FOREVER);
    }

    /**
     * Takes the next item as {@link #get()} does, but waits no longer than {@code timeout}.
     *
     * @param timeout the longest time to wait; zero or negative: not at all
     * @return the item
     * @throws Empty if the time is up
     * @throws InterruptedException as {@link #get()}
     */
    public T get(Duration timeout) throws InterruptedException {
        return get(TimeUnit.NANOSECONDS.convert(timeout));
    }

    private T get(long timeoutNanos) throws InterruptedException {
        WaitQueue.checkInterrupt();
        WaitQueue.@Nullable Waiter waiter;
        guard.lock();
        try {
            var item = poll();
            if (item != null) {
                return item;
            }
            waiter = timeoutNanos > 0 ? getters.join(/* brought= */ null) : null;
        } finally {
            guard.unlock();
        }
        if (waiter == null || !getters.await(waiter, timeoutNanos)) {
            throw new Empty();
        }
        return Objects.requireNonNull(item(waiter.given()));
    }

    /**
     * Takes the next item if there is one, or if a thread waits to put one; does not block (eventlet's get_nowait).
     *
     * @return the item
     * @throws Empty if there is none
     */
    public T getNowait() {
        T item;
        guard.lock();
        try {
            item = poll();
        } finally {
            guard.unlock();
        }
        if (item == null) {
            throw new Empty();
        }
        return item;
    }

    /**
     * Changes the capacity (eventlet's resize). More room lets in those that wait to put; with less, the items there are stay, and none
     * is let in until there is room again.
     *
     * @param newCapacity the most items that are kept; 0 for a rendezvous, negative for no limit
     */
    public void resize(int newCapacity) {
        guard.lock();
        try {
            capacity = newCapacity;
            letIn();
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns the capacity (eventlet's maxsize).
     *
     * @return as it was given to the constructor or {@link #resize}
     */
    public int capacity() {
        guard.lock();
        try {
            return capacity;
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns how many items there are, without those of threads that wait to put (eventlet's qsize).
     *
     * @return the number of items
     */
    public int size() {
        guard.lock();
        try {
            return items.size();
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns whether there are no items (eventlet's empty). A {@code get} need not wait all the same, if a thread waits to put.
     *
     * @return true if {@link #size()} is 0
     */
    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Returns whether there is no room (eventlet's full). A {@code put} need not wait all the same, if a thread waits to get.
     *
     * @return true if there are as many items as the capacity, or more
     */
    public boolean isFull() {
        guard.lock();
        try {
            return !hasRoom();
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns how many threads wait to get.
     *
     * @return the number of threads
     */
    public int getting() {
        guard.lock();
        try {
            return getters.size();
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns how many threads wait to put.
     *
     * @return the number of threads
     */
    public int putting() {
        guard.lock();
        try {
            return putters.size();
        } finally {
            guard.unlock();
        }
    }

    /** Returns an identity and how many there are, for logs: {@code Queue@1f2e3d[2 items, 0 getting, 1 putting]}. */
    @Override
    public String toString() {
        guard.lock();
        try {
            return "%s@%x[%d items, %d getting, %d putting]"
                    .formatted(getClass().getSimpleName(), hashCode(), items.size(), getters.size(), putters.size());
        } finally {
            guard.unlock();
        }
    }

    /** Throws if {@code item} can never be put. Called without the lock. */
    void check(T item) {
        Objects.requireNonNull(item);
    }

    /** Told of each item that was put. Called with the lock held, as are all below. */
    void accepted() {}

    /** Hands {@code item} to a getter or keeps it. Returns false if there is neither a getter nor room. */
    private boolean offer(T item) {
        if (!getters.grant(item)) {
            if (!hasRoom()) {
                return false;
            }
            items.add(item);
        }
        accepted();
        return true;
    }

    /** Takes the next item, from the putter that waits if there are none; returns null if there is no putter either. */
    private @Nullable T poll() {
        var item = items.poll();
        if (item != null) {
            letIn();
            return item;
        }
        item = item(putters.firstBrought());
        if (item != null) {
            putters.grant(/* given= */ null);
            accepted();
        }
        return item;
    }

    /** Keeps what the first putters brought while there is room. */
    private void letIn() {
        while (hasRoom()) {
            var item = item(putters.firstBrought());
            if (item == null) {
                return;
            }
            putters.grant(keep(item));
        }
    }

    /** Returns what the order of the items has against {@code item}, which its putter is to throw, not the getter that runs this. */
    private @Nullable RuntimeException keep(T item) {
        try {
            items.add(item);
        } catch (RuntimeException e) {
            return e;
        }
        accepted();
        return null;
    }

    private boolean hasRoom() {
        return capacity < 0 || items.size() < capacity;
    }

    @SuppressWarnings("unchecked") // waiters bring and are given items
    private @Nullable T item(@Nullable Object waiters) {
        return (T) waiters;
    }
}
