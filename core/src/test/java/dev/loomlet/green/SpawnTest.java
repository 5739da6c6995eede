package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Exchanger;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@NoGreenThreadLeft.Checked
class SpawnTest {

    @ParameterizedTest
    @EnumSource(Spawning.class)
    void spawn_workWithResult_awaitReturnsIt(Spawning spawning) throws Exception {
        int captured = 41;

        var green = spawning.spawn(() -> captured + 1);

        assertThat(green.await()).isEqualTo(42);
        assertThat(green.isStarted()).isTrue();
        assertThat(green.isDone()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Spawning.class)
    void spawn_workReturnsNull_awaitReturnsNull(Spawning spawning) throws Exception {
        assertThat(spawning.spawn(() -> null).await()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Spawning.class)
    void spawn_workThrows_awaitThrowsTheSameObject(Spawning spawning) {
        var failure = new IOException("why");

        var green = spawning.spawn(() -> {
            throw failure;
        });

        assertThatThrownBy(green::await).isSameAs(failure).hasNoCause();
    }

    @Test
    void spawn_runningWork_isOnAnUnnamedVirtualThreadAndNotDone() throws Exception {
        var thread = new Exchanger<Thread>();
        var goOn = new CountDownLatch(1);
        var green = Green.spawn(() -> {
            thread.exchange(Thread.currentThread());
            goOn.await();
        });

        var seen = thread.exchange(Thread.currentThread());

        assertThat(seen.isVirtual()).isTrue();
        assertThat(seen.getName()).isEmpty();
        assertThat(green.isStarted()).isTrue();
        assertThat(green.isDone()).isFalse();
        assertThat(green).asString().matches("GreenThread@[0-9a-f]+\\[RUNNING]");
        goOn.countDown();
        assertThat(green.await()).isNull();
        assertThat(green).asString().endsWith("[DONE]");
    }

    @Test
    void spawn_workThrows_reportsNothing() throws Exception {
        try (var reports = UncaughtReports.open()) {
            var failure = new IllegalStateException();

            assertThatThrownBy(Green.spawn(() -> fail(failure))::await).isSameAs(failure);

            assertThat(reports.isEmpty()).isTrue();
        }
    }

    @Test
    void spawn_spawnerEnds_isNotCancelled() throws Exception {
        var spawnerEnded = new CountDownLatch(1);
        var inner = Green.spawn(() -> Green.spawn(() -> {
                    spawnerEnded.await();
                    return "survived";
                }))
                .await();

        spawnerEnded.countDown();

        assertThat(inner.await()).isEqualTo("survived");
    }

    @Test
    void spawn_inheritableThreadLocal_isNotInherited() throws Exception {
        var local = new InheritableThreadLocal<String>();
        local.set("mine");

        var green = Green.spawn(local::get);

        assertThat(green.await()).isNull();
        assertThat(local.get()).isEqualTo("mine");
    }

    @Test
    void spawn_threadLocal_isEachThreadsOwn() throws Exception {
        var local = ThreadLocal.withInitial(AtomicInteger::new);

        var first = Green.spawn(() -> local.get().incrementAndGet());
        var second = Green.spawn(() -> local.get().incrementAndGet());

        assertThat(first.await()).isEqualTo(1);
        assertThat(second.await()).isEqualTo(1);
        assertThat(local.get()).hasValue(0);
    }

    @Test
    void spawn_null_isRefused() {
        assertThatThrownBy(() -> Green.spawn((Callable<String>) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Green.spawn((Green.Work) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Green.spawnN(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void spawnN_work_runs() throws Exception {
        var ran = new CompletableFuture<Thread>();

        Green.spawnN(() -> ran.complete(Thread.currentThread()));

        assertThat(ran.get().isVirtual()).isTrue();
        ran.get().join();
    }

    @Test
    void spawnN_workThrows_reportsToUncaughtHandler() throws Exception {
        try (var reports = UncaughtReports.open()) {
            var failure = new IOException();

            Green.spawnN(() -> fail(failure));

            assertThat(reports.next()).isSameAs(failure);
        }
    }

    @Test
    void spawnN_uncaughtHandlerThrows_stillEnds() throws Exception {
        try (var _ = UncaughtReports.openWith((_, _) -> fail(new IllegalStateException("of the handler")))) {
            var self = new CompletableFuture<GreenThread<?>>();

            Green.spawnN(() -> {
                self.complete(Green.current().orElseThrow());
                throw new IOException("of the work");
            });

            assertThatThrownBy(() -> self.get().await()).hasMessage("of the work");
        }
    }

    @Test
    void spawnN_killed_endsInSilence() throws Exception {
        try (var reports = UncaughtReports.open()) {
            var self = new CompletableFuture<GreenThread<?>>();
            Green.spawnN(() -> {
                self.complete(Green.current().orElseThrow());
                new CountDownLatch(1).await();
            });

            self.get().kill();

            assertThatThrownBy(() -> self.get().await()).isInstanceOf(GreenThreadExit.class);
            assertThat(reports.isEmpty()).isTrue();
        }
    }

    @Test
    void spawnN_killedWithAnother_reportsIt() throws Exception {
        try (var reports = UncaughtReports.open()) {
            var self = new CompletableFuture<GreenThread<?>>();
            Green.spawnN(() -> {
                self.complete(Green.current().orElseThrow());
                new CountDownLatch(1).await();
            });
            var cause = new IllegalStateException("why");

            self.get().kill(cause);

            assertThat(reports.next()).isSameAs(cause);
        }
    }

    @Test
    void current_outsideGreenThreads_isEmpty() throws Exception {
        assertThat(Green.current()).isEmpty();
        var inPlainVirtualThread = new CompletableFuture<Optional<GreenThread<?>>>();
        Thread.startVirtualThread(() -> inPlainVirtualThread.complete(Green.current()));
        assertThat(inPlainVirtualThread.get()).isEmpty();
    }

    @Test
    void current_inWorkAndInLink_isTheHandle() throws Exception {
        var inLink = new CompletableFuture<Optional<GreenThread<?>>>();
        var linked = new CountDownLatch(1);
        var green = Green.spawn(() -> {
            linked.await();
            return Green.current().orElseThrow();
        });
        green.link(_ -> inLink.complete(Green.current()));
        linked.countDown();

        assertThat((Object) green.await()).isSameAs(green);
        assertThat(inLink.get().orElseThrow()).isSameAs(green);
    }

    @Test
    void current_inPlainThreadStartedByWork_isEmpty() throws Exception {
        var current = new CompletableFuture<Optional<GreenThread<?>>>();

        Green.spawn(() -> Thread.ofVirtual()
                        .start(() -> current.complete(Green.current()))
                        .join())
                .await();

        assertThat(current.get()).isEmpty();
    }

    private static void fail(Exception failure) {
        throw Throwables.<RuntimeException>rethrow(failure);
    }
}
