package dev.loomlet.green;

import java.io.Serial;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Green threads that depend on each other's results, each of which has a key (eventlet's DAGPool, for a directed graph without
 * cycles).
 *
 * {@snippet lang=java :
 * var pool = new DagPool<String, Path>();
 * pool.post("config", Path.of("app.conf"));
 * pool.spawn("code", Set.of("config"), (key, results) -> compile(results.toMap()));
 * pool.spawn("docs", Set.of("config"), (key, results) -> render(results.toMap()));
 * pool.spawn("jar", Set.of("code", "docs"), (key, results) -> pack(results.toMap()));
 * Path jar = pool.await("jar");
 * }
 *
 * <p>A green thread starts at once, and waits where its work asks for the results it depends on; they come in the order in which they are
 * there. What it returns is the value of its key. What it throws is thrown, as the cause of a {@link PropagateError}, to whoever asks
 * for that value, a green thread that depends on it among them, whose own key then has failed in the same way.
 *
 * <p>Values may be posted from outside, also for keys that others wait for already. Nobody looks for cycles: green threads that depend on
 * each other wait until they are killed. All methods may be called from every thread, green or not. Those that wait may be interrupted
 * at any moment and lose nothing: who asks again gets the same value.
 *
 * @param <K> the keys, with equals and hashCode
 * @param <V> the values
 */
public final class DagPool<K, V extends @Nullable Object> {

    /**
     * What has the value of a key.
     *
     * @param <K> the keys
     * @param <V> the values
     */
    @FunctionalInterface
    public interface Work<K, V extends @Nullable Object> {

        /**
         * Makes the value, on a green thread of its own.
         *
         * @param key the key
         * @param results the values it depends on, which wait when they are asked for
         * @return the value of the key
         * @throws Exception if there will be none
         */
        V run(K key, DagResults<K, V> results) throws Exception;
    }

    /** Thrown to who asks for the value of a key whose work failed; what that threw is the cause (eventlet's PropagateError). */
    public static final class PropagateError extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        private final transient Object key;

        PropagateError(Object key, Throwable cause) {
            super("the work of " + key + " failed: " + cause, cause);
            this.key = key;
        }

        /**
         * Returns the key whose work failed.
         *
         * @return the key
         */
        public Object key() {
            return key;
        }
    }

    /** Thrown where a key has a value or a green thread already (eventlet's Collision). */
    public static final class Collision extends IllegalStateException {

        @Serial
        private static final long serialVersionUID = 1L;

        Collision(Object key, String has) {
            super(key + " has " + has);
        }
    }

    private final ReentrantLock guard = new ReentrantLock();
    private final Map<K, Outcome<V>> outcomes = new LinkedHashMap<>();
    private final Map<K, GreenThread<V>> running = new LinkedHashMap<>();
    private final Map<K, Set<K>> dependsOn = new HashMap<>();
    private final Condition settled = guard.newCondition();

    private long sequence;

    /** The value of a key, or what its work threw; the sequence says which was there first. */
    record Outcome<V extends @Nullable Object>(
            V value, @Nullable PropagateError failure, long sequence) {
        V valueOrThrow() {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }

    /** Makes one without values. */
    public DagPool() {}

    /**
     * Makes one with values (eventlet's preload).
     *
     * @param values what is there from the start
     */
    public DagPool(Map<? extends K, ? extends V> values) {
        values.forEach(this::post);
    }

    /**
     * Runs {@code work} on a new green thread, for the value of {@code key} (eventlet's spawn).
     *
     * @param key the key, which has neither a value nor a green thread
     * @param depends the keys whose values the work asks for; they need not be known yet
     * @param work what to run
     * @return the handle, whose outcome is that of the work itself
     * @throws Collision if the key has a value or a green thread
     */
    public GreenThread<V> spawn(K key, Collection<? extends K> depends, Work<K, V> work) {
        Objects.requireNonNull(work);
        var keys = new LinkedHashSet<K>(depends);
        guard.lock();
        try {
            if (running.containsKey(key) || outcomes.containsKey(key)) {
                throw new Collision(key, "a value or a green thread already");
            }
            GreenThread<V> thread = Green.spawn(() -> work.run(key, new DagResults<>(this, keys)));
            running.put(key, thread);
            dependsOn.put(key, keys);
            thread.link(ended -> end(key, ended));
            return thread;
        } finally {
            guard.unlock();
        }
    }

    /**
     * Runs the same work for several keys, each with what it depends on (eventlet's spawn_many).
     *
     * @param depends the keys, each with those whose values its work asks for
     * @param work what to run for each
     * @throws Collision if a key has a value or a green thread; those before it have been spawned
     */
    public void spawnMany(Map<? extends K, ? extends Collection<? extends K>> depends, Work<K, V> work) {
        depends.forEach((key, keys) -> spawn(key, keys, work));
    }

    @SuppressWarnings("NullAway") // who asks for the value of what failed gets the failure
    private void end(K key, GreenThread<V> ended) {
        V value = null;
        PropagateError failure = null;
        try {
            value = ended.await();
        } catch (Throwable e) {
            failure = new PropagateError(key, e);
        }
        guard.lock();
        try {
            running.remove(key);
            dependsOn.remove(key);
            settle(key, value, failure);
        } finally {
            guard.unlock();
        }
    }

    /** Gives {@code key} its outcome and wakes those that wait for any. */
    private void settle(K key, V value, @Nullable PropagateError failure) {
        outcomes.put(key, new Outcome<>(value, failure, sequence++));
        settled.signalAll();
    }

    /**
     * Gives a key its value (eventlet's post).
     *
     * @param key the key, which has neither a value nor a green thread
     * @param value the value
     * @throws Collision if the key has a value or a green thread
     */
    public void post(K key, V value) {
        post(key, value, /* replace= */ false);
    }

    /**
     * Gives a key its value, or another one (eventlet's post with replace). Who has asked already keeps what it got.
     *
     * @param key the key, which has no green thread
     * @param value the value
     * @param replace whether it may have a value already
     * @throws Collision if the key has a green thread, or a value and {@code replace} is false
     */
    public void post(K key, V value, boolean replace) {
        guard.lock();
        try {
            if (running.containsKey(key)) {
                throw new Collision(key, "a green thread, which makes its value");
            }
            if (!replace && outcomes.containsKey(key)) {
                throw new Collision(key, "a value already");
            }
            settle(key, value, /* failure= */ null);
        } finally {
            guard.unlock();
        }
    }

    /**
     * Kills the green thread of {@code key} (eventlet's kill). Its value is lost to those that wait for it: they get a {@link
     * PropagateError}. Does not wait for its end.
     *
     * @param key the key
     * @throws IllegalArgumentException if it has no green thread that runs
     */
    public void kill(K key) {
        GreenThread<V> thread;
        guard.lock();
        try {
            thread = running.get(key);
        } finally {
            guard.unlock();
        }
        if (thread == null) {
            throw new IllegalArgumentException("key has no green thread: " + key);
        }
        thread.kill();
    }

    // Asking

    /**
     * Returns the value of {@code key}, blocking until it is there, or until the calling thread is interrupted (eventlet's {@code
     * pool[key]}).
     *
     * @param key the key, which need not be known yet
     * @return its value
     * @throws PropagateError if its work failed
     * @throws InterruptedException if the current thread is interrupted while waiting; if that was by a kill or by a {@link Timeout},
     *     their own throwable is thrown instead
     */
    public V await(K key) throws InterruptedException {
        return each(Set.of(key)).await().value();
    }

    /**
     * Returns the values of {@code keys} when all are there, blocking until then (eventlet's wait).
     *
     * @param keys the keys, which need not be known yet
     * @return their values
     * @throws PropagateError if the work of one failed: of the first that did
     * @throws InterruptedException as {@link #await}
     */
    public Map<K, V> awaitAll(Collection<? extends K> keys) throws InterruptedException {
        return each(keys).toMap();
    }

    /**
     * Returns the values of all keys that are known now, when all are there (eventlet's waitall).
     *
     * @return the values
     * @throws PropagateError if the work of one failed: of the first that did
     * @throws InterruptedException as {@link #await}
     */
    public Map<K, V> awaitAll() throws InterruptedException {
        var known = new LinkedHashSet<K>(runningKeys());
        known.addAll(keys());
        return awaitAll(known);
    }

    /**
     * Returns the values of {@code keys} one after the other as they are there (eventlet's wait_each, wait_each_success and
     * wait_each_exception).
     *
     * @param keys the keys, which need not be known yet
     * @return the values, for one thread at a time
     */
    public DagResults<K, V> each(Collection<? extends K> keys) {
        return new DagResults<>(this, keys);
    }

    /** Waits until one of {@code keys} has an outcome and returns the one that had it first. */
    K awaitFirst(Set<K> keys) throws InterruptedException {
        guard.lock();
        try {
            var first = firstOf(keys);
            while (first.isEmpty()) {
                settled.await();
                first = firstOf(keys);
            }
            return first.get();
        } catch (InterruptedException _) {
            throw Interruption.reason();
        } finally {
            guard.unlock();
        }
    }

    private Optional<K> firstOf(Set<K> keys) {
        return keys.stream()
                .filter(outcomes::containsKey)
                .min(Comparator.comparingLong(key -> outcome(key).sequence()));
    }

    /** Returns the outcome of a key that has one. */
    Outcome<V> outcome(K key) {
        guard.lock();
        try {
            return Objects.requireNonNull(outcomes.get(key));
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns the value of {@code key} if it is there; does not block (eventlet's get).
     *
     * @param key the key
     * @return its value, empty if it is not there or null
     * @throws PropagateError if its work failed
     */
    @SuppressWarnings("NullAway") // of a V that may be null
    public Optional<V> get(K key) {
        guard.lock();
        try {
            var outcome = outcomes.get(key);
            return outcome == null ? Optional.empty() : Optional.ofNullable(outcome.valueOrThrow());
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns the keys that have a value or have failed (eventlet's keys).
     *
     * @return a copy, in the order in which they came
     */
    public List<K> keys() {
        guard.lock();
        try {
            return List.copyOf(outcomes.keySet());
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns the keys whose green threads run (eventlet's running_keys).
     *
     * @return a copy
     */
    public List<K> runningKeys() {
        guard.lock();
        try {
            return List.copyOf(running.keySet());
        } finally {
            guard.unlock();
        }
    }

    /**
     * Returns what the green thread of {@code key} still waits for (eventlet's waiting_for).
     *
     * @param key the key
     * @return the keys it depends on that have no outcome yet, a copy; empty if it has no green thread that runs
     */
    public Set<K> waitingFor(K key) {
        guard.lock();
        try {
            var keys = new LinkedHashSet<>(dependsOn.getOrDefault(key, Set.of()));
            keys.removeAll(outcomes.keySet());
            return keys;
        } finally {
            guard.unlock();
        }
    }
}
