package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

@NoGreenThreadLeft.Checked
class SpawnAfterTest {

    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void spawnAfter_delay_runsNotBefore() throws Exception {
        long startNanos = System.nanoTime();

        var green = Green.spawnAfter(SHORT, () -> System.nanoTime());

        assertThat(green.await() - startNanos).isGreaterThanOrEqualTo(SHORT.toNanos());
    }

    @Test
    void spawnAfter_zeroOrNegative_runsAtOnce() throws Exception {
        assertThat(Green.spawnAfter(Duration.ZERO, () -> "zero").await()).isEqualTo("zero");
        assertThat(Green.spawnAfter(Duration.ofDays(-1), () -> "negative").await())
                .isEqualTo("negative");
    }

    @Test
    void spawnAfter_spawnerEnds_runsAllTheSame() throws Exception {
        var inner = Green.spawn(() -> Green.spawnAfter(SHORT, () -> "survived")).await();

        assertThat(inner.await()).isEqualTo("survived");
    }

    @Test
    void spawnAfter_waiting_isNotStarted() {
        var green = Green.spawnAfter(LONG, () -> "never");

        assertThat(green.isStarted()).isFalse();
        assertThat(green.isDone()).isFalse();
        assertThat(green).asString().endsWith("[NEW]");
        assertThat(green.cancel()).isTrue();
    }

    @Test
    void spawnAfter_nullDelay_isRefused() {
        assertThatThrownBy(() -> Green.spawnAfter(null, () -> "never")).isInstanceOf(NullPointerException.class);
    }

    @Test
    void cancel_waiting_neverRunsAndAwaitThrowsExit() {
        var ran = new CountDownLatch(1);
        var green = Green.spawnAfter(LONG, ran::countDown);

        assertThat(green.cancel()).isTrue();

        assertThatThrownBy(green::await).isExactlyInstanceOf(GreenThreadExit.class);
        assertThat(ran.getCount()).isEqualTo(1);
        assertThat(green.isStarted()).isFalse();
    }

    @Test
    void cancel_waitingWithCause_awaitThrowsItAndLinksRun() {
        var cause = new IllegalStateException("why");
        var linked = new CompletableFuture<Thread>();
        var green = Green.spawnAfter(LONG, () -> "never");
        green.link(_ -> linked.complete(Thread.currentThread()));

        assertThat(green.cancel(cause)).isTrue();

        assertThatThrownBy(green::await).isSameAs(cause);
        assertThat(linked.getNow(null)).isSameAs(Thread.currentThread());
        assertThat(green.cancel()).isFalse();
    }

    @Test
    void cancel_startedAndAsleep_hasNoEffect() throws Exception {
        var started = new CountDownLatch(1);
        var green = Green.spawnAfter(Duration.ZERO, () -> {
            started.countDown();
            Green.sleep(SHORT);
            return "result";
        });
        started.await();

        assertThat(green.cancel()).isFalse();

        assertThat(green.await()).isEqualTo("result");
    }

    @Test
    void cancel_done_hasNoEffect() throws Exception {
        var green = Green.spawn(() -> "result");
        green.await();

        assertThat(green.cancel()).isFalse();

        assertThat(green.await()).isEqualTo("result");
    }

    @Test
    void cancel_waiting_letsGoOfTheWork() {
        var work = new Green.Work[] {new Heavy()};
        var reference = new WeakReference<>(work[0]);
        var green = Green.spawnAfter(LONG, work[0]);
        work[0] = null;

        assertThat(green.cancel()).isTrue();

        awaitCollected(reference);
        assertThat(green.isDone()).isTrue();
    }

    @Test
    void spawn_ended_letsGoOfTheWork() throws Exception {
        var work = new Green.Work[] {new Heavy()};
        var reference = new WeakReference<>(work[0]);
        var green = Green.spawn(work[0]);
        work[0] = null;

        green.await();

        awaitCollected(reference);
        assertThat(green.isDone()).isTrue();
    }

    @Test
    void spawnAfterLocal_spawnerAlive_runs() throws Exception {
        var result = Green.spawn(() -> Green.spawnAfterLocal(SHORT, () -> "ran").await());

        assertThat(result.await()).isEqualTo("ran");
        assertThat(Green.spawnAfterLocal(SHORT, () -> "of a platform thread").await())
                .isEqualTo("of a platform thread");
    }

    @Test
    void spawnAfterLocal_spawningGreenThreadDone_doesNotRun() throws Exception {
        var ran = new CountDownLatch(1);
        var due = Duration.ofMillis(100);
        var spawner = Green.spawn(() -> Green.spawnAfterLocal(due, ran::countDown));

        var local = spawner.await();

        assertThatThrownBy(local::await).isInstanceOf(GreenThreadExit.class);
        assertThat(ran.getCount()).isEqualTo(1);
        assertThat(local.isStarted()).isFalse();
    }

    @Test
    void spawnAfterLocal_spawningPlainThreadEnded_doesNotRun() throws Exception {
        var local = new CompletableFuture<GreenThread<String>>();
        var due = Duration.ofMillis(100);
        var spawner = Thread.ofPlatform().start(() -> local.complete(Green.spawnAfterLocal(due, () -> "ran")));

        spawner.join();

        assertThatThrownBy(() -> local.get().await()).isInstanceOf(GreenThreadExit.class);
    }

    private static void awaitCollected(WeakReference<?> reference) {
        while (reference.get() != null) {
            System.gc();
        }
    }

    private static final class Heavy implements Green.Work {
        @Override
        public void run() {}
    }
}
