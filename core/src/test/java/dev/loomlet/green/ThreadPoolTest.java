package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NoGreenThreadLeft.Checked
class ThreadPoolTest {

    private final ThreadPool pool = new ThreadPool(2);
    private final List<Thread> seen = new ArrayList<>();

    /** Closes the pool, whose threads end then. */
    @AfterEach
    void noThreadIsLeft() throws InterruptedException {
        pool.close();
        for (var thread : seen) {
            thread.join();
        }
    }

    private Thread threadOfPool() throws Exception {
        var thread = pool.execute(Thread::currentThread);
        seen.add(thread);
        return thread;
    }

    @Test
    void execute_work_runsOnADaemonPlatformThreadAndReturnsItsResult() throws Exception {
        assertThat(Green.spawn(() -> pool.execute(() -> 6 * 7)).await()).isEqualTo(42);

        assertThat(threadOfPool().isVirtual()).isFalse();
        assertThat(threadOfPool().isDaemon()).isTrue();
        assertThat(threadOfPool().getName()).matches("loomlet-tpool-[0-9]+");
    }

    @Test
    void execute_workWithoutResult_runs() throws Exception {
        var ran = new AtomicBoolean();

        pool.execute(() -> ran.set(true));

        assertThat(ran).isTrue();
    }

    @Test
    void execute_workThrows_throwsTheSameObject() {
        for (var failure : List.of(new IOException("why"), new AssertionError("why"), new InterruptedException())) {
            assertThatThrownBy(() -> pool.execute(() -> {
                        throw Throwables.<Exception>rethrow(failure);
                    }))
                    .isSameAs(failure)
                    .hasNoCause();
        }
    }

    @Test
    void execute_calledFromItsOwnThread_runsInline() throws Exception {
        var one = new ThreadPool(1);

        var threads = one.execute(() -> List.of(Thread.currentThread(), one.execute(Thread::currentThread)));

        assertThat(threads.get(1)).isSameAs(threads.get(0));
        assertThat(pool.execute(() -> one.execute(Thread::currentThread))).isSameAs(threads.get(0));
        one.close();
        threads.get(0).join();
    }

    @Test
    void execute_threadLocalsAndCurrent_areNotInherited() throws Exception {
        var local = new InheritableThreadLocal<String>();
        var green = Green.spawn(() -> {
            local.set("mine");
            return pool.execute(() -> local.get() + " " + Green.current());
        });

        assertThat(green.await()).isEqualTo("null Optional.empty");
    }

    @Test
    void execute_moreCallersThanThreads_runsTheMostThatMayAndNeverMore() throws Exception {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var both = new CyclicBarrier(2);
        var callers = new ArrayList<GreenThread<?>>();
        for (int i = 0; i < 50; i++) {
            callers.add(Green.spawn(() -> pool.execute(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                both.await();
                return running.decrementAndGet();
            })));
        }
        for (var caller : callers) {
            caller.await();
        }

        assertThat(most).hasValue(2);
    }

    @Test
    void execute_allThreadsBusy_callersHaveTheirTurnInOrder() throws Exception {
        var one = new ThreadPool(1);
        var goOn = new CountDownLatch(1);
        var order = new LinkedBlockingQueue<Integer>();
        var callers = new ArrayList<GreenThread<?>>(List.of(busy(one, goOn)));
        for (int i = 0; i < 5; i++) {
            int number = i;
            callers.add(Green.spawn(() -> one.execute(() -> order.add(number))));
            awaitWaiting(one, i + 1);
        }
        goOn.countDown();
        for (var caller : callers) {
            caller.await();
        }

        assertThat(order).containsExactly(0, 1, 2, 3, 4);
        one.close();
    }

    @Test
    void execute_callerKilledWhileItWaitsForAThread_workNeverRunsAndNoThreadIsLost() throws Exception {
        var one = new ThreadPool(1);
        var goOn = new CountDownLatch(1);
        var busy = busy(one, goOn);
        var ran = new AtomicBoolean();
        var caller = Green.spawn(() -> one.execute(() -> ran.set(true)));
        awaitWaiting(one, 1);

        caller.kill();

        assertThatThrownBy(caller::await).isInstanceOf(GreenThreadExit.class);
        goOn.countDown();
        busy.await();
        assertThat(one.execute(() -> "served")).isEqualTo("served");
        assertThat(ran).isFalse();
        one.close();
    }

    @Test
    void execute_callerKilledWhileItsWorkRuns_waitIsAbandonedAndTheThreadGoesOn() throws Exception {
        var goOn = new CountDownLatch(1);
        var started = new CountDownLatch(1);
        var interrupted = new CompletableFuture<Boolean>();
        var caller = Green.spawn(() -> pool.execute(() -> {
            started.countDown();
            goOn.await();
            interrupted.complete(Thread.currentThread().isInterrupted());
        }));
        started.await();

        caller.kill();

        assertThatThrownBy(caller::await).isInstanceOf(GreenThreadExit.class);
        assertThat(interrupted).isNotDone();
        goOn.countDown();
        assertThat(interrupted.get()).isFalse();
    }

    @Test
    void execute_timeoutExpires_throwsItAndNotLater() throws Exception {
        var goOn = new CountDownLatch(1);
        Green.Work work = goOn::await;
        var timeout = Timeout.after(Duration.ofMillis(10));
        try (timeout) {
            assertThatThrownBy(() -> pool.execute(work)).isSameAs(timeout);
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(Green.withTimeout(Duration.ofMillis(10), () -> pool.execute(() -> "in time")))
                .isEqualTo("in time");
        var own = Timeout.after(Duration.ofDays(1));
        own.close();
        assertThatThrownBy(() -> pool.execute(() -> {
                    throw own;
                }))
                .isSameAs(own);
        goOn.countDown();
    }

    @Test
    void execute_manyCallersManyTimes_eachGetsItsOwnResult() throws Exception {
        var callers = new ArrayList<GreenThread<Integer>>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            callers.add(Green.spawn(() -> {
                int same = 0;
                for (int n = 0; n < 100; n++) {
                    int token = number * 100 + n;
                    same += pool.execute(() -> token) == token ? 1 : 0;
                }
                return same;
            }));
        }
        for (var caller : callers) {
            assertThat(caller.await()).isEqualTo(100);
        }
    }

    @Test
    void execute_callerInterrupted_throwsAndClears() throws Exception {
        var goOn = new CountDownLatch(1);
        Callable<Object> work = () -> {
            goOn.await();
            return "late";
        };
        for (int i = 0; i < 3; i++) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> pool.execute(work)).isInstanceOf(InterruptedException.class);

            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
        goOn.countDown();
    }

    @Test
    void execute_abandonedWorkFails_isReported() throws Exception {
        try (var reports = UncaughtReports.open()) {
            var goOn = new CountDownLatch(1);
            var started = new CountDownLatch(1);
            var failure = new IOException("late");
            var caller = Green.spawn(() -> pool.execute(() -> {
                started.countDown();
                goOn.await();
                throw failure;
            }));
            started.await();
            caller.kill();
            assertThatThrownBy(caller::await).isInstanceOf(GreenThreadExit.class);

            goOn.countDown();

            assertThat(reports.next()).isSameAs(failure);
        }
    }

    /** However the kill meets the handing over, a thread that was promised to a caller comes back, and no more run than may. */
    @Test
    void execute_callersKilledAtAnyMoment_noThreadIsLost() throws Exception {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        for (int i = 0; i < 2000; i++) {
            var caller = Green.spawn(() -> pool.execute(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.onSpinWait();
                running.decrementAndGet();
            }));
            if (i % 3 != 0) {
                caller.kill();
            }
            if (i % 50 == 0) {
                awaitEnd(caller);
            }
        }
        var both = new CyclicBarrier(2);

        var first = Green.spawn(() -> pool.execute(() -> both.await()));
        pool.execute(() -> both.await());
        first.await();

        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void setNumThreads_more_callersThatWaitHaveThem() throws Exception {
        var all = new CyclicBarrier(4);
        var callers = new ArrayList<GreenThread<?>>();
        for (int i = 0; i < 4; i++) {
            callers.add(Green.spawn(() -> pool.execute(() -> all.await())));
        }

        pool.setNumThreads(4);

        for (var caller : callers) {
            caller.await();
        }
        assertThat(pool.threads()).isEqualTo(4);
    }

    @Test
    void setNumThreads_fewer_noMoreThanThatRun() throws Exception {
        var goOn = new CountDownLatch(1);
        var first = busy(pool, goOn);
        var second = busy(pool, goOn);
        pool.setNumThreads(1);
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var callers = new ArrayList<GreenThread<?>>(List.of(first, second));
        for (int i = 0; i < 20; i++) {
            callers.add(Green.spawn(() -> pool.execute(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.onSpinWait();
                return running.decrementAndGet();
            })));
        }
        goOn.countDown();
        for (var caller : callers) {
            caller.await();
        }

        assertThat(most).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void threads_notPositive_isRefusedByName(int threads) {
        assertThatThrownBy(() -> new ThreadPool(threads))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("threads");
        assertThatThrownBy(() -> pool.setNumThreads(threads))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("threads");
        assertThat(pool.threads()).isEqualTo(2);
    }

    @Test
    void close_workRuns_itsCallerGetsTheResultAndOthersAreRefused() throws Exception {
        var one = new ThreadPool(1);
        var goOn = new CountDownLatch(1);
        var busy = busy(one, goOn);
        var waiting = Green.spawn(() -> one.execute(() -> "never"));
        awaitWaiting(one, 1);

        one.close();
        one.close();

        assertThatThrownBy(waiting::await).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> one.execute(() -> "never")).isInstanceOf(IllegalStateException.class);
        goOn.countDown();
        assertThat(busy.await()).isEqualTo("done");
    }

    @Test
    void killAll_workRuns_isInterrupted() {
        var busy = busy(pool, new CountDownLatch(1));

        pool.killAll();

        assertThatThrownBy(busy::await).isInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> pool.execute(() -> "never")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shared_closedAndKilled_isThereForEverybody() throws Exception {
        ThreadPool.shared().close();
        ThreadPool.shared().killAll();

        assertThat(ThreadPool.shared().execute(() -> "served")).isEqualTo("served");
        assertThat(ThreadPool.shared().threads()).isEqualTo(ThreadPool.DEFAULT_THREADS);
    }

    /** Has a thread of {@code pool} busy until {@code goOn}; returns when it is. */
    private static GreenThread<String> busy(ThreadPool pool, CountDownLatch goOn) {
        var started = new CountDownLatch(1);
        var caller = Green.spawn(() -> pool.execute(() -> {
            started.countDown();
            goOn.await();
            return "done";
        }));
        try {
            started.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return caller;
    }

    private static void awaitWaiting(ThreadPool pool, int callers) {
        Until.holds(() -> pool.waiting() >= callers);
    }

    private static void awaitEnd(GreenThread<?> caller) {
        try {
            caller.await();
        } catch (GreenThreadExit e) {
            assertThat(caller.isDone()).isTrue();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
