package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
@NoGreenThreadLeft.Checked
class EventTest {

    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final Event<String> event = new Event<>();

    private List<GreenThread<String>> waiters(int number) {
        List<GreenThread<String>> waiters = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            waiters.add(waiter(() -> event.await()));
        }
        return waiters;
    }

    /** Spawns one that is about to wait, and returns when it waits. */
    private GreenThread<String> waiter(Callable<String> work) {
        int before = event.waiting();
        var waiter = Green.spawn(work);
        Until.holds(() -> event.waiting() == before + 1);
        return waiter;
    }

    @Test
    void await_oneWaits_getsWhatIsSent() throws Exception {
        var waiter = waiters(1).getFirst();

        event.send("value");

        assertThat(waiter.await()).isEqualTo("value");
    }

    @Test
    void await_manyWaitAndOthersComeLater_allGetTheSameObject() throws Exception {
        var waiters = waiters(5);
        var value = new String("value");

        event.send(value);

        for (var waiter : waiters) {
            assertThat(waiter.await()).isSameAs(value);
        }
        assertThat(event.await()).isSameAs(value);
        assertThat(event.await(Duration.ZERO)).isSameAs(value);
    }

    @Test
    void send_aWaiterFails_theOthersGetTheValue() throws Exception {
        List<GreenThread<String>> failing = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            failing.add(waiter(() -> {
                throw new IllegalStateException(event.await());
            }));
        }
        var waiters = waiters(2);

        event.send("value");

        for (var waiter : failing) {
            assertThatThrownBy(waiter::await).hasMessage("value");
        }
        for (var waiter : waiters) {
            assertThat(waiter.await()).isEqualTo("value");
        }
    }

    @Test
    void sendException_waiterAndLater_throwThisVeryObject() throws Exception {
        var failure = new IOException();
        var waiter = waiters(1).getFirst();

        event.sendException(failure);

        assertThatThrownBy(waiter::await).isSameAs(failure);
        assertThatThrownBy(event::await).isSameAs(failure);
        assertThatThrownBy(() -> event.await(LONG)).isSameAs(failure);
        assertThatThrownBy(() -> event.poll("not ready")).isSameAs(failure);
        assertThat(event.hasException()).isTrue();
        assertThat(event.hasResult()).isFalse();
        assertThat(event.pollException()).containsSame(failure);
        assertThat(event.pollResult("no result")).isEqualTo("no result");
        assertThat(failure).hasNoSuppressedExceptions();
    }

    @Test
    void poll_beforeAndAfterSend_isNotReadyAndThenTheValue() throws Exception {
        assertThat(event.ready()).isFalse();
        assertThat(event.hasResult()).isFalse();
        assertThat(event.hasException()).isFalse();
        assertThat(event.poll("not ready")).isEqualTo("not ready");
        assertThat(event.pollResult("not ready")).isEqualTo("not ready");
        assertThat(event.pollException()).isEmpty();

        event.send("value");

        assertThat(event.ready()).isTrue();
        assertThat(event.hasResult()).isTrue();
        assertThat(event.hasException()).isFalse();
        assertThat(event.poll("not ready")).isEqualTo("value");
        assertThat(event.pollResult("not ready")).isEqualTo("value");
        assertThat(event.pollException()).isEmpty();
    }

    @Test
    void send_null_isAValue() throws Exception {
        var nothing = new Event<@Nullable String>();

        nothing.send(null);

        assertThat(nothing.hasResult()).isTrue();
        assertThat(nothing.await()).isNull();
        assertThat(nothing.poll("not ready")).isNull();
    }

    @Test
    void send_again_isRefusedAndTheFirstStays() throws Exception {
        event.send("first");

        assertThatThrownBy(() -> event.send("second")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> event.sendException(new IOException())).isInstanceOf(IllegalStateException.class);

        assertThat(event.await()).isEqualTo("first");
    }

    @Test
    void reset_beforeASend_isRefused() {
        assertThatThrownBy(event::reset).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void reset_afterASend_isAsNew() throws Exception {
        event.send("first");

        event.reset();

        assertThat(event.ready()).isFalse();
        assertThatThrownBy(() -> event.await(Duration.ZERO)).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(event::reset).isInstanceOf(IllegalStateException.class);
        var waiter = waiters(1).getFirst();
        event.send("second");
        assertThat(waiter.await()).isEqualTo("second");
    }

    @Test
    void reset_afterAnException_clearsIt() throws Exception {
        event.sendException(new IOException());
        assertThatThrownBy(event::await).isInstanceOf(IOException.class);

        event.reset();
        event.sendException(new IllegalStateException());

        assertThatThrownBy(event::await).isInstanceOf(IllegalStateException.class);
    }

    /** eventlet's reset forgets those that were to be woken, or gives them what is sent next. */
    @Test
    void reset_rightAfterASend_waitersGetWhatWasSent() throws Exception {
        var waiters = waiters(100);

        event.send("first");
        event.reset();
        event.send("second");

        for (var waiter : waiters) {
            assertThat(waiter.await()).isEqualTo("first");
        }
    }

    @Test
    void awaitWithTimeout_sentInTime_returnsTheValue() throws Exception {
        var waiter = waiter(() -> event.await(LONG));

        event.send("value");

        assertThat(waiter.await()).isEqualTo("value");
    }

    @Test
    void awaitWithTimeout_notSentInTime_throwsNotBefore() {
        long startNanos = System.nanoTime();

        assertThatThrownBy(() -> event.await(SHORT)).isInstanceOf(TimeoutException.class);

        assertThat(System.nanoTime() - startNanos).isGreaterThanOrEqualTo(SHORT.toNanos());
    }

    @Test
    void awaitWithTimeout_someLeave_theOthersAreWoken() throws Exception {
        List<GreenThread<String>> leaving = new ArrayList<>();
        List<GreenThread<String>> staying = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            leaving.add(Green.spawn(() -> event.await(SHORT)));
            staying.add(Green.spawn(() -> event.await()));
        }
        for (var waiter : leaving) {
            assertThatThrownBy(waiter::await).isInstanceOf(TimeoutException.class);
        }

        event.send("value");

        for (var waiter : staying) {
            assertThat(waiter.await()).isEqualTo("value");
        }
    }

    @Test
    void await_killed_throwsTheKillAndLeavesTheOther() throws Exception {
        var waiters = waiters(2);
        var cause = new GreenThreadExit();

        waiters.getFirst().kill(cause);

        assertThatThrownBy(waiters.getFirst()::await).isSameAs(cause);
        event.send("value");
        assertThat(waiters.getLast().await()).isEqualTo("value");
    }

    @Test
    void await_interruptedAndNotSent_throwsAndClears() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(event::await).isInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void await_interruptedAndSent_returnsAndKeepsTheInterrupt() throws Exception {
        event.send("value");
        Thread.currentThread().interrupt();

        assertThat(event.await()).isEqualTo("value");

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void await_unparkedForNothing_goesOnWaiting() throws Exception {
        var thread = new CompletableFuture<Thread>();
        var waiter = waiter(() -> {
            thread.complete(Thread.currentThread());
            return event.await();
        });

        for (int i = 0; i < 100; i++) {
            LockSupport.unpark(thread.get());
        }

        assertThat(waiter.isDone()).isFalse();
        assertThat(event.waiting()).isEqualTo(1);
        event.send("value");
        assertThat(waiter.await()).isEqualTo("value");
    }
}
