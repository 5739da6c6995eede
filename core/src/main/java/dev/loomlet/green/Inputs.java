package dev.loomlet.green;

import java.util.Iterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link GreenMap} has done: the job with each item, as the items are asked for. On the thread that asks for results.
 *
 * @param <R> the result of a job
 */
interface Inputs<R extends @Nullable Object> extends Iterator<Callable<R>> {

    static <A extends @Nullable Object, R extends @Nullable Object> Inputs<R> of(
            GreenPool.Job<? super A, ? extends R> job, Iterator<? extends A> items) {
        return new Inputs<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public Callable<R> next() {
                var item = items.next();
                return () -> job.apply(item);
            }
        };
    }

    static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> Inputs<R> of(
            GreenPool.PairJob<? super A, ? super B, ? extends R> job,
            Iterator<? extends A> firsts,
            Iterator<? extends B> seconds) {
        return new Inputs<>() {
            @Override
            public boolean hasNext() {
                return firsts.hasNext() && seconds.hasNext();
            }

            @Override
            public Callable<R> next() {
                var first = firsts.next();
                var second = seconds.next();
                return () -> job.apply(first, second);
            }
        };
    }
}
