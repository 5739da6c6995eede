package dev.loomlet.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.LogsErrors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a hub's loop runs after a delay. */
@Timeout(30)
class HubTimersTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long NEVER = TimeUnit.HOURS.toNanos(1);
    private static final int MANY = 10_000;

    private final Hubs hubs;
    private final Hub hub;
    private final AtomicBoolean goOn = new AtomicBoolean();

    HubTimersTest() throws IOException {
        hubs = new Hubs(1, Renicing.OFF);
        hub = hubs.all().getFirst();
    }

    @AfterEach
    void end() {
        goOn.set(true);
        hubs.close();
    }

    /** Runs something in the loop and returns what it returned. */
    private <T> T inLoop(Supplier<T> asked) {
        var answer = new CompletableFuture<T>();
        hub.post(() -> answer.complete(asked.get()));
        return answer.join();
    }

    /** Keeps the loop from its turn, as no task may. */
    private static void keepLoopFor(long nanos) {
        long since = System.nanoTime();
        while (System.nanoTime() - since < nanos) {
            Thread.onSpinWait();
        }
    }

    private static void onAnotherThread(Runnable action) {
        var thread = new Thread(action);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Thread spinning() {
        return hub.newThread(() -> {
            while (!goOn.get()) {
                Thread.onSpinWait();
            }
        });
    }

    @Test
    void timer_runsInTheLoop_onceItsDelayIsOver() {
        var ran = new CompletableFuture<Boolean>();
        var at = new CompletableFuture<Long>();
        long since = System.nanoTime();
        hub.after(20 * MILLI, () -> {
            at.complete(System.nanoTime());
            ran.complete(hub.isInLoop());
        });
        assertThat(ran.join()).as("in the loop").isTrue();
        assertThat(at.join() - since).isGreaterThanOrEqualTo(20 * MILLI);
    }

    @Test
    void delay_thatIsNotPositive_isOverAtOnce_andTheLongestNever() {
        var ran = new CompletableFuture<Boolean>();
        var longest = hub.after(Long.MAX_VALUE, () -> ran.complete(false));
        hub.after(Long.MIN_VALUE, () -> ran.complete(true));
        assertThat(ran.join()).isTrue();
        assertThat(List.of(longest.cancel(), longest.cancel())).containsExactly(true, false);
    }

    @Test
    void timersThatAreLate_runInTheOrderOfTheirDeadlines() {
        var started = new ArrayList<HubTimer>();
        var ran = new ArrayList<HubTimer>();
        var all = new CompletableFuture<Void>();
        var delays = List.of(3, 1, 2);
        hub.post(() -> {
            for (int millis : delays) {
                int number = started.size();
                started.add(hub.after(millis * MILLI, () -> {
                    ran.add(started.get(number));
                    if (ran.size() == delays.size()) {
                        all.complete(null);
                    }
                }));
            }
            keepLoopFor(10 * MILLI);
        });
        all.join();
        assertThat(ran).isSorted().containsExactlyInAnyOrderElementsOf(started);
    }

    @Test
    void manyTimers_runOnceEach_inOrder() {
        var random = new Random(25);
        var timers = new ArrayList<HubTimer>();
        var ran = new ArrayList<HubTimer>();
        var all = new CompletableFuture<Void>();
        hub.post(() -> {
            for (int i = 0; i < MANY; i++) {
                int number = i;
                timers.add(hub.after(random.nextLong(100 * MILLI), () -> {
                    ran.add(timers.get(number));
                    if (ran.size() == MANY) {
                        all.complete(null);
                    }
                }));
            }
        });
        all.join();
        assertThat(ran).isSorted().doesNotHaveDuplicates();
        assertThat(inLoop(() -> hub.timers().size())).isZero();
    }

    private static HubTimer timerAt(long deadlineNanos) {
        return new HubTimer(deadlineNanos, () -> {}, cancelled -> {});
    }

    @Test
    void timersOfEqualDeadlines_areInTheOrderInWhichTheLoopHeardOfThem() {
        var first = timerAt(Long.MAX_VALUE);
        var second = timerAt(Long.MAX_VALUE);
        var overflown = timerAt(Long.MIN_VALUE);
        first.numbered(1);
        assertThat(second).as("one that the loop has not heard of").isNotEqualByComparingTo(first);
        second.numbered(2);
        assertThat(List.of(first, second, overflown)).isSorted();
    }

    @Test
    void timerThatIsCancelled_doesNotRun() {
        var ran = new CompletableFuture<Boolean>();
        assertThat(inLoop(() -> hub.after(MILLI, () -> ran.complete(true)).cancel()))
                .isTrue();
        hub.after(2 * MILLI, () -> ran.complete(false));
        assertThat(ran.join()).as("ran all the same").isFalse();
    }

    /** The loop hears of it in its next turn only, since another thread cancels it. */
    @Test
    void timerThatIsDue_andCancelledWhileOneBeforeItRuns_doesNotRun() {
        var ran = new ArrayList<String>();
        var timers = new ArrayList<HubTimer>();
        var last = new CompletableFuture<Void>();
        hub.post(() -> {
            hub.after(MILLI, () -> onAnotherThread(() -> timers.forEach(HubTimer::cancel)));
            timers.add(hub.after(MILLI, () -> ran.add("cancelled")));
            hub.after(MILLI, () -> last.complete(null));
            keepLoopFor(3 * MILLI);
        });
        last.join();
        assertThat(ran).isEmpty();
    }

    @Test
    void timerThatRan_cannotBeCancelled() {
        var ran = new CompletableFuture<Void>();
        var timer = hub.after(0, () -> ran.complete(null));
        ran.join();
        assertThat(timer.cancel()).isFalse();
    }

    @Test
    void timersThatAreCancelled_areForgotten() {
        var timers = new ArrayList<HubTimer>();
        for (int i = 0; i < MANY; i++) {
            timers.add(hub.after(NEVER, () -> {}));
        }
        assertThat(inLoop(() -> hub.timers().size())).isEqualTo(MANY);
        assertThat(timers).allMatch(HubTimer::cancel);
        assertThat(inLoop(() -> hub.timers().size())).isZero();
        assertThat(inLoop(() -> hub.timers().timeoutMillis())).isEqualTo(HubTimers.NONE);
    }

    /** In one task, so that it is cancelled before the loop hears of it. */
    @Test
    void timerThatIsCancelled_beforeTheLoopHasHeardOfIt_isForgotten() {
        var early = new CompletableFuture<HubTimer>();
        assertThat(inLoop(() -> {
                    var starter = new Thread(() -> early.complete(hub.after(NEVER, () -> {})));
                    starter.start();
                    return early.join().cancel();
                }))
                .isTrue();
        assertThat(inLoop(() -> hub.timers().size())).isZero();
    }

    @Test
    void timer_isWaitedForInTheSelector() {
        var rounds = new CompletableFuture<Long>();
        hub.post(() -> {
            long before = hub.rounds();
            hub.after(50 * MILLI, () -> rounds.complete(hub.rounds() - before));
        });
        assertThat(rounds.join()).as("turns meanwhile").isBetween(1L, 5L);
    }

    @Test
    @LogsErrors("a task of loomlet-hub-0 failed")
    void timerThatThrows_keepsNoneFromRunning() {
        var logged = HubLogged.something();
        var ran = new CompletableFuture<Void>();
        hub.post(() -> {
            hub.after(MILLI, () -> {
                throw new IllegalStateException("of a timer");
            });
            hub.after(2 * MILLI, () -> ran.complete(null));
            keepLoopFor(4 * MILLI);
        });
        ran.join();
        logged.join();
    }

    /** The thread computes from the turn on in which the timer is started. */
    @Test
    void timer_runsOnTheThreadThatTookThePlace() {
        var first = hub.holder();
        var ranOn = new CompletableFuture<Thread>();
        var spinning = spinning();
        hub.post(() -> {
            hub.after(50 * MILLI, () -> ranOn.complete(Thread.currentThread()));
            spinning.start();
        });
        assertThat(ranOn.join()).as("while the first still computes").isNotSameAs(first);
        assertThat(hub.reliefs()).isPositive();
    }

    @Test
    void timer_startedAndCancelledByAThreadWhosePlaceWasTaken_isTheNewHolders() throws Exception {
        var cancelled = new CompletableFuture<Boolean>();
        var ran = new CompletableFuture<Boolean>();
        var thread = hub.newThread(() -> {
            while (hub.reliefs() == 0) {
                Thread.onSpinWait();
            }
            cancelled.complete(hub.after(NEVER, () -> {}).cancel());
            hub.after(MILLI, () -> ran.complete(hub.isInLoop()));
        });
        thread.start();
        assertThat(cancelled.join()).isTrue();
        assertThat(ran.join()).isTrue();
        assertThat(inLoop(() -> hub.timers().size())).isZero();
    }
}
