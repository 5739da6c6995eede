package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NoGreenThreadLeft.Checked
class TimeoutTest {

    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofHours(1);

    private final CountDownLatch never = new CountDownLatch(1);

    /** Neither an interrupt nor an open timeout outlives a test. */
    @AfterEach
    void nothingIsLeft() {
        assertThat(Thread.interrupted()).isFalse();
        assertThat(OpenTimeouts.firstExpired()).isNull();
    }

    // Thrown

    @Test
    @SuppressWarnings("ReferenceEquality")
    void sleep_timeIsUp_throwsTheTimeoutItself() throws Exception {
        var timeout = Timeout.after(SOON);
        try (timeout) {
            Green.sleep(LONG);
        } catch (Timeout e) {
            assertThat(e == timeout).isTrue();
        }
        assertThat(timeout.isExpired()).isTrue();
        assertThat(timeout.isPending()).isFalse();
    }

    @Test
    void await_timeIsUp_throwsTheTimeoutAndTheOtherGoesOn() throws Exception {
        var other = Green.spawn(() -> never.await());

        assertThatExceptionOfType(Timeout.class).isThrownBy(() -> {
            try (var _ = Timeout.after(SOON)) {
                other.await();
            }
        });

        assertThat(other.isDone()).isFalse();
        never.countDown();
        other.await();
    }

    @Test
    void stackTrace_isWhereItIsThrown() {
        assertThatExceptionOfType(Timeout.class)
                .isThrownBy(() -> {
                    try (var _ = Timeout.after(SOON)) {
                        Green.sleep(LONG);
                    }
                })
                .satisfies(e -> assertThat(e.getStackTrace())
                        .anySatisfy(frame -> assertThat(frame.getMethodName()).isEqualTo("sleep")));
    }

    @Test
    void zero_isThrownAtTheNextWait() {
        assertThatExceptionOfType(Timeout.class).isThrownBy(() -> {
            try (var _ = Timeout.after(Duration.ZERO)) {
                Green.sleep(Duration.ZERO);
            }
        });
    }

    @Test
    void instead_isThrownAsItIs() {
        var instead = new IllegalStateException("too slow");

        assertThatThrownBy(() -> {
                    try (var _ = Timeout.after(SOON, instead)) {
                        Green.sleep(LONG);
                    }
                })
                .isSameAs(instead);
    }

    @Test
    void instead_isChecked_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timeout.after(SOON, new IOException()))
                .withMessageContaining("instead");
    }

    // Not thrown

    @Test
    void block_endsInTime_nothingIsThrown() throws Exception {
        var timeout = Timeout.after(LONG);
        try (timeout) {
            assertThat(timeout.isPending()).isTrue();
            Green.sleep(Duration.ZERO);
        }
        assertThat(timeout.isPending()).isFalse();
        assertThat(timeout.isExpired()).isFalse();
    }

    @Test
    void cancel_insideTheBlock_itNeverExpires() throws Exception {
        try (var timeout = Timeout.after(SOON)) {
            timeout.cancel();
            Green.sleep(SOON.multipliedBy(3));
            timeout.cancel();
        }
    }

    @Test
    void cancel_expired_takesTheInterruptBack() {
        var timeout = Timeout.after(SOON);
        computeUntilExpired(timeout);

        timeout.cancel();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void never_isPendingUntilClosed() throws Exception {
        var timeout = Timeout.never();
        try (timeout) {
            Green.sleep(SOON);
            assertThat(timeout.isPending()).isTrue();
        }
        assertThat(timeout.isPending()).isFalse();
    }

    @Test
    void blockFails_timeNotUp_itsFailureIsThrown() {
        var failure = new IOException();

        assertThatThrownBy(() -> {
                    try (var _ = Timeout.after(LONG)) {
                        throw failure;
                    }
                })
                .isSameAs(failure)
                .hasNoSuppressedExceptions();
    }

    // Swallowed

    @Test
    void catchException_aroundAWaitOfOurs_doesNotCatchIt() {
        assertThatExceptionOfType(Timeout.class).isThrownBy(() -> {
            try (var _ = Timeout.after(SOON)) {
                try {
                    Green.sleep(LONG);
                } catch (Exception e) {
                    throw new AssertionError("caught", e);
                }
            }
        });
    }

    @Test
    void catchException_aroundAWaitOfTheJdk_closeThrowsIt() {
        assertThatExceptionOfType(Timeout.class).isThrownBy(() -> {
            try (var _ = Timeout.after(SOON)) {
                swallow(() -> never.await());
            }
        });
    }

    @Test
    void catchException_andWaitAgain_isInterruptedAgain() {
        assertThatExceptionOfType(Timeout.class).isThrownBy(() -> {
            try (var _ = Timeout.after(SOON)) {
                swallow(() -> never.await());
                swallow(() -> never.await());
                Green.sleep(LONG);
            }
        });
    }

    @Test
    void catchException_aroundASocketRead_closeThrowsIt() throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var socket = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
            var reader = Green.spawn(() -> {
                try (var _ = Timeout.after(SOON)) {
                    swallow(() -> socket.getInputStream().read());
                }
                return null;
            });

            assertThatExceptionOfType(Timeout.class).isThrownBy(reader::await);
        }
    }

    @Test
    void block_computesBeyondItsTime_closeThrowsItAndTakesTheInterruptBack() {
        var timeout = Timeout.after(SOON);

        assertThatExceptionOfType(Timeout.class).isThrownBy(() -> {
            try (timeout) {
                computeUntilExpired(timeout);
            }
        });
    }

    @Test
    void waitOfTheJdk_itsExceptionHasTheTimeoutAsSuppressed() {
        var timeout = Timeout.after(SOON);

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> {
                    try (timeout) {
                        never.await();
                    }
                })
                .satisfies(e -> {
                    assertThat(e.getSuppressed()).containsExactly(timeout);
                    assertThat(Timeout.isTimeout(e)).isTrue();
                });
    }

    // Nested

    @Test
    @SuppressWarnings("ReferenceEquality")
    void nested_innerIsUp_outerStaysPending() throws Exception {
        try (var outer = Timeout.after(LONG)) {
            var inner = Timeout.after(SOON);
            try (inner) {
                Green.sleep(LONG);
            } catch (Timeout e) {
                assertThat(e == inner).isTrue();
            }
            assertThat(outer.isPending()).isTrue();
            assertThat(inner.isPending()).isFalse();
        }
    }

    @Test
    @SuppressWarnings("ReferenceEquality")
    void nested_outerIsUp_theInnerDoesNotCatchIt() {
        var outer = Timeout.after(SOON);
        assertThatThrownBy(() -> {
                    try (outer) {
                        try (var inner = Timeout.after(LONG)) {
                            Green.sleep(LONG);
                            assertThat(inner.isPending()).isTrue();
                        } catch (Timeout e) {
                            assertThat(e == outer).isTrue();
                            throw e;
                        }
                    }
                })
                .isSameAs(outer);
    }

    @Test
    void nested_bothAreUp_theFirstIsThrownAndThenTheOther() throws Exception {
        var outer = Timeout.after(SOON);
        var inner = Timeout.after(SOON.plusMillis(1));
        computeUntilExpired(outer);
        computeUntilExpired(inner);

        assertThatThrownBy(() -> Green.sleep(LONG)).isSameAs(outer);
        assertThatThrownBy(() -> Green.sleep(LONG)).isSameAs(inner);

        inner.close();
        outer.close();
    }

    @Test
    void nested_closeOfTheInner_leavesTheInterruptOfTheOuter() {
        closeOfTheInner_leavesTheInterruptOfTheOuter(SOON);
    }

    @Test
    void nested_closeOfTheInnerThatExpiredFirst_leavesTheInterruptOfTheOuter() {
        closeOfTheInner_leavesTheInterruptOfTheOuter(SOON.multipliedBy(2));
    }

    private static void closeOfTheInner_leavesTheInterruptOfTheOuter(Duration duration) {
        var outer = Timeout.after(duration);
        var inner = Timeout.after(SOON);
        computeUntilExpired(outer);
        computeUntilExpired(inner);

        inner.cancel();

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        outer.cancel();
    }

    @Test
    void outerIsClosedFirst_theInnerStillExpires() {
        var outer = Timeout.after(LONG);
        var inner = Timeout.after(SOON);
        outer.close();

        assertThatThrownBy(() -> Green.sleep(LONG)).isSameAs(inner);
        inner.close();
    }

    // Interrupts and kills

    @Test
    void interrupt_notOfATimeout_isAnInterruptedException() {
        try (var _ = Timeout.after(LONG)) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> Green.sleep(LONG));
        }
    }

    @Test
    void interrupt_beforeItExpired_isGivenBack() {
        Thread.currentThread().interrupt();
        var timeout = Timeout.after(SOON);
        computeUntilExpired(timeout);

        timeout.cancel();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void interrupt_betweenTwoThatExpire_isGivenBack() {
        try (var _ = Timeout.never()) {
            var first = Timeout.after(SOON);
            assertThatThrownBy(() -> Green.sleep(LONG)).isSameAs(first);
            first.close();
            Thread.currentThread().interrupt();
            var second = Timeout.after(SOON);
            computeUntilExpired(second);

            second.cancel();

            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void interrupt_beforeItExpiredAndNoticedWithIt_isNotGivenBack() {
        Thread.currentThread().interrupt();
        var timeout = Timeout.after(SOON);
        computeUntilExpired(timeout);
        synchronized (OpenTimeouts.forOneMore()) { // not while the timer interrupts
            Thread.interrupted();
        }
        while (!Thread.currentThread().isInterrupted()) { // until it comes again
            LockSupport.parkNanos(1_000);
        }

        timeout.cancel();

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void kill_whileATimeoutIsUp_comesFirst() throws Exception {
        var expired = new CountDownLatch(1);
        var killed = new CountDownLatch(1);
        var green = Green.spawn(() -> {
            try (var timeout = Timeout.after(SOON)) {
                computeUntilExpired(timeout);
                expired.countDown();
                while (killed.getCount() > 0) {
                    Thread.onSpinWait();
                }
                Green.sleep(LONG);
            }
        });
        expired.await();
        green.kill();
        killed.countDown();

        assertThatExceptionOfType(GreenThreadExit.class).isThrownBy(green::await);
    }

    @Test
    void kill_unnoticedAtClose_isStillPending() throws Exception {
        var killed = new CountDownLatch(1);
        var expired = new CountDownLatch(1);
        var green = Green.spawn(() -> {
            var timeout = Timeout.after(SOON);
            computeUntilExpired(timeout);
            expired.countDown();
            while (killed.getCount() > 0) {
                Thread.onSpinWait();
            }
            timeout.cancel();
            Green.sleep(LONG);
        });
        expired.await();
        green.kill();
        killed.countDown();

        assertThatExceptionOfType(GreenThreadExit.class).isThrownBy(green::await);
    }

    @Test
    void close_byAnotherThread_isRefused() throws Exception {
        try (var timeout = Timeout.after(LONG)) {
            var other = Green.spawn(timeout::close);

            assertThatExceptionOfType(WrongThreadException.class).isThrownBy(other::await);
            assertThat(timeout.isPending()).isTrue();
        }
    }

    // withTimeout

    @Test
    void withTimeout_endsInTime_returnsTheResult() throws Exception {
        assertThat(Green.withTimeout(LONG, () -> "result")).isEqualTo("result");
        assertThat(Green.withTimeout(LONG, "late", () -> "result")).isEqualTo("result");
    }

    @Test
    void withTimeout_timeIsUp_throwsOrReturnsTheValue() throws Exception {
        assertThatExceptionOfType(Timeout.class).isThrownBy(() -> Green.withTimeout(SOON, () -> sleepLong()));
        assertThat(Green.withTimeout(SOON, "late", () -> sleepLong())).isEqualTo("late");
    }

    @Test
    void withTimeout_waitOfTheJdk_throwsTheTimeoutWithItAsSuppressed() {
        assertThatExceptionOfType(Timeout.class)
                .isThrownBy(() -> Green.withTimeout(SOON, () -> {
                    never.await();
                    return null;
                }))
                .satisfies(e -> assertThat(e.getSuppressed()).singleElement().isInstanceOf(InterruptedException.class));
    }

    @Test
    void withTimeout_socketReadOfAGreenThread_throwsTheTimeout() throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var socket = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
            var reader = Green.spawn(
                    () -> Green.withTimeout(SOON, () -> socket.getInputStream().read()));

            assertThatExceptionOfType(Timeout.class).isThrownBy(reader::await);
        }
    }

    @Test
    void withTimeout_outerIsUp_theValueIsNotReturned() {
        var outer = Timeout.after(SOON);
        assertThatThrownBy(() -> {
                    try (outer) {
                        Green.withTimeout(LONG, "late", () -> sleepLong());
                    }
                })
                .isSameAs(outer);
    }

    @Test
    void withTimeout_workSwallowsAndReturns_throwsTheTimeout() {
        assertThatExceptionOfType(Timeout.class)
                .isThrownBy(() -> Green.withTimeout(SOON, () -> {
                    swallow(() -> never.await());
                    return "looks good";
                }));
    }

    @Test
    void withTimeout_resultComesLateButNothingWasCutShort_isReturned() throws Exception {
        var result = Green.withTimeout(SOON, () -> {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            return "item";
        });

        assertThat(result).isEqualTo("item");
    }

    @Test
    void withTimeout_workFailsLate_itsFailureIsThrown() {
        var failure = new IOException("of its own");

        assertThatThrownBy(() -> Green.withTimeout(SOON, () -> {
                    swallow(() -> never.await());
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void silent_saysWhetherItEndedInTime() throws Exception {
        assertThat(Timeout.silent(LONG, () -> {})).isTrue();
        assertThat(Timeout.silent(SOON, () -> Green.sleep(LONG))).isFalse();
        assertThat(Timeout.silent(SOON, () -> never.await())).isFalse();
    }

    @Test
    void silent_outerIsUp_isNotSwallowed() {
        var outer = Timeout.after(SOON);
        assertThatThrownBy(() -> {
                    try (outer) {
                        Timeout.silent(LONG, () -> Green.sleep(LONG));
                    }
                })
                .isSameAs(outer);
    }

    // What it says

    @ParameterizedTest
    @CsvSource({
        "PT5S,5 seconds",
        "PT1S,1 second",
        "PT0.25S,0.25 seconds",
        "PT0S,0 seconds",
        "PT87660000H,315576000000 seconds"
    })
    void message_isTheDuration(Duration duration, String message) {
        try (var timeout = Timeout.after(LONG)) {
            assertThat(timeout).hasMessage("3600 seconds");
        }
        var timeout = Timeout.after(duration);
        assertThat(timeout).hasMessage(message);
        timeout.cancel();
    }

    @Test
    void message_never() {
        try (var timeout = Timeout.never()) {
            assertThat(timeout).hasMessage("never");
        }
    }

    @Test
    void isTimeout_tellsTimeoutsFromOthers() {
        try (var timeout = Timeout.never()) {
            assertThat(Timeout.isTimeout(timeout)).isTrue();
        }
        assertThat(Timeout.isTimeout(new TimeoutException())).isTrue();
        assertThat(Timeout.isTimeout(new SocketTimeoutException())).isTrue();
        assertThat(Timeout.isTimeout(new InterruptedException())).isFalse();
        assertThat(Timeout.isTimeout(new IOException())).isFalse();
    }

    private static String sleepLong() throws InterruptedException {
        Green.sleep(LONG);
        return "slept";
    }

    private static void computeUntilExpired(Timeout timeout) {
        while (!timeout.isExpired()) {
            LockSupport.parkNanos(1_000);
        }
    }

    private static void swallow(Green.Work work) {
        try {
            work.run();
        } catch (Exception _) {
            // As code that was written without a thought of timeouts does.
        }
    }
}
