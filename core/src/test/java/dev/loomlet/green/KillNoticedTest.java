package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What work makes of its kill: it catches it, wraps it, does not notice it, is killed again. */
@NoGreenThreadLeft.Checked
class KillNoticedTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    @Test
    void kill_targetCatchesExit_goesOnAndItsResultCounts() throws Exception {
        var green = Green.spawn(() -> {
            started.countDown();
            try {
                Green.sleep(LONG);
            } catch (GreenThreadExit e) {
                Green.sleep(Duration.ZERO);
                return "survived " + Thread.currentThread().isInterrupted();
            }
            return "not killed";
        });
        started.await();

        green.kill();

        assertThat(green.await()).isEqualTo("survived false");
    }

    @Test
    void kill_targetSwallowsInterruptedException_itsResultCounts() throws Exception {
        var green = Green.spawn(() -> {
            try {
                return block();
            } catch (InterruptedException e) {
                return "swallowed";
            }
        });
        started.await();

        green.kill();

        assertThat(green.await()).isEqualTo("swallowed");
    }

    @Test
    void kill_targetCatchesExitThenFails_itsFailureCounts() throws Exception {
        var failure = new IOException("its own");
        var green = Green.spawn(() -> {
            started.countDown();
            try {
                Green.sleep(LONG);
            } catch (GreenThreadExit e) {
                throw failure;
            }
        });
        started.await();

        green.kill();

        assertThatThrownBy(green::await).isSameAs(failure);
    }

    @Test
    void kill_targetWrapsInterruptedException_endsWithExit() throws Exception {
        var green = Green.spawn(() -> {
            try {
                return block();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        started.await();

        green.kill();

        assertThatThrownBy(green::await).isInstanceOf(GreenThreadExit.class);
    }

    @Test
    void kill_targetRestoresInterruptAndThrows_endsWithExit() throws Exception {
        var green = Green.spawn(() -> {
            try {
                return block();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new IOException("says nothing of the interrupt"));
            }
        });
        started.await();

        green.kill();

        assertThatThrownBy(green::await).isInstanceOf(GreenThreadExit.class);
    }

    @Test
    void kill_targetSwallowsThenFailsUnrelated_itsFailureCounts() throws Exception {
        var failure = new SocketTimeoutException("not an interrupt");
        var green = Green.spawn(() -> {
            try {
                return block();
            } catch (InterruptedException e) {
                throw failure;
            }
        });
        started.await();

        green.kill();

        assertThatThrownBy(green::await).isSameAs(failure);
    }

    @Test
    void kill_neverBlocks_itsResultCounts() throws Exception {
        var killed = new CountDownLatch(1);
        var green = Green.spawn(() -> {
            started.countDown();
            while (killed.getCount() > 0) {
                Thread.onSpinWait();
            }
            return "result";
        });
        started.await();

        green.kill();
        killed.countDown();

        assertThat(green.await()).isEqualTo("result");
    }

    @Test
    void kill_again_beforeTheFirstIsNoticed_changesNothing() throws Exception {
        var first = new IOException("first");
        var killed = new CountDownLatch(1);
        var green = Green.spawn(() -> {
            started.countDown();
            while (killed.getCount() > 0) {
                Thread.onSpinWait();
            }
            Green.sleep(LONG);
        });
        started.await();

        green.kill(first);
        green.kill();
        killed.countDown();

        assertThatThrownBy(green::await).isSameAs(first);
    }

    @Test
    void kill_again_afterTheFirstWasSurvived_isANewKill() throws Exception {
        var survived = new CountDownLatch(1);
        var second = new IllegalStateException("second");
        var green = Green.spawn(() -> {
            try {
                block();
            } catch (InterruptedException e) {
                survived.countDown();
            }
            Green.sleep(LONG);
        });
        started.await();
        green.kill();
        survived.await();

        green.kill(second);

        assertThatThrownBy(green::await).isSameAs(second);
    }

    private String block() throws InterruptedException {
        started.countDown();
        never.await();
        return "not killed";
    }
}
