package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NoGreenThreadLeft.Checked
class GreenMapTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void imap_results_areInTheOrderOfTheItems() {
        var results = new GreenPool(4).imap(n -> n * n, numbers(100));

        assertThat(results)
                .containsExactlyElementsOf(numbers(100).stream().map(n -> n * n).toList());
    }

    @Test
    void imap_noItems_hasNoResult() {
        var results = new GreenPool(4).imap(n -> n, List.of());

        assertThat(results.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(results.iterator()::next);
    }

    @Test
    void imap_pairs_endsWithTheShorter() {
        var results = new GreenPool(4).imap(List::of, List.of(1, 2, 3), List.of("a", "b"));

        assertThat(results).containsExactly(List.of(1, "a"), List.of(2, "b"));
    }

    @Test
    void starmap_takesKeysAndValues() {
        var results = new GreenPool(2).starmap(Math::addExact, List.of(Map.entry(1, 2), Map.entry(3, 4)));

        assertThat(results).containsExactly(3, 7);
    }

    @Test
    void imap_itemsFail_isThrownAtItsPlaceAndTheRestComes() {
        var seen = new ArrayList<Object>();
        var failure = new IOException();
        var results = new GreenPool(4)
                .imap(
                        n -> {
                            if (n == 1 || n == 7) {
                                throw failure;
                            }
                            return n;
                        },
                        numbers(10));
        while (results.hasNext()) {
            try {
                seen.add(results.await());
            } catch (Exception e) {
                seen.add(e);
            }
        }

        assertThat(seen).containsExactly(0, failure, 2, 3, 4, 5, 6, failure, 8, 9);
    }

    @Test
    void next_itemFailsChecked_isWrapped() {
        var failure = new IOException();
        var results = new GreenPool(1)
                .imap(
                        _ -> {
                            throw failure;
                        },
                        numbers(1));

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(results.iterator()::next)
                .withCause(failure);
    }

    /** eventlet's producer dies of it, and the consumer waits for ever. */
    @Test
    void imap_theIteratorOfTheItemsFails_isThrownAtItsPlaceAndThatIsTheEnd() throws Exception {
        var failure = new IllegalStateException("no more");
        var results = new GreenPool(4).imap(n -> n, failingAfter(3, failure));

        assertThat(List.of(results.await(), results.await(), results.await())).containsExactly(0, 1, 2);
        assertThat(results.hasNext()).isTrue();
        assertThatThrownBy(results::await).isSameAs(failure);
        assertThat(results.hasNext()).isFalse();
    }

    /** In eventlet a job that returns a StopIteration ends all. */
    @Test
    void imap_jobThrowsNoSuchElement_theRestComes() throws Exception {
        var results = new GreenPool(1)
                .imap(
                        n -> {
                            if (n == 0) {
                                throw new NoSuchElementException();
                            }
                            return n;
                        },
                        numbers(2));

        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(results::await);
        assertThat(results.hasNext()).isTrue();
        assertThat(results.await()).isEqualTo(1);
    }

    @Test
    void imap_nullResults_areResults() throws Exception {
        var results = new GreenPool(2).imap(_ -> null, numbers(3));

        assertThat(results.await()).isNull();
        assertThat(results.await()).isNull();
        assertThat(results.await()).isNull();
        assertThat(results.hasNext()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 50, 500})
    void imap_infinitelyManyItems_takesOnlySoManyAheadAndRunsOnlySoMany(int size) throws Exception {
        var pool = new GreenPool(size);
        var taken = new AtomicInteger();
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var results = pool.imap(
                n -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Green.sleep(Duration.ZERO);
                    running.decrementAndGet();
                    return n;
                },
                forEver(taken));
        for (int i = 0; i < 3_000; i++) {
            assertThat(results.await()).isEqualTo(i);
            assertThat(taken.get() - i).isLessThanOrEqualTo(2 * size + 1);
        }

        assertThat(most).hasValueLessThanOrEqualTo(size);
        Until.holds(() -> pool.running() == 0);
    }

    @Test
    void imap_isLazy() {
        var taken = new AtomicInteger();
        new GreenPool(4).imap(n -> n, forEver(taken));

        assertThat(taken).hasValue(0);
    }

    /** eventlet's imap makes a pool of its own beside. */
    @Test
    void imap_usesTheSlotsOfThePool() throws Exception {
        var pool = new GreenPool(2);
        pool.spawnN(gate::await);
        var most = new AtomicInteger();
        var running = new AtomicInteger();
        var results = pool.imap(
                n -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Green.sleep(Duration.ZERO);
                    running.decrementAndGet();
                    return n;
                },
                numbers(100));
        results.forEach(_ -> {});

        assertThat(most).hasValue(1);
        gate.countDown();
        pool.awaitAll();
    }

    @Test
    void imap_theFirstIsSlow_theOthersGoOn() throws Exception {
        var pool = new GreenPool(4);
        var others = new CountDownLatch(1);
        var ended = new CountDownLatch(7);
        var results = pool.imap(
                n -> {
                    (n == 0 ? gate : others).await();
                    ended.countDown();
                    return n;
                },
                numbers(100));
        var consumer = new FutureTask<>(results::await);
        var asking = Thread.startVirtualThread(consumer);
        /* Asleep, it has to be woken by the others. */
        Until.holds(() -> pool.running() == 4 && asking.getState() == Thread.State.WAITING);
        others.countDown();
        ended.await();
        gate.countDown();

        assertThat(consumer.get()).isZero();
        pool.awaitAll();
    }

    @Test
    void imap_byAMemberOfAFullPool_runsInItsThread() throws Exception {
        var pool = new GreenPool(1);

        var sum = pool.spawn(() -> {
            int total = 0;
            for (int n : pool.imap(n -> n, numbers(10))) {
                total += n;
            }
            return total;
        });

        assertThat(sum.await()).isEqualTo(45);
    }

    @Test
    void await_interruptedOrOutOfTime_losesNoResult() throws Exception {
        var results = new GreenPool(2)
                .imap(
                        n -> {
                            if (n == 0) {
                                gate.await();
                            }
                            return n;
                        },
                        numbers(3));

        assertThatExceptionOfType(Timeout.class)
                .isThrownBy(() -> Green.withTimeout(Duration.ofMillis(5), results::await));
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(results::await);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(CompletionException.class).isThrownBy(results.iterator()::next);
        assertThat(Thread.interrupted()).isTrue();
        gate.countDown();

        assertThat(results).containsExactly(0, 1, 2);
    }

    @Test
    void await_outOfTimeWhileThePoolIsFull_losesNoItem() throws Exception {
        var pool = new GreenPool(1);
        pool.spawnN(gate::await);
        var results = pool.imap(n -> n, numbers(2));

        assertThatExceptionOfType(Timeout.class)
                .isThrownBy(() -> Green.withTimeout(Duration.ofMillis(5), results::await));
        gate.countDown();

        assertThat(results).containsExactly(0, 1);
        pool.awaitAll();
    }

    @Test
    void notAllAreAskedFor_nothingIsLeft() throws Exception {
        var pool = new GreenPool(3);
        var results = pool.imap(n -> n, forEver(new AtomicInteger()));
        assertThat(results.await()).isZero();

        assertThat(pool.awaitAll(LONG)).isTrue();
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static Iterable<Integer> forEver(AtomicInteger taken) {
        return () -> IntStream.iterate(0, n -> n + 1)
                .peek(_ -> taken.incrementAndGet())
                .boxed()
                .iterator();
    }

    private static Iterable<Integer> failingAfter(int count, RuntimeException failure) {
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                if (next == count) {
                    throw failure;
                }
                return next++;
            }
        };
    }
}
