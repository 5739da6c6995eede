package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@NoGreenThreadLeft.Checked
class GreenPoolTest {

    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofHours(1);

    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void spawn_resultsAreTheWorks() throws Exception {
        var pool = new GreenPool(4);
        var handles = new ArrayList<GreenThread<Integer>>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            handles.add(pool.spawn(() -> number * 10));
        }

        for (int i = 0; i < 20; i++) {
            assertThat(handles.get(i).await()).isEqualTo(i * 10);
        }
    }

    @Test
    void spawnN_awaitAll_allHaveRun() throws Exception {
        var pool = new GreenPool(4);
        var ran = new ConcurrentLinkedQueue<Integer>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            pool.spawnN(() -> ran.add(number));
        }

        pool.awaitAll();

        assertThat(ran).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void counts_followWhatRunsAndWhatWaits() throws Exception {
        var pool = new GreenPool(1);
        assertThat(counts(pool)).containsExactly(0, 1, 0);

        pool.spawn(() -> gate.await());
        assertThat(counts(pool)).containsExactly(1, 0, 0);

        var spawner = Green.spawn(() -> pool.spawn(() -> gate.await()).await());
        Until.holds(() -> pool.waiting() == 1);
        assertThat(counts(pool)).containsExactly(1, 0, 1);

        gate.countDown();
        spawner.await();
        pool.awaitAll();
        assertThat(counts(pool)).containsExactly(0, 1, 0);
    }

    @Test
    void spawn_full_blocksUntilASlotIsFree() throws Exception {
        var pool = new GreenPool(2);
        assertThat(pool.free()).isEqualTo(2);
        pool.spawnN(gate::await);
        assertThat(pool.free()).isEqualTo(1);
        pool.spawnN(gate::await);
        assertThat(pool.free()).isZero();
        var third = new CountDownLatch(1);
        var spawner = Green.spawn(() -> pool.spawnN(third::countDown));
        Until.holds(() -> pool.waiting() == 1);
        assertThat(third.getCount()).isEqualTo(1);

        gate.countDown();

        third.await();
        spawner.await();
        pool.awaitAll();
    }

    @Test
    void spawn_full_servesInTheOrderOfTheSpawners() throws Exception {
        var pool = new GreenPool(1);
        pool.spawnN(gate::await);
        var order = new ConcurrentLinkedQueue<Integer>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            Green.spawn(() -> pool.spawnN(() -> order.add(number)));
            Until.holds(() -> pool.waiting() == number + 1);
        }

        gate.countDown();
        pool.awaitAll();

        assertThat(order).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void spawn_failures_freeTheirSlots() throws Exception {
        var pool = new GreenPool(2);
        try (var reports = UncaughtReports.open()) {
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(IOException.class).isThrownBy(pool.spawn(() -> {
                    throw new IOException();
                })::await);
                assertThatExceptionOfType(GreenThreadExit.class).isThrownBy(pool.spawn(() -> {
                    throw new GreenThreadExit();
                })::await);
                pool.spawnN(() -> {
                    throw new GreenThreadExit();
                });
                pool.spawnN(() -> {
                    throw new IOException();
                });
                assertThat(reports.next()).isInstanceOf(IOException.class);
            }
        }
        pool.awaitAll();
        assertThat(pool.free()).isEqualTo(2);
    }

    @Test
    void kill_beforeTheStart_freesTheSlot() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            var pool = new GreenPool(1);
            var work = pool.spawn(() -> Green.sleep(LONG));
            work.kill();
            pool.spawn(() -> "next").await();
        }
    }

    @Test
    void spawn_interruptedWhileFull_spawnsNothing() throws Exception {
        var pool = new GreenPool(1);
        pool.spawnN(gate::await);
        var ran = new AtomicInteger();
        var spawner = Green.spawn(() -> pool.spawn(ran::incrementAndGet));
        Until.holds(() -> pool.waiting() == 1);

        spawner.kill();

        assertThatExceptionOfType(GreenThreadExit.class).isThrownBy(spawner::await);
        assertThat(pool.waiting()).isZero();
        assertThatExceptionOfType(Timeout.class)
                .isThrownBy(() -> Green.withTimeout(SOON, () -> pool.spawn(ran::incrementAndGet)));
        gate.countDown();
        pool.awaitAll();
        assertThat(ran).hasValue(0);
    }

    // Members

    @Test
    void member_spawnsWhileFull_runsItAtOnceInItsThread() throws Exception {
        var pool = new GreenPool(1);

        var inner = pool.spawn(() -> {
                    var outer = Thread.currentThread();
                    var handle = pool.spawn(() -> outer.equals(Thread.currentThread())
                            && Green.current().isPresent());
                    assertThat(handle.isDone()).isTrue();
                    assertThat(handle.isStarted()).isTrue();
                    return handle;
                })
                .await();

        assertThat(inner.await()).isTrue();
        pool.awaitAll();
    }

    @Test
    void member_spawnsWhileFullAndItFails_theHandleHasFailed() throws Exception {
        var pool = new GreenPool(1);
        var failure = new IOException();

        var inner = pool.spawn(() -> pool.spawn(() -> {
                    throw failure;
                }))
                .await();

        assertThatThrownBy(inner::await).isSameAs(failure);
        try (var reports = UncaughtReports.open()) {
            pool.spawn(() -> pool.spawnN(() -> {
                        throw failure;
                    }))
                    .await();
            assertThat(reports.next()).isSameAs(failure);
        }
    }

    @Test
    void member_recursesWithSpawnAndSpawnN_endsWithoutADeadlock() throws Exception {
        var pool = new GreenPool(1);
        var ran = new AtomicInteger();
        recurse(pool, ran, 6);
        pool.awaitAll();
        assertThat(ran).hasValue(127);
    }

    private static void recurse(GreenPool pool, AtomicInteger ran, int depth) throws InterruptedException {
        pool.spawnN(() -> {
            ran.incrementAndGet();
            if (depth > 0) {
                pool.spawn(() -> recurse(pool, ran, depth - 1)).await();
                recurse(pool, ran, depth - 1);
            }
        });
    }

    @Test
    void member_killedInWorkThatRunsHere_isKilled() throws Exception {
        var pool = new GreenPool(1);
        var asleep = new CountDownLatch(1);
        var after = new AtomicInteger();
        var outer = pool.spawn(() -> {
            pool.spawn(() -> {
                asleep.countDown();
                Green.sleep(LONG);
            });
            return after.incrementAndGet();
        });
        asleep.await();

        outer.kill();

        assertThatExceptionOfType(GreenThreadExit.class).isThrownBy(outer::await);
        assertThat(after).hasValue(0);
    }

    @Test
    void member_itsTimeoutInWorkThatRunsHere_isThrownToIt() {
        var pool = new GreenPool(1);

        assertThatExceptionOfType(Timeout.class)
                .isThrownBy(() -> pool.spawn(() -> {
                            try (var _ = Timeout.after(SOON)) {
                                pool.spawn(() -> Green.sleep(LONG));
                                throw new AssertionError("the timeout was swallowed");
                            }
                        })
                        .await());
    }

    @Test
    void member_interruptedInWorkThatRunsHere_staysInterrupted() throws Exception {
        var pool = new GreenPool(1);

        pool.spawn(() -> {
                    var inner = pool.spawn(() -> {
                        Thread.currentThread().interrupt();
                        Green.sleep(LONG);
                    });
                    assertThat(Thread.interrupted()).isTrue();
                    assertThatExceptionOfType(InterruptedException.class).isThrownBy(inner::await);
                })
                .await();
    }

    @Test
    void memberOfAnother_spawnsWhileFull_waits() throws Exception {
        var first = new GreenPool(1);
        var second = new GreenPool(1);
        second.spawnN(gate::await);

        var member = first.spawn(() -> second.spawn(() -> "late").await());
        Until.holds(() -> second.waiting() == 1);
        gate.countDown();

        assertThat(member.await()).isEqualTo("late");
        second.awaitAll();
    }

    // awaitAll

    @Test
    void awaitAll_nothingRuns_returnsAtOnce() throws Exception {
        var pool = new GreenPool();
        pool.awaitAll();
        assertThat(pool.awaitAll(Duration.ZERO)).isTrue();
        assertThat(pool.size()).isEqualTo(1000);
    }

    @Test
    void awaitAll_byAMember_isRefused() throws Exception {
        var pool = new GreenPool(1);
        var member = pool.spawn(() -> pool.awaitAll());
        assertThatIllegalStateException().isThrownBy(member::await);
    }

    @Test
    void awaitAll_timeIsUp_returnsFalse() throws Exception {
        var pool = new GreenPool(1);
        pool.spawnN(gate::await);
        assertThat(pool.awaitAll(SOON)).isFalse();
        gate.countDown();
        assertThat(pool.awaitAll(LONG)).isTrue();
    }

    /** eventlet replaces its event when the count falls to 0, and whoever waits on the old one waits for ever. */
    @Test
    void awaitAll_aSpawnerIsBlocked_waitsForItsWorkTooAndEnds() throws Exception {
        var pool = new GreenPool(1);
        pool.spawnN(gate::await);
        var ran = new AtomicInteger();
        var spawner = Green.spawn(() -> pool.spawnN(ran::incrementAndGet));
        Until.holds(() -> pool.waiting() == 1);
        var all = Green.spawn(() -> pool.awaitAll());

        gate.countDown();

        all.await();
        spawner.await();
        assertThat(ran).hasValue(1);
    }

    // resize

    @Test
    void resize_fewer_thoseThatRunGoOnAndNoOtherStarts() throws Exception {
        var pool = new GreenPool(2);
        var second = new CountDownLatch(1);
        pool.spawnN(gate::await);
        pool.spawnN(second::await);
        pool.resize(1);
        assertThat(pool.free()).isEqualTo(-1);
        assertThat(pool.running()).isEqualTo(2);
        var spawner = Green.spawn(() -> pool.spawn(() -> "third").await());
        Until.holds(() -> pool.waiting() == 1);

        gate.countDown();
        Until.holds(() -> pool.running() == 1);
        assertThat(pool.waiting()).isEqualTo(1);
        second.countDown();

        assertThat(spawner.await()).isEqualTo("third");
        pool.awaitAll();
        assertThat(pool.free()).isEqualTo(1);
    }

    /** eventlet does not wake them. */
    @Test
    void resize_more_wakesThoseThatWait() throws Exception {
        var pool = new GreenPool(0);
        var first = Green.spawn(() -> pool.spawn(() -> 1).await());
        var second = Green.spawn(() -> pool.spawn(() -> 2).await());
        Until.holds(() -> pool.waiting() == 2);

        pool.resize(2);

        assertThat(first.await() + second.await()).isEqualTo(3);
        assertThat(pool.waiting()).isZero();
    }

    @Test
    void size_negative_isRefused() {
        assertThat(new GreenPool(0).free()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> new GreenPool(-1)).withMessageContaining("size");
        var pool = new GreenPool(3);
        assertThatIllegalArgumentException().isThrownBy(() -> pool.resize(-1)).withMessageContaining("size");
        assertThat(pool).asString().contains("0 of 3 running, 0 waiting");
    }

    private static List<Integer> counts(GreenPool pool) {
        return List.of(pool.running(), pool.free(), pool.waiting());
    }
}
