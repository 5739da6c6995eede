package dev.loomlet.green;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The values of some keys of a {@link DagPool}, in the order in which they are there (eventlet's wait_each).
 *
 * <p>The key of a failed green thread comes in its turn too, as a {@link DagPool.PropagateError}, which says the key; one can go on to the
 * next. A wait that is interrupted, killed or out of time loses nothing: the next call waits for the same. One thread at a time may
 * ask.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class DagResults<K, V extends @Nullable Object> implements Iterable<DagResults.Result<K, V>> {

    /**
     * A key and its value.
     *
     * @param key the key
     * @param value its value
     * @param <K> the keys
     * @param <V> the values
     */
    public record Result<K, V extends @Nullable Object>(K key, V value) {}

    private final DagPool<K, V> pool;
    private final Set<K> pending;

    DagResults(DagPool<K, V> pool, Collection<? extends K> keys) {
        this.pool = pool;
        this.pending = new LinkedHashSet<>(keys);
    }

    /**
     * Returns whether there is a key left that has not been asked for; its value need not be there.
     *
     * @return true if {@link #await()} may be called
     */
    public boolean hasNext() {
        return !pending.isEmpty();
    }

    /**
     * Returns the next value, blocking until one is there, or until the calling thread is interrupted.
     *
     * @return the key and its value
     * @throws DagPool.PropagateError if the work of the key failed
     * @throws InterruptedException if the current thread is interrupted while waiting; if that was by a kill or by a {@link Timeout},
     *     their own throwable is thrown instead
     * @throws NoSuchElementException if none is left
     */
    public Result<K, V> await() throws InterruptedException {
        if (pending.isEmpty()) {
            throw new NoSuchElementException("no key is left");
        }
        var key = pool.awaitFirst(pending);
        pending.remove(key);
        return new Result<>(key, pool.outcome(key).valueOrThrow());
    }

    /**
     * Returns all values that are left, when they are there, blocking until then.
     *
     * @return the values by their keys, in the order in which they came
     * @throws DagPool.PropagateError if the work of one failed: of the first that did
     * @throws InterruptedException as {@link #await()}
     */
    public Map<K, V> toMap() throws InterruptedException {
        var values = new LinkedHashMap<K, V>();
        while (hasNext()) {
            var result = await();
            values.put(result.key(), result.value());
        }
        return values;
    }

    /**
     * Returns an iterator over what is left, whose {@code next} does as {@link #await()}; an InterruptedException is the cause of a {@link
     * CompletionException}, and the thread is interrupted then.
     *
     * @return an iterator; each result is there once, for the one that asks first
     */
    @Override
    public Iterator<Result<K, V>> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return DagResults.this.hasNext();
            }

            @Override
            public Result<K, V> next() {
                try {
                    return await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new CompletionException(e);
                }
            }
        };
    }
}
