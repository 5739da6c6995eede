package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NoGreenThreadLeft.Checked
class PoolTest {

    private static final Duration SOON = Duration.ofMillis(5);

    private final AtomicInteger made = new AtomicInteger();

    @Test
    void get_makesThemWhenNeeded() throws Exception {
        var pool = new Pool<>(4, made::incrementAndGet);
        assertThat(made).hasValue(0);
        assertThat(List.of(pool.free(), pool.size(), pool.maxSize())).containsExactly(4, 0, 4);

        assertThat(pool.get()).isEqualTo(1);
        assertThat(pool.get()).isEqualTo(2);
        assertThat(List.of(pool.free(), pool.size(), pool.maxSize())).containsExactly(2, 2, 4);
    }

    @Test
    void fill_makesThemBefore() throws Exception {
        var pool = new Pool<>(4, made::incrementAndGet);
        pool.fill(3);
        pool.fill(2);

        assertThat(made).hasValue(3);
        assertThat(List.of(pool.free(), pool.size())).containsExactly(4, 3);
        assertThatIllegalArgumentException().isThrownBy(() -> pool.fill(5)).withMessageContaining("count");
    }

    @ParameterizedTest
    @CsvSource({"IN_TURN,1", "STACK,2"})
    void get_takesTheFreeOnesInTheirOrder(Pool.Order order, int next) throws Exception {
        var pool = new Pool<>(2, order, made::incrementAndGet);
        int first = pool.get();
        int second = pool.get();
        pool.put(first);
        pool.put(second);

        assertThat(pool.get()).isEqualTo(next);
    }

    @Test
    void get_noneIsFree_waitsForAPut() throws Exception {
        var pool = new Pool<>(1, made::incrementAndGet);
        int one = pool.get();
        var waiter = Green.spawn(() -> pool.get());
        Until.holds(() -> pool.waiting() == 1);

        pool.put(one);

        assertThat(waiter.await()).isEqualTo(one);
        assertThat(pool.waiting()).isZero();
    }

    @Test
    void get_outOfTimeOrKilled_takesNothing() throws Exception {
        var pool = new Pool<>(1, made::incrementAndGet);
        int one = pool.get();
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> pool.get(SOON));
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> pool.get(Duration.ZERO));
        assertThatExceptionOfType(Timeout.class).isThrownBy(() -> Green.withTimeout(SOON, pool::get));
        var killed = Green.spawn(() -> pool.get());
        Until.holds(() -> pool.waiting() == 1);
        killed.kill();
        assertThatExceptionOfType(GreenThreadExit.class).isThrownBy(killed::await);

        pool.put(one);

        assertThat(pool.get(Duration.ZERO)).isEqualTo(one);
    }

    @Test
    void item_closed_isPutBackOnce() throws Exception {
        var pool = new Pool<>(1, made::incrementAndGet);
        var taken = pool.item();
        assertThat(taken.value()).isEqualTo(1);
        assertThat(pool.free()).isZero();

        taken.close();
        taken.close();

        assertThat(pool.free()).isEqualTo(1);
        assertThat(made).hasValue(1);
    }

    @Test
    void create_fails_whoWantedItGetsTheFailureAndTheNextMayMakeOne() throws Exception {
        var failure = new IOException("refused");
        var failing = new CountDownLatch(1);
        var pool = new Pool<>(1, () -> {
            if (made.incrementAndGet() == 1) {
                failing.await();
                throw failure;
            }
            return made.get();
        });
        var first = Green.spawn(() -> pool.get());
        Until.holds(() -> made.get() == 1);
        /* In eventlet it waits for a put that never comes. */
        var second = Green.spawn(() -> pool.get());
        Until.holds(() -> pool.waiting() == 1);

        failing.countDown();

        assertThatThrownBy(first::await).isSameAs(failure);
        assertThat(second.await()).isEqualTo(2);
        assertThat(List.of(pool.free(), pool.size())).containsExactly(0, 1);
    }

    @Test
    void drop_leavesRoomForAnother() throws Exception {
        var pool = new Pool<>(1, made::incrementAndGet);
        pool.get();
        var waiter = Green.spawn(() -> pool.get());
        Until.holds(() -> pool.waiting() == 1);

        pool.drop();

        assertThat(waiter.await()).isEqualTo(2);
    }

    @Test
    void resize_fewer_whatIsPutIsLetGo() throws Exception {
        var pool = new Pool<>(2, made::incrementAndGet);
        int first = pool.get();
        int second = pool.get();
        pool.resize(1);
        assertThat(pool.free()).isEqualTo(-1);
        pool.put(first);
        pool.put(second);

        assertThat(List.of(pool.free(), pool.size())).containsExactly(1, 1);
        assertThat(pool.get()).isEqualTo(second);
    }

    @Test
    void resize_more_thoseThatWaitMakeOne() throws Exception {
        var pool = new Pool<>(0, made::incrementAndGet);
        var waiter = Green.spawn(() -> pool.get());
        Until.holds(() -> pool.waiting() == 1);

        pool.resize(1);

        assertThat(waiter.await()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> pool.resize(-1)).withMessageContaining("maxSize");
        assertThatIllegalArgumentException().isThrownBy(() -> new Pool<>(-1, made::incrementAndGet));
    }

    /** eventlet's test_pool_smash: a get that ran out of time leaves neither pool in disorder. */
    @Test
    void get_outOfTimeInAGreenPool_leavesBothPoolsSane() throws Exception {
        var threads = new GreenPool(1);
        var tokens = new Pool<>(1, Object::new);
        var token = tokens.get();

        assertThat(threads.spawn(() -> Green.withTimeout(SOON, "late", () -> {
                            tokens.get();
                            return "token";
                        }))
                        .await())
                .isEqualTo("late");
        tokens.put(token);

        assertThat(threads.spawn(() -> tokens.get()).await()).isSameAs(token);
    }

    /** eventlet's test_with_intpool. */
    @ParameterizedTest
    @CsvSource({"1,1", "1,3", "3,1", "3,3", "10,4", "4,10"})
    void manyGreenThreads_shareTheItems_eachHasItAlone(int poolSize, int items) throws Exception {
        var pool = new Pool<>(items, made::incrementAndGet);
        var threads = new GreenPool(poolSize);
        var used = new HashSet<Integer>();
        var results = new ArrayList<GreenThread<Integer>>();
        for (int i = 0; i < 200; i++) {
            results.add(threads.spawn(() -> {
                try (var taken = pool.item()) {
                    synchronized (used) {
                        assertThat(used.add(taken.value())).isTrue();
                    }
                    Green.sleep(Duration.ZERO);
                    synchronized (used) {
                        used.remove(taken.value());
                    }
                    return taken.value();
                }
            }));
        }
        for (var result : results) {
            assertThat(result.await()).isBetween(1, Math.min(poolSize, items));
        }
    }
}
