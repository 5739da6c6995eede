package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

@NoGreenThreadLeft.Checked
class SleepTest {

    @Test
    void sleep_duration_isTheLeast() throws Exception {
        var slept = Green.spawn(() -> {
            long startNanos = System.nanoTime();
            Green.sleep(Duration.ofMillis(10));
            return System.nanoTime() - startNanos;
        });

        assertThat(slept.await()).isGreaterThanOrEqualTo(10_000_000);
    }

    @Test
    void sleep_zeroOrNegative_returnsAlsoOutsideGreenThreads() throws Exception {
        Green.sleep(Duration.ZERO);
        Green.sleep(Duration.ofDays(-1));

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void sleep_zero_letsOthersRun() throws Exception {
        var othersRan = new CountDownLatch(50);
        var yielding = Green.spawn(() -> {
            while (othersRan.getCount() > 0) {
                Green.sleep(Duration.ZERO);
            }
            return "all ran";
        });
        for (int i = 0; i < 50; i++) {
            Green.spawnN(othersRan::countDown);
        }

        assertThat(yielding.await()).isEqualTo("all ran");
    }

    @Test
    void sleep_callerInterrupted_throwsAndClears() {
        for (var duration : new Duration[] {Duration.ZERO, Duration.ofHours(1), Duration.ofDays(-1)}) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> Green.sleep(duration)).isInstanceOf(InterruptedException.class);

            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void sleep_zeroWhenKilled_throwsTheKill() throws Exception {
        var killed = new CountDownLatch(1);
        var started = new CountDownLatch(1);
        var green = Green.spawn(() -> {
            started.countDown();
            while (killed.getCount() > 0) {
                Thread.onSpinWait();
            }
            Green.sleep(Duration.ZERO);
        });
        started.await();

        green.kill();
        killed.countDown();

        assertThatThrownBy(green::await).isInstanceOf(GreenThreadExit.class);
    }
}
