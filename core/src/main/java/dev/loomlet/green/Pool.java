package dev.loomlet.green;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Things that are made when needed, used by one thread at a time and used again, of which there are only so many: connections, say
 * (eventlet's pools.Pool).
 *
 * {@snippet lang=java :
 * var connections = new Pool<>(4, () -> connect(address));
 * try (var taken = connections.item()) {
 *     taken.value().send(request);
 * }
 * }
 *
 * <p>A {@code get} takes one that is free, or makes one if there are fewer than the size, or waits. Those that wait are served in the
 * order in which they came, directly. If making one fails, the one that wanted it gets the failure, and the next that waits makes one
 * in its place. A thread that is interrupted, killed or out of time while it waits has taken nothing; one that is handed something at that
 * very moment has it, and the interrupt stays pending.
 *
 * <p>What is free is handed out in turn, the one that has been free longest first, or as a stack, the last one first, so that
 * those at its bottom stay unused. Nothing is ever closed by the pool, and nobody checks that what is put was taken here: a pool of plain
 * objects ({@code new Pool<>(4, Object::new)}) is eventlet's TokenPool. Any thread may call, green or not.
 *
 * @param <T> the things, never null
 */
public final class Pool<T> {

    /** Which of the free ones is handed out. */
    public enum Order {
        /** The one that has been free longest. */
        IN_TURN,
        /** The one that was put last. */
        STACK
    }

    /**
     * One that was taken, for a {@code try} that puts it back at its end.
     *
     * @param <T> the things of the pool
     */
    public interface Item<T> extends AutoCloseable {

        /**
         * Returns what was taken.
         *
         * @return the thing, to be used until this is closed
         */
        T value();

        /** Puts it back; after the first time, does nothing. */
        @Override
        void close();
    }

    /** What is handed to one that waits when it may make one. */
    private static final Object TO_BE_MADE = new Object();

    private final GrantLock guard = new GrantLock();
    private final WaitQueue getters = new WaitQueue(guard);
    private final ArrayDeque<T> free = new ArrayDeque<>();
    private final Order order;
    private final Callable<? extends T> create;
    private int maxSize;

    /** Those that are free, taken or being made. */
    private int size;

    /**
     * Makes an empty one, in turn.
     *
     * @param maxSize the most there are at a time
     * @param create makes one, in the thread that gets it; may block
     * @throws IllegalArgumentException if {@code maxSize} is negative
     */
    public Pool(int maxSize, Callable<? extends T> create) {
        this(maxSize, Order.IN_TURN, create);
    }

    /**
     * Makes an empty one.
     *
     * @param maxSize the most there are at a time
     * @param order which of the free ones is handed out
     * @param create makes one, in the thread that gets it; may block
     * @throws IllegalArgumentException if {@code maxSize} is negative
     */
    public Pool(int maxSize, Order order, Callable<? extends T> create) {
        this.maxSize = checked(maxSize);
        this.order = Objects.requireNonNull(order);
        this.create = Objects.requireNonNull(create);
    }

    /**
     * Makes as many as are missing until there are {@code count}, to be free (eventlet's min_size).
     *
     * @param count how many there are to be at least; at most the size
     * @throws IllegalArgumentException if {@code count} is negative or more than the size
     * @throws Exception what making one threw; those made before are free
     */
    public void fill(int count) throws Exception {
        if (count < 0 || count > maxSize()) {
            throw new IllegalArgumentException("count is not between 0 and the size: " + count);
        }
        while (startOneOf(count)) {
            put(make());
        }
    }

    private boolean startOneOf(int count) {
        guard.lock();
        try {
            if (size >= Math.min(count, maxSize)) {
                return false;
            }
            size++;
            return true;
        } finally {
            guard.unlock();
        }
    }

    /**
     * Takes one, making it if there is none free and may be more; else blocks until one is put, or until the calling thread is interrupted
     * (eventlet's get).
     *
     * @return one, to be put back by any thread
     * @throws InterruptedException if the current thread is interrupted while waiting, or is when it calls; it has taken nothing then. If
     *     it was interrupted by a kill or by a {@link Timeout}, their own throwable is thrown instead, if it is unchecked
     * @throws Exception what making one threw
     */
    public T get() throws Exception {
        return get(Task.FOREVER);
    }

    /**
     * Takes one as {@link #get()} does, but waits no longer than {@code timeout} for one to be put.
     *
     * @param timeout the longest time to wait; zero or negative: not at all. To make one may take longer
     * @return one, to be put back by any thread
     * @throws TimeoutException if the time is up
     * @throws Exception as {@link #get()}
     */
    public T get(Duration timeout) throws Exception {
        return get(TimeUnit.NANOSECONDS.convert(timeout));
    }

    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // what is handed over is a T, save for the one sign
    private T get(long timeoutNanos) throws Exception {
        WaitQueue.checkInterrupt();
        WaitQueue.Waiter waiter;
        guard.lock();
        try {
            var one = free.poll();
            if (one != null) {
                return one;
            }
            if (size < maxSize) {
                size++;
                waiter = null;
            } else {
                waiter = timeoutNanos <= 0 ? null : getters.join(/* brought= */ null);
                if (waiter == null) {
                    throw new TimeoutException("none is free");
                }
            }
        } finally {
            guard.unlock();
        }
        if (waiter == null) {
            return make();
        }
        if (!getters.await(waiter, timeoutNanos)) {
            throw new TimeoutException("none was put in time");
        }
        var given = Objects.requireNonNull(waiter.given());
        return given == TO_BE_MADE ? make() : (T) given;
    }

    /** Makes the one that has been counted. */
    private T make() throws Exception {
        try {
            return Objects.requireNonNull(create.call(), "what the pool's create made is null");
        } catch (Throwable e) {
            uncount();
            throw e;
        }
    }

    private void uncount() {
        guard.lock();
        try {
            size--;
            grantMissing();
        } finally {
            guard.unlock();
        }
    }

    /** Has those that wait make one each, as many as there may be. */
    private void grantMissing() {
        while (size < maxSize && getters.grant(TO_BE_MADE)) {
            size++;
        }
    }

    /**
     * Takes one as {@link #get()} does, for a {@code try} that puts it back at its end (eventlet's item).
     *
     * @return what was taken
     * @throws Exception as {@link #get()}
     */
    public Item<T> item() throws Exception {
        return new Taken(get());
    }

    /**
     * Puts one back: for the thread that has waited longest, if one waits. If there are too many since {@link #resize}, it is let go of
     * (eventlet's put).
     *
     * @param one what was taken, or another in its place
     */
    public void put(T one) {
        Objects.requireNonNull(one);
        guard.lock();
        try {
            if (size > maxSize) {
                size--;
            } else if (!getters.grant(one)) {
                if (order == Order.STACK) {
                    free.addFirst(one);
                } else {
                    free.addLast(one);
                }
            }
        } finally {
            guard.unlock();
        }
    }

    /**
     * Says that one that was taken will not be put back, since it is broken, say: another may be made in its place.
     */
    public void drop() {
        uncount();
    }

    /**
     * Sets the most there are at a time (eventlet's resize). If these are more, those that wait make them. If these are fewer, those
     * that are free or taken stay, and what is put while there are too many is let go of.
     *
     * @param maxSize the new size
     * @throws IllegalArgumentException if {@code maxSize} is negative
     */
    public void resize(int maxSize) {
        guard.lock();
        try {
            this.maxSize = checked(maxSize);
            grantMissing();
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns how many can be taken without waiting: those that are free and those that may still be made (eventlet's free).
     *
     * @return the number; negative while there are too many since {@link #resize}
     */
    public int free() {
        guard.lock();
        try {
            return free.size() + maxSize - size;
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns how many threads wait for one.
     *
     * @return the number of those blocked in a get
     */
    public int waiting() {
        guard.lock();
        try {
            return getters.size();
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns how many there are, free, taken or being made.
     *
     * @return the number
     */
    public int size() {
        guard.lock();
        try {
            return size;
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns the most there are at a time.
     *
     * @return the size it was made with, or resized to
     */
    public int maxSize() {
        guard.lock();
        try {
            return maxSize;
        } finally {
            guard.unlock();
        }
    }

    private static int checked(int maxSize) {
        if (maxSize < 0) {
            throw new IllegalArgumentException("maxSize is negative: " + maxSize);
        }
        return maxSize;
    }

    private final class Taken implements Item<T> {

        private final T value;
        private boolean open = true;

        private Taken(T value) {
            this.value = value;
        }

        @Override
        public T value() {
            return value;
        }

        @Override
        public void close() {
            synchronized (this) {
                if (!open) {
                    return;
                }
                open = false;
            }
            put(value);
        }
    }
}
