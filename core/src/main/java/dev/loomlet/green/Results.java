package dev.loomlet.green;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The results of work on green threads, in the order in which the work was given, whichever ends first: of
 * {@link GreenPool#imap(GreenPool.Job, Iterable)} and of a {@link GreenPile}.
 *
 * {@snippet lang=java :
 * for (var page : pool.imap(url -> fetch(url), urls)) {
 *     index(page);
 * }
 * }
 *
 * <p>What a piece of work threw is thrown at its place, and one can go on to the next. A {@code for} ends with it; a loop over
 * {@link #hasNext} can catch it. A wait that is interrupted, killed or out of time loses no result: the next call waits for the same.
 *
 * <p>One thread at a time may ask.
 *
 * @param <T> a result
 */
public abstract sealed class Results<T extends @Nullable Object> implements Iterable<T> permits GreenMap, GreenPile {

    Results() {}

    /**
     * Returns whether there is a result left, or a failure in its place; it need not have come yet. Of an {@code imap} this asks the
     * items.
     *
     * @return true if {@link #await()} may be called
     */
    public abstract boolean hasNext();

    /**
     * Returns the next result, blocking until it is there, or until the calling thread is interrupted.
     *
     * @return the result
     * @throws Exception what the work threw, itself, or what the iterator of the items threw, after which there is nothing left
     * @throws InterruptedException if the current thread is interrupted while waiting; where that was by a kill or a timeout, what the
     *     killer gave or the timeout is thrown instead
     * @throws NoSuchElementException if there is none left
     */
    public abstract T await() throws Exception;

    /**
     * Returns an iterator over the results that are left, for loops that cannot throw checked exceptions. Its {@code next} does as
     * {@link #await()}: errors and unchecked exceptions are thrown themselves, a checked exception as the cause of a {@link
     * CompletionException}, after which the thread is interrupted if that was an {@link InterruptedException}.
     *
     * @return an iterator; each result is there once, for the one that asks first
     */
    @Override
    public Iterator<T> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return Results.this.hasNext();
            }

            @Override
            public T next() {
                return awaitUnchecked();
            }
        };
    }

    private T awaitUnchecked() {
        try {
            return await();
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
