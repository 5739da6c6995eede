package dev.loomlet.server.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Linux says of threads that compute, wait and have ended. */
class ThreadStatTest {

    @Test
    @EnabledOnOs(OS.LINUX)
    void threadThatComputes_isRunnable_andItsTimeGrows() throws Exception {
        var goOn = new AtomicBoolean(true);
        var stat = start(() -> {
            while (goOn.get()) {
                Thread.onSpinWait();
            }
        });
        try {
            Until.holds("runnable", () -> stat.look().orElseThrow().isRunnable());
            long before = stat.look().orElseThrow().ranTicks();
            Until.holds("three ticks", () -> stat.look().orElseThrow().ranTicks() >= before + 3);
        } finally {
            goOn.set(false);
        }
        Until.holds("the end", () -> stat.look().isEmpty());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void threadThatWaits_isNot() throws Exception {
        var latch = new CountDownLatch(1);
        var stat = start(() -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Until.holds("not runnable", () -> !stat.look().orElseThrow().isRunnable());
        latch.countDown();
        Until.holds("the end", () -> stat.look().isEmpty());
    }

    @Test
    void threadOfWhichNothingIsKnown_hasNoLook() {
        assertThat(ThreadStat.UNKNOWN.look()).isEmpty();
    }

    @Test
    void name_mayLookLikeWhatIsBehindIt() {
        var look = ThreadStat.parse("4711 (a) S 9 (b) R 1 1 1 0 -1 4194304 103 0 0 0 12 30 0 0 20 0 1 0 3428090 0 0");
        assertThat(look).isEqualTo(new ThreadStat.Look(/* isRunnable= */ true, /* ranTicks= */ 42));
        assertThat(ThreadStat.parse("1 (x) D 1 1 1 0 -1 0 0 0 0 0 7 0 0").isRunnable())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "1 (x", "1 (x) R", "1 (x) R 1 1 1 0 -1 0 0 0 0 0 7", "1 (x) R 1 1 1 0 -1 0 0 0 0 0 7 x"
            })
    void line_thatIsNone_isRefused(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> ThreadStat.parse(line));
    }

    private static ThreadStat start(Runnable task) throws Exception {
        var stat = new CompletableFuture<ThreadStat>();
        Thread.ofPlatform().daemon().start(() -> {
            stat.complete(ThreadStat.ofCurrent());
            task.run();
        });
        return stat.get(5, TimeUnit.SECONDS);
    }
}
