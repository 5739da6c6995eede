package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@NoGreenThreadLeft.Checked
class KillTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    @Test
    void kill_notStarted_neverRunsAndAwaitThrowsExit() {
        var ran = new CountDownLatch(1);
        var task = new Task<>(work(ran::countDown), /* delay= */ null, /* reportsFailure= */ false, /* slot= */ null);

        task.handle().kill();
        task.run();

        assertThat(ran.getCount()).isEqualTo(1);
        assertThatThrownBy(task.handle()::await).isExactlyInstanceOf(GreenThreadExit.class);
        assertThat(task.handle().isStarted()).isFalse();
        assertThat(task.handle().isDone()).isTrue();
    }

    @Test
    void kill_notStartedWithCause_awaitThrowsIt() {
        var cause = new IOException("why");
        var green = Green.spawnAfter(LONG, () -> "never");

        green.kill(cause);

        assertThatThrownBy(green::await).isSameAs(cause);
    }

    @Test
    void kill_notStarted_linksRunInTheKiller() throws Exception {
        var linked = new CompletableFuture<Thread>();
        var green = Green.spawnAfter(LONG, () -> "never");
        green.link(_ -> linked.complete(Thread.currentThread()));

        green.kill();

        assertThat(linked.getNow(null)).isSameAs(Thread.currentThread());
    }

    @Test
    void kill_twice_keepsTheFirstCause() {
        var first = new IOException("first");
        var green = Green.spawnAfter(LONG, () -> "never");

        green.kill(first);
        green.kill(new IOException("second"));

        assertThatThrownBy(green::await).isSameAs(first);
    }

    @ParameterizedTest
    @EnumSource(Spawning.class)
    void kill_blockedInTheJdk_endsWithExit(Spawning spawning) throws Exception {
        var green = spawning.spawn(this::block);
        started.await();

        green.kill();

        assertThatThrownBy(green::await).isExactlyInstanceOf(GreenThreadExit.class);
    }

    @Test
    void kill_blockedWithCheckedCause_endsWithIt() throws Exception {
        var cause = new IOException("why");
        var green = Green.spawn(this::block);
        started.await();

        green.kill(cause);

        assertThatThrownBy(green::await).isSameAs(cause).hasNoSuppressedExceptions();
    }

    @Test
    void kill_asleep_sleepThrowsTheCauseItself() throws Exception {
        var cause = new IllegalStateException("why");
        var seen = new CompletableFuture<Throwable>();
        var green = Green.spawn(() -> sleepAndTell(seen));
        started.await();

        green.kill(cause);

        assertThat(seen.get()).isSameAs(cause);
        assertThatThrownBy(green::await).isSameAs(cause);
    }

    @Test
    void kill_asleepWithCheckedCause_sleepThrowsInterruptedExceptionAndAwaitTheCause() throws Exception {
        var cause = new IOException("why");
        var seen = new CompletableFuture<Throwable>();
        var green = Green.spawn(() -> sleepAndTell(seen));
        started.await();

        green.kill(cause);

        assertThat(seen.get()).isInstanceOf(InterruptedException.class);
        assertThatThrownBy(green::await).isSameAs(cause);
    }

    @Test
    void kill_blockedOnServerSocket_endsWithExit() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var green = Green.spawn(() -> {
                started.countDown();
                return socket.accept();
            });
            started.await();

            green.kill();

            assertThatThrownBy(green::await).isInstanceOf(GreenThreadExit.class);
        }
    }

    @Test
    void kill_blockedOnChannel_endsWithExit() throws Exception {
        try (var channel = ServerSocketChannel.open().bind(null)) {
            var green = Green.spawn(() -> {
                started.countDown();
                return channel.accept();
            });
            started.await();

            green.kill();

            assertThatThrownBy(green::await).isInstanceOf(GreenThreadExit.class);
        }
    }

    @Test
    void kill_done_keepsTheResult() throws Exception {
        var green = Green.spawn(() -> "result");
        green.await();

        green.kill();

        assertThat(green.await()).isEqualTo("result");
    }

    @Test
    void kill_itself_throwsAtOnce() {
        var seen = new CompletableFuture<Throwable>();
        var green = Green.spawn(() -> {
            try {
                Green.current().orElseThrow().kill();
            } catch (GreenThreadExit e) {
                seen.complete(Thread.currentThread().isInterrupted() ? new IllegalStateException() : e);
                throw e;
            }
        });

        assertThatThrownBy(green::await).isInstanceOf(GreenThreadExit.class).isSameAs(seen.join());
    }

    @Test
    void kill_itselfWithCheckedCause_endsWithItAtTheNextBlockingCall() {
        var cause = new IOException("why");
        var green = Green.spawn(() -> {
            Green.current().orElseThrow().kill(cause);
            Green.sleep(LONG);
        });

        assertThatThrownBy(green::await).isSameAs(cause);
    }

    @Test
    void kill_fromItsOwnLink_hasNoEffect() throws Exception {
        var interrupted = new CompletableFuture<Boolean>();
        var green = Green.spawn(() -> {
            started.await();
            return "result";
        });
        green.link(GreenThread::kill);
        green.link(_ -> interrupted.complete(Thread.currentThread().isInterrupted()));

        started.countDown();

        assertThat(green.await()).isEqualTo("result");
        assertThat(interrupted.get()).isFalse();
    }

    @Test
    void kill_ofAnotherFromALink_kills() throws Exception {
        var other = Green.spawn(this::block);
        started.await();

        Green.spawn(() -> "first").link(_ -> other.kill());

        assertThatThrownBy(other::await).isInstanceOf(GreenThreadExit.class);
    }

    @Test
    void kill_null_isRefused() throws Exception {
        var green = Green.spawn(() -> "result");

        assertThatThrownBy(() -> green.kill(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> green.cancel(null)).isInstanceOf(NullPointerException.class);
        assertThat(green.await()).isEqualTo("result");
    }

    @Test
    void interrupt_notByKill_awaitThrowsTheInterruptedException() throws Exception {
        var thread = new CompletableFuture<Thread>();
        var green = Green.spawn(() -> {
            thread.complete(Thread.currentThread());
            Green.sleep(LONG);
        });

        thread.get().interrupt();

        assertThatThrownBy(green::await).isInstanceOf(InterruptedException.class);
    }

    private String block() throws InterruptedException {
        started.countDown();
        never.await();
        return "not killed";
    }

    private Void sleepAndTell(CompletableFuture<Throwable> seen) throws Exception {
        started.countDown();
        try {
            Green.sleep(LONG);
            return null;
        } catch (Throwable e) {
            seen.complete(e);
            throw e;
        }
    }

    private static Callable<String> work(Runnable action) {
        return () -> {
            action.run();
            return "result";
        };
    }
}
