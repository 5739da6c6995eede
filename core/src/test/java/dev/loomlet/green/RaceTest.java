package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Each test sets two methods of one task against each other on two threads. The task runs on a platform thread here: starting a
 * virtual one takes longer than the moments that are to meet.
 */
@NoGreenThreadLeft.Checked
class RaceTest {

    private static final int SPINS_IN_LINK = 200;
    private static final int SPINS_IN_WORK = 30;
    private static final int KILLS = 20;
    private static final Duration A_WHILE = Duration.ofMillis(700);
    private static final Duration LONGER = Duration.ofMillis(1_500);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The task ends by itself while something else happens to it. */
    private abstract static class Ending implements Race.Round {
        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger links = new AtomicInteger();
        final Task<String> task = new Task<>(work(), /* delay= */ null, /* reportsFailure= */ false, /* slot= */ null);
        final GreenThread<String> green = task.handle();

        Callable<String> work() {
            return () -> "result" + runs.incrementAndGet();
        }

        @Override
        public void first() throws Exception {
            task.run();
        }

        /** Awaits the task; a waiter that is forgotten would find the result only when its time is up. */
        String awaitWoken() throws Exception {
            long startNanos = System.nanoTime();
            var awaited = green.await(PATIENCE);
            assertThat(System.nanoTime() - startNanos).as("nanoseconds waited").isLessThan(PATIENCE.toNanos());
            return awaited;
        }
    }

    @Test
    void kill_asTheWorkEnds_neverInterruptsLinksOrWhatComesAfter() throws Exception {
        Race.run(LONGER, () -> new Ending() {
            private final GreenThreadExit cause = new GreenThreadExit();
            private boolean interruptedInLink;
            private boolean interruptedAfter;

            {
                green.link(_ -> {
                    for (int i = 0; i < SPINS_IN_LINK; i++) {
                        interruptedInLink |= Thread.currentThread().isInterrupted();
                    }
                });
            }

            @Override
            Callable<String> work() {
                return () -> {
                    for (int i = ThreadLocalRandom.current().nextInt(SPINS_IN_WORK); i > 0; i--) {
                        Thread.onSpinWait();
                    }
                    return "result";
                };
            }

            @Override
            public void first() {
                task.run();
                for (int i = 0; i < SPINS_IN_LINK; i++) {
                    interruptedAfter |= Thread.interrupted();
                }
            }

            @Override
            public void second() {
                while (!green.isStarted()) {
                    Thread.onSpinWait();
                }
                for (int i = 0; i < KILLS; i++) {
                    green.kill(cause);
                }
            }

            @Override
            public void check() {
                assertThat(interruptedInLink).as("interrupted in a link").isFalse();
                assertThat(interruptedAfter).as("interrupted after the end").isFalse();
                assertThat(green.isDone()).isTrue();
            }
        });
    }

    @Test
    void kill_asTheWorkBlocks_endsWithExitOrBeforeTheWork() throws Exception {
        Race.run(A_WHILE, () -> new Ending() {
            @Override
            Callable<String> work() {
                return () -> {
                    new CountDownLatch(1).await();
                    return "not killed";
                };
            }

            @Override
            public void second() {
                green.kill();
            }

            @Override
            public void check() {
                assertThatThrownBy(green::await).isInstanceOf(GreenThreadExit.class);
            }
        });
    }

    @Test
    void cancel_asTheWorkStarts_eitherCancelsOrRuns() throws Exception {
        Race.run(A_WHILE, () -> new Ending() {
            private boolean cancelled;

            {
                green.link(_ -> links.incrementAndGet());
            }

            @Override
            public void second() {
                cancelled = green.cancel();
            }

            @Override
            public void check() throws Exception {
                assertThat(runs).hasValue(cancelled ? 0 : 1);
                assertThat(green.isStarted()).isEqualTo(!cancelled);
                assertThat(links).hasValue(1);
                if (cancelled) {
                    assertThatThrownBy(green::await).isInstanceOf(GreenThreadExit.class);
                } else {
                    assertThat(green.await()).isEqualTo("result1");
                }
            }
        });
    }

    @Test
    void cancel_byTwo_oneOfThemCancels() throws Exception {
        Race.run(A_WHILE, () -> new Ending() {
            private final IllegalStateException mine = new IllegalStateException();
            private final IllegalStateException others = new IllegalStateException();
            private boolean cancelledByMe;
            private boolean cancelledByOther;

            @Override
            public void first() {
                cancelledByMe = green.cancel(mine);
            }

            @Override
            public void second() {
                cancelledByOther = green.cancel(others);
            }

            @Override
            public void check() {
                assertThat(cancelledByMe).isNotEqualTo(cancelledByOther);
                assertThatThrownBy(green::await).isSameAs(cancelledByMe ? mine : others);
            }
        });
    }

    @Test
    void link_asTheWorkEnds_isCalledOnce() throws Exception {
        Race.run(A_WHILE, () -> new Ending() {
            @Override
            public void second() {
                green.link(_ -> links.incrementAndGet());
                green.link(_ -> links.incrementAndGet());
            }

            @Override
            public void check() {
                assertThat(links).hasValue(2);
            }
        });
    }

    @Test
    void link_byTwoAfterTheEnd_eachRunsItsOwn() throws Exception {
        Race.run(A_WHILE, () -> new Ending() {
            private final List<Thread> mine = new ArrayList<>();
            private final List<Thread> others = new ArrayList<>();

            {
                task.run();
            }

            @Override
            public void first() {
                linkTwice(mine);
                assertThat(mine).containsExactly(Thread.currentThread(), Thread.currentThread());
            }

            @Override
            public void second() {
                linkTwice(others);
                assertThat(others).containsExactly(Thread.currentThread(), Thread.currentThread());
            }

            private void linkTwice(List<Thread> seen) {
                green.link(ended -> {
                    seen.add(Thread.currentThread());
                    ended.link(_ -> seen.add(Thread.currentThread()));
                });
            }

            @Override
            public void check() {
                assertThat(mine).hasSize(2);
                assertThat(others).hasSize(2);
            }
        });
    }

    @Test
    void unlink_asTheWorkEnds_eitherRemovesOrIsCalled() throws Exception {
        Race.run(A_WHILE, () -> new Ending() {
            private final GreenThread.Link<String> link = _ -> links.incrementAndGet();
            private boolean removed;

            {
                green.link(link);
            }

            @Override
            public void second() {
                removed = green.unlink(link);
            }

            @Override
            public void check() {
                assertThat(links).hasValue(removed ? 0 : 1);
            }
        });
    }

    @Test
    void await_asTheWorkEnds_isWokenWithTheResult() throws Exception {
        Race.run(A_WHILE, () -> new Ending() {
            private String awaited = "nothing";

            @Override
            public void second() throws Exception {
                awaited = awaitWoken();
            }

            @Override
            public void check() {
                assertThat(awaited).isEqualTo("result1");
            }
        });
    }

    @Test
    void await_asAnotherWaiterComesAndLeaves_isWokenWithTheResult() throws Exception {
        Race.run(A_WHILE, () -> new Ending() {
            private String awaited = "nothing";

            private void comeAndLeave(int times) throws Exception {
                for (int i = 0; i < times; i++) {
                    try {
                        green.await(Duration.ZERO);
                    } catch (TimeoutException _) {
                        // Came and left.
                    }
                }
            }

            @Override
            public void first() throws Exception {
                comeAndLeave(20);
                task.run();
            }

            @Override
            public void second() throws Exception {
                comeAndLeave(10);
                awaited = awaitWoken();
            }

            @Override
            public void check() {
                assertThat(awaited).isEqualTo("result1");
            }
        });
    }

    @Test
    void kill_ofSpawnedThreads_eachEndsAndLinksOnce() throws Exception {
        var links = new AtomicInteger();
        List<GreenThread<String>> greens = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            var green = Green.spawn(() -> {
                Green.sleep(Duration.ZERO);
                return "result";
            });
            green.link(_ -> {
                if (!Thread.currentThread().isInterrupted()) {
                    links.incrementAndGet();
                }
            });
            greens.add(green);
            green.kill();
        }

        for (var green : greens) {
            try {
                assertThat(green.await()).isEqualTo("result");
            } catch (GreenThreadExit _) {
                assertThat(green.isDone()).isTrue();
            }
        }

        assertThat(links).hasValue(greens.size());
    }
}
