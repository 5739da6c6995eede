package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@NoGreenThreadLeft.Checked
class AwaitTest {

    private final CountDownLatch goOn = new CountDownLatch(1);

    private final GreenThread<String> blocked = Green.spawn(() -> {
        goOn.await();
        return "result";
    });

    @AfterEach
    void endBlocked() {
        goOn.countDown();
    }

    @Test
    void await_manyWaitersManyTimes_allGetTheSameObject() throws Exception {
        List<GreenThread<String>> waiters = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiters.add(Green.spawn(() -> blocked.await()));
        }

        goOn.countDown();

        for (var waiter : waiters) {
            assertThat(waiter.await()).isSameAs(blocked.await());
        }
    }

    @Test
    void await_manyWaitersOfAFailure_allGetTheSameUnchangedThrowable() throws Exception {
        var failure = new IOException();
        var failing = Green.spawn(() -> {
            goOn.await();
            throw failure;
        });
        List<GreenThread<Object>> waiters = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiters.add(Green.spawn(() -> failing.await()));
        }
        goOn.countDown();

        for (var waiter : waiters) {
            assertThatThrownBy(waiter::await).isSameAs(failure);
            assertThatThrownBy(failing::await).isSameAs(failure);
        }

        assertThat(failure).hasNoSuppressedExceptions().hasNoCause();
    }

    @Test
    void await_workThrowsError_throwsIt() {
        var error = new StackOverflowError();

        assertThatThrownBy(Green.spawn(() -> {
                    throw error;
                })::await)
                .isSameAs(error);
    }

    @Test
    void await_waiterInterrupted_throwsAndClearsAndLeavesTheOther() throws Exception {
        var interrupted = new CompletableFuture<Boolean>();
        var waiter = Thread.startVirtualThread(() -> {
            try {
                blocked.await();
            } catch (InterruptedException e) {
                interrupted.complete(!Thread.currentThread().isInterrupted());
            } catch (Exception e) {
                interrupted.completeExceptionally(e);
            }
        });

        waiter.interrupt();

        assertThat(interrupted.get()).isTrue();
        goOn.countDown();
        assertThat(blocked.await()).isEqualTo("result");
    }

    @Test
    void await_doneAndCallerInterrupted_returnsAndKeepsTheInterrupt() throws Exception {
        goOn.countDown();
        blocked.await();
        Thread.currentThread().interrupt();

        assertThat(blocked.await()).isEqualTo("result");

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void await_waiterKilled_throwsTheKillInTheWaiter() throws Exception {
        var seen = new CompletableFuture<Throwable>();
        var waiter = Green.spawn(() -> {
            try {
                return blocked.await();
            } catch (Throwable e) {
                seen.complete(e);
                throw e;
            }
        });
        awaitStarted(waiter);
        var cause = new IOException("checked");

        waiter.kill(cause);

        assertThat(seen.get()).isSameAs(cause);
        assertThatThrownBy(waiter::await).isSameAs(cause);
    }

    @Test
    void awaitWithTimeout_notDoneInTime_throwsTimeoutException() throws Exception {
        long startNanos = System.nanoTime();

        assertThatThrownBy(() -> blocked.await(Duration.ofMillis(20))).isInstanceOf(TimeoutException.class);

        assertThat(System.nanoTime() - startNanos).isGreaterThanOrEqualTo(20_000_000);
        goOn.countDown();
        assertThat(blocked.await(Duration.ofSeconds(5))).isEqualTo("result");
    }

    @Test
    void awaitWithTimeout_zeroOrNegative_onlyLooks() throws Exception {
        assertThatThrownBy(() -> blocked.await(Duration.ZERO)).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> blocked.await(Duration.ofDays(-1))).isInstanceOf(TimeoutException.class);

        goOn.countDown();
        blocked.await();

        assertThat(blocked.await(Duration.ZERO)).isEqualTo("result");
    }

    @Test
    void awaitWithTimeout_longerThanNanosCount_waits() throws Exception {
        var waiter = Green.spawn(() -> blocked.await(Duration.ofSeconds(Long.MAX_VALUE)));

        goOn.countDown();

        assertThat(waiter.await()).isEqualTo("result");
    }

    @Test
    void awaitWithTimeout_someWaitersLeave_theOthersAreWoken() throws Exception {
        List<GreenThread<String>> staying = new ArrayList<>();
        List<GreenThread<String>> leaving = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            staying.add(Green.spawn(() -> blocked.await()));
            leaving.add(Green.spawn(() -> blocked.await(Duration.ofMillis(5))));
        }
        for (var waiter : leaving) {
            assertThatThrownBy(waiter::await).isInstanceOf(TimeoutException.class);
        }

        goOn.countDown();

        for (var waiter : staying) {
            assertThat(waiter.await()).isEqualTo("result");
        }
    }

    @Test
    void await_ownGreenThreadFromItsWork_isRefused() {
        var green = Green.spawn(() -> Green.current().orElseThrow().await());

        assertThatThrownBy(green::await).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void toCompletableFuture_result_completesWithIt() throws Exception {
        var future = blocked.toCompletableFuture();
        assertThat(future).isNotDone();

        goOn.countDown();

        assertThat(future.get()).isEqualTo("result");
        /* The future is completed by a link, and those who await go on after all links. */
        blocked.await();
        assertThat(blocked.toCompletableFuture()).isCompletedWithValue("result");
    }

    @Test
    void toCompletableFuture_failure_completesWithTheSameThrowable() throws Exception {
        var failure = new IOException();
        var failing = Green.spawn(() -> {
            throw failure;
        });

        assertThatThrownBy(() -> failing.toCompletableFuture().get()).hasCause(failure);
    }

    @Test
    void toCompletableFuture_cancelled_leavesTheGreenThread() throws Exception {
        assertThat(blocked.toCompletableFuture().cancel(/* mayInterruptIfRunning= */ true))
                .isTrue();

        goOn.countDown();

        assertThat(blocked.await()).isEqualTo("result");
    }

    private static void awaitStarted(GreenThread<?> green) {
        while (!green.isStarted()) {
            Thread.onSpinWait();
        }
    }
}
