package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

@NoGreenThreadLeft.Checked
class DagPoolTest {

    private final CountDownLatch gate = new CountDownLatch(1);
    private final DagPool<String, Integer> pool = new DagPool<>();

    private static int sum(DagResults<String, Integer> results) throws InterruptedException {
        return results.toMap().values().stream().mapToInt(n -> n).sum();
    }

    @Test
    void spawn_dependsOnOthers_getsTheirValues() throws Exception {
        pool.spawn("c", Set.of("a", "b"), (_, results) -> sum(results));
        pool.spawn("b", Set.of("a"), (_, results) -> sum(results) * 10);
        pool.spawn("a", Set.of(), (_, _) -> 1);

        assertThat(pool.await("c")).isEqualTo(11);
        assertThat(pool.awaitAll()).containsExactlyInAnyOrderEntriesOf(Map.of("a", 1, "b", 10, "c", 11));
        assertThat(pool.keys()).containsExactly("a", "b", "c");
    }

    @Test
    void spawn_returnsTheHandleOfItsWork() throws Exception {
        assertThat(pool.spawn("a", Set.of(), (key, _) -> key.length()).await()).isEqualTo(1);
    }

    @Test
    void spawnMany_eachWithItsDependencies() throws Exception {
        pool.spawnMany(
                Map.of("a", Set.of("z"), "b", Set.of("a"), "c", Set.of("a", "b")), (_, results) -> sum(results) + 1);
        pool.post("z", 0);

        assertThat(pool.awaitAll(List.of("a", "b", "c"))).isEqualTo(Map.of("a", 1, "b", 2, "c", 4));
    }

    @Test
    void each_comesInTheOrderOfTheEnds() throws Exception {
        var second = new CountDownLatch(1);
        pool.spawn("slow", Set.of(), (_, _) -> {
            second.await();
            return 2;
        });
        pool.post("fast", 1);
        var results = pool.each(List.of("slow", "fast"));

        assertThat(results.await()).isEqualTo(new DagResults.Result<>("fast", 1));
        second.countDown();
        assertThat(results.await().key()).isEqualTo("slow");
        assertThat(results.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(results::await);
    }

    @Test
    void preload_isThereFromTheStart() throws Exception {
        var loaded = new DagPool<>(Map.of("a", 7));
        loaded.spawn("b", Set.of("a"), (_, results) -> sum(results) * 2);

        assertThat(loaded.await("b")).isEqualTo(14);
        assertThat(loaded.get("a")).contains(7);
    }

    @Test
    void post_wakesThoseThatWait() throws Exception {
        var waiter = Green.spawn(() -> pool.await("late"));
        pool.post("other", 1);
        pool.post("late", 2);

        assertThat(waiter.await()).isEqualTo(2);
    }

    @Test
    void get_isThereOrNot_doesNotBlock() {
        assertThat(pool.get("a")).isEmpty();
        pool.post("a", 1);
        assertThat(pool.get("a")).contains(1);
    }

    // Failures

    @Test
    void workFails_whoAsksGetsAPropagateError_chainedThroughTheDependencies() {
        var failure = new IOException("disk");
        pool.spawn("a", Set.of(), (_, _) -> {
            throw failure;
        });
        pool.spawn("b", Set.of("a"), (_, results) -> sum(results));

        assertThatExceptionOfType(DagPool.PropagateError.class)
                .isThrownBy(() -> pool.await("b"))
                .satisfies(e -> {
                    assertThat(e.key()).isEqualTo("b");
                    assertThat(e.getCause()).isInstanceOfSatisfying(DagPool.PropagateError.class, inner -> {
                        assertThat(inner.key()).isEqualTo("a");
                        assertThat(inner).hasCause(failure);
                    });
                });
        assertThatExceptionOfType(DagPool.PropagateError.class).isThrownBy(() -> pool.get("a"));
        assertThatExceptionOfType(DagPool.PropagateError.class).isThrownBy(pool::awaitAll);
    }

    @Test
    void each_oneFailed_theOthersComeAllTheSame() throws Exception {
        pool.post("good", 1);
        pool.spawn("bad", Set.of("good"), (_, _) -> {
            throw new IOException();
        });
        pool.spawn("last", Set.of(), (_, _) -> {
            gate.await();
            return 3;
        });
        var seen = new ArrayList<Object>();
        var results = pool.each(List.of("good", "bad", "last"));
        while (results.hasNext()) {
            try {
                seen.add(results.await().value());
            } catch (DagPool.PropagateError e) {
                seen.add(e.key());
                gate.countDown();
            }
        }

        assertThat(seen).containsExactly(1, "bad", 3);
    }

    @Test
    void kill_itsValueIsLostToThoseThatWait() {
        pool.spawn("a", Set.of("never"), (_, results) -> sum(results));
        assertThat(pool.waitingFor("a")).containsExactly("never");

        pool.kill("a");

        assertThatExceptionOfType(DagPool.PropagateError.class)
                .isThrownBy(() -> pool.await("a"))
                .withCauseInstanceOf(GreenThreadExit.class);
        assertThat(pool.runningKeys()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> pool.kill("a")).withMessageContaining("key");
    }

    @Test
    void collision_keyHasAValueOrAGreenThread() throws Exception {
        pool.post("a", 1);
        assertThatExceptionOfType(DagPool.Collision.class).isThrownBy(() -> pool.post("a", 2));
        assertThatExceptionOfType(DagPool.Collision.class).isThrownBy(() -> pool.spawn("a", Set.of(), (_, _) -> 2));
        pool.post("a", 2, /* replace= */ true);
        assertThat(pool.await("a")).isEqualTo(2);

        pool.spawn("b", Set.of(), (_, _) -> {
            gate.await();
            return 3;
        });
        assertThat(pool.runningKeys()).containsExactly("b");
        assertThatExceptionOfType(DagPool.Collision.class).isThrownBy(() -> pool.post("b", 4, /* replace= */ true));
        assertThatExceptionOfType(DagPool.Collision.class).isThrownBy(() -> pool.spawn("b", Set.of(), (_, _) -> 2));
        gate.countDown();
        assertThat(pool.await("b")).isEqualTo(3);
    }

    @Test
    void waitingFor_shrinksAsValuesCome() throws Exception {
        pool.spawn("c", List.of("a", "b"), (_, results) -> sum(results));
        assertThat(pool.waitingFor("c")).containsExactly("a", "b");
        pool.post("a", 1);
        assertThat(pool.waitingFor("c")).containsExactly("b");
        pool.post("b", 2);
        assertThat(pool.await("c")).isEqualTo(3);
        assertThat(pool.waitingFor("c")).isEmpty();
    }

    @Test
    void await_interruptedOrOutOfTime_losesNothing() throws Exception {
        assertThatExceptionOfType(Timeout.class)
                .isThrownBy(() -> Green.withTimeout(Duration.ofMillis(5), () -> pool.await("a")));
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> pool.await("a"));
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(pool.each(List.of("a")).iterator()::next);
        assertThat(Thread.interrupted()).isTrue();

        pool.post("a", 1);

        assertThat(pool.await("a")).isEqualTo(1);
        assertThat(pool.each(List.of("a"))).containsExactly(new DagResults.Result<>("a", 1));
    }

    @Test
    void nullValue_isAValue() throws Exception {
        var nulls = new DagPool<String, String>();
        nulls.spawn("a", Set.of(), (_, _) -> null);

        assertThat(nulls.await("a")).isNull();
        assertThat(nulls.get("a")).isEmpty();
        assertThat(nulls.keys()).containsExactly("a");
    }
}
