package dev.loomlet.green;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Green threads of which only so many run at a time (eventlet's GreenPool).
 *
 * {@snippet lang=java :
 * var pool = new GreenPool(200);
 * for (var page : pool.imap(url -> fetch(url), urls)) {
 *     index(page);
 * }
 * }
 *
 * <p>A green thread that is spawned by a pool is its member and occupies a slot, from the spawn to its end, before its links run. If no slot is
 * free, spawning blocks; those that wait get the slots in the order in which they came. A thread that is interrupted, killed or out
 * of time while it waits has spawned nothing; none of that loses a slot.
 *
 * <p>A member that spawns into its own pool while no slot is free would wait for itself, or for others that wait like it: the work
 * then runs at once in the calling thread, and the handle that is returned is done.
 *
 * <p>All methods may be called from every thread, green or not.
 */
public final class GreenPool {

    /**
     * What is done with each item.
     *
     * @param <A> the item
     * @param <R> the result
     */
    @FunctionalInterface
    public interface Job<A extends @Nullable Object, R extends @Nullable Object> {

        /**
         * Does it, on a green thread of the pool.
         *
         * @param item the item
         * @return its result
         * @throws Exception if it fails; the results throw it at the place of this item
         */
        R apply(A item) throws Exception;
    }

    /**
     * What is done with each pair of items.
     *
     * @param <A> the first item
     * @param <B> the second item
     * @param <R> the result
     */
    @FunctionalInterface
    public interface PairJob<A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> {

        /**
         * Does it, on a green thread of the pool.
         *
         * @param first the first item
         * @param second the second item
         * @return their result
         * @throws Exception if it fails; the results throw it at the place of this pair
         */
        R apply(A first, B second) throws Exception;
    }

    private final Slots slots;
    private final Slot slot = new Slot(this);

    /** Makes one of 1,000 slots, as eventlet does. */
    public GreenPool() {
        this(1000);
    }

    /**
     * Makes one of {@code size} slots.
     *
     * @param size how many of its green threads may run at a time; with 0, spawning blocks until {@link #resize}
     * @throws IllegalArgumentException if {@code size} is negative
     */
    public GreenPool(int size) {
        slots = new Slots(checkedSize(size));
    }

    /**
     * Runs {@code work} on a new green thread of this pool, blocking until a slot is free for it, or until the calling thread is
     * interrupted (eventlet's spawn). Called by a member while no slot is free, it runs the work before it returns.
     *
     * @param <T> the result
     * @param work what to run; a lambda that can be read both ways is taken as work with a result
     * @return the handle, failed if the work failed in the calling thread
     * @throws InterruptedException if the current thread is interrupted while waiting; the work will not run. If that was by a kill
     *     or by a {@link Timeout}, their own throwable is thrown instead
     */
    public <T extends @Nullable Object> GreenThread<T> spawn(Callable<T> work) throws InterruptedException {
        return spawn(Objects.requireNonNull(work), slot, /* reportsFailure= */ false);
    }

    /**
     * Runs {@code work}, which has no result, as {@link #spawn(Callable)} does.
     *
     * @param work what to run
     * @return the handle
     * @throws InterruptedException as {@link #spawn(Callable)}
     */
    public GreenThread<@Nullable Void> spawn(Green.Work work) throws InterruptedException {
        return spawn(Green.withResult(work), slot, /* reportsFailure= */ false);
    }

    /**
     * Runs {@code work} as {@link #spawn(Callable)} does, where nobody awaits it (eventlet's spawn_n). What it throws goes to the
     * uncaught exception handler, as with {@link Green#spawnN}.
     *
     * @param work what to run
     * @throws InterruptedException as {@link #spawn(Callable)}
     */
    public void spawnN(Green.Work work) throws InterruptedException {
        spawn(Green.withResult(work), slot, /* reportsFailure= */ true);
    }

    <T extends @Nullable Object> GreenThread<T> spawn(Callable<T> work, Slot occupied, boolean reportsFailure)
            throws InterruptedException {
        if (!slots.tryTake()) {
            if (hasMember()) {
                return Inline.run(work, reportsFailure);
            }
            slots.take();
        }
        return start(work, occupied, reportsFailure);
    }

    /** Starts {@code work} in a slot that was taken for it. */
    <T extends @Nullable Object> GreenThread<T> start(Callable<T> work, Slot occupied, boolean reportsFailure) {
        try {
            return Green.start(new Task<>(work, /* delay= */ null, reportsFailure, occupied));
        } catch (Throwable e) { // no memory for it
            slots.release();
            throw e;
        }
    }

    /**
     * Has {@code job} done with each item, on green threads of this pool, and returns the results in the order of the items
     * (eventlet's imap). It is lazy: an item is taken when a result is asked for, by the thread that asks, as long as a slot is
     * free and no more than two results a slot are on their way.
     *
     * @param <A> an item
     * @param <R> a result
     * @param job what is done with each
     * @param items the items, of which there may be infinitely many
     * @return the results, for one thread at a time; nothing is left behind if it does not ask for all
     */
    public <A extends @Nullable Object, R extends @Nullable Object> Results<R> imap(
            Job<? super A, ? extends R> job, Iterable<? extends A> items) {
        return new GreenMap<>(this, Inputs.<A, R>of(Objects.requireNonNull(job), items.iterator()));
    }

    /**
     * Has {@code job} done with the first of both, the second of both and so on until one has no more, as {@link #imap(Job, Iterable)}
     * does (eventlet's imap with two iterables).
     *
     * @param <A> a first item
     * @param <B> a second item
     * @param <R> a result
     * @param job what is done with each pair; {@code List::of} makes lists of them
     * @param firsts the first items
     * @param seconds the second items
     * @return the results
     */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> Results<R> imap(
            PairJob<? super A, ? super B, ? extends R> job,
            Iterable<? extends A> firsts,
            Iterable<? extends B> seconds) {
        return new GreenMap<>(
                this, Inputs.<A, B, R>of(Objects.requireNonNull(job), firsts.iterator(), seconds.iterator()));
    }

    /**
     * Has {@code job} done with the key and the value of each entry, as {@link #imap(Job, Iterable)} does (eventlet's starmap).
     *
     * @param <A> a key
     * @param <B> a value
     * @param <R> a result
     * @param job what is done with each
     * @param pairs the pairs, for instance of {@link Map#entry}
     * @return the results
     */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> Results<R> starmap(
            PairJob<? super A, ? super B, ? extends R> job,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs) {
        Objects.requireNonNull(job);
        return imap(pair -> job.apply(pair.getKey(), pair.getValue()), pairs);
    }

    /**
     * Waits until none of its green threads runs and nobody waits for a slot, blocking until then, or until the calling thread is
     * interrupted (eventlet's waitall). Returns at once if there is none. The pool can be used as before afterwards.
     *
     * @throws InterruptedException if the current thread is interrupted while waiting; where that was by a kill or a timeout, what the
     *     killer gave or the timeout is thrown instead
     * @throws IllegalStateException if a member calls: it would wait for its own end
     */
    public void awaitAll() throws InterruptedException {
        awaitAll(Task.FOREVER);
    }

    /**
     * Waits as {@link #awaitAll()} does, but not longer than {@code timeout}.
     *
     * @param timeout the longest time to wait; zero or negative: not at all
     * @return true if none runs
     * @throws InterruptedException as {@link #awaitAll()}
     * @throws IllegalStateException if a member calls
     */
    public boolean awaitAll(Duration timeout) throws InterruptedException {
        return awaitAll(TimeUnit.NANOSECONDS.convert(timeout));
    }

    private boolean awaitAll(long timeoutNanos) throws InterruptedException {
        if (hasMember()) {
            throw new IllegalStateException("a member of the pool cannot await all, itself among them");
        }
        return slots.awaitNone(timeoutNanos);
    }

    /**
     * Gives it {@code size} slots (eventlet's resize). If these are more, those that wait for one get them. If these are fewer, those that
     * run go on, and no other starts until there are fewer of them.
     *
     * @param size the new size
     * @throws IllegalArgumentException if {@code size} is negative
     */
    public void resize(int size) {
        slots.resize(checkedSize(size));
    }

    /**
     * Returns how many slots are occupied.
     *
     * @return its green threads that have not ended
     */
    public int running() {
        return slots.running();
    }

    /**
     * Returns how many can be spawned without waiting.
     *
     * @return the slots that are free; negative if it has been resized to fewer than run
     */
    public int free() {
        return slots.free();
    }

    /**
     * Returns how many threads wait for a slot.
     *
     * @return the number of those blocked in a spawn
     */
    public int waiting() {
        return slots.waiting();
    }

    /**
     * Returns the size.
     *
     * @return how many slots it has
     */
    public int size() {
        return slots.size();
    }

    // The steps of a spawn

    /** Returns whether the calling thread is one of this pool's green threads. */
    boolean hasMember() {
        var current = Task.current();
        return current != null && current.isMemberOf(this);
    }

    Slots slots() {
        return slots;
    }

    private static int checkedSize(int size) {
        if (size < 0) {
            throw new IllegalArgumentException("size is negative: " + size);
        }
        return size;
    }

    /** Returns an identity and the counts, for logs: {@code GreenPool@1f2e3d[2 of 10 running, 0 waiting]}. */
    @Override
    public String toString() {
        return "GreenPool@" + Integer.toHexString(hashCode()) + "[" + running() + " of " + size() + " running, "
                + waiting() + " waiting]";
    }
}
