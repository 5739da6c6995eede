package dev.loomlet.green;

import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Green threads whose results are asked for in the order in which they were spawned (eventlet's GreenPile).
 *
 * {@snippet lang=java :
 * var pile = new GreenPile<String>(20);
 * for (var url : urls) {
 *     pile.spawn(() -> fetch(url));
 * }
 * for (var page : pile) {
 *     index(page);
 * }
 * }
 *
 * <p>It keeps the results that nobody has asked for. If these are to be few, spawn in one thread and ask in another; the one that asks
 * sees the end when all that was spawned so far has been asked for, so it is to know by itself whether more will come.
 *
 * <p>Any thread may spawn; one thread at a time may ask.
 *
 * @param <T> a result
 */
public final class GreenPile<T extends @Nullable Object> extends Results<T> {

    private final GreenPool pool;
    private final ReentrantLock guard = new ReentrantLock();
    private final Condition change = guard.newCondition();
    private final ArrayDeque<GreenThread<T>> spawned = new ArrayDeque<>();
    private int spawning;

    /** Makes one on a new pool of 1,000 slots. */
    public GreenPile() {
        this(new GreenPool());
    }

    /**
     * Makes one on a new pool of {@code size} slots.
     *
     * @param size how many of its green threads may run at a time
     * @throws IllegalArgumentException if {@code size} is negative
     */
    public GreenPile(int size) {
        this(new GreenPool(size));
    }

    /**
     * Makes one on {@code pool}, which others may use too.
     *
     * @param pool what runs the green threads
     */
    public GreenPile(GreenPool pool) {
        this.pool = Objects.requireNonNull(pool);
    }

    /**
     * Runs {@code work} on a green thread of the pool, and has its result come after those of what was spawned before; blocks as
     * {@link GreenPool#spawn(Callable)} does (eventlet's spawn).
     *
     * @param work what to run
     * @throws InterruptedException as {@link GreenPool#spawn(Callable)}; there will be no result then
     */
    public void spawn(Callable<T> work) throws InterruptedException {
        Objects.requireNonNull(work);
        changeSpawning(1, /* result= */ null);
        GreenThread<T> result = null;
        try {
            result = pool.spawn(work);
        } finally {
            changeSpawning(-1, result);
        }
    }

    private void changeSpawning(int difference, @Nullable GreenThread<T> result) {
        guard.lock();
        try {
            spawning += difference;
            if (result != null) {
                spawned.add(result);
            }
            change.signalAll();
        } finally {
            guard.unlock();
        }
    }

    @Override
    public boolean hasNext() {
        guard.lock();
        try {
            return spawning > 0 || !spawned.isEmpty();
        } finally {
            guard.unlock();
        }
    }

    @Override
    public T await() throws Exception {
        var first = first();
        first.task().awaitDoneOr(() -> false);
        removeFirst();
        return first.await();
    }

    /** Waits, while one is about to be spawned, until it is or is not. */
    private GreenThread<T> first() throws InterruptedException {
        guard.lock();
        try {
            while (spawned.isEmpty() && spawning > 0) {
                change.await();
            }
            if (spawned.isEmpty()) {
                throw new NoSuchElementException("no result is left");
            }
            return spawned.getFirst();
        } catch (InterruptedException _) {
            throw Interruption.reason();
        } finally {
            guard.unlock();
        }
    }

    private void removeFirst() {
        guard.lock();
        try {
            spawned.removeFirst();
        } finally {
            guard.unlock();
        }
    }
}
