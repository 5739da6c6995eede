package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@NoGreenThreadLeft.Checked
class LinkTest {

    private final CountDownLatch goOn = new CountDownLatch(1);

    /* Written by the links of one green thread, read after its await: no lock needed, and that is part of the contract. */
    private final List<Object> seen = new ArrayList<>();

    private final GreenThread<String> blocked = Green.spawn(() -> {
        goOn.await();
        return "result";
    });

    @AfterEach
    void endBlocked() {
        goOn.countDown();
    }

    @ParameterizedTest
    @EnumSource(Spawning.class)
    void link_beforeTheEnd_isCalledWithTheHandleInTheGreenThread(Spawning spawning) throws Exception {
        var threads = new CompletableFuture<Thread>();
        var green = spawning.spawn(() -> {
            goOn.await();
            threads.complete(Thread.currentThread());
            return "result";
        });
        green.link(ended -> seen.addAll(List.of(ended, ended.await(), Thread.currentThread())));

        goOn.countDown();

        assertThat(green.await()).isEqualTo("result");
        assertThat(seen).containsExactly(green, "result", threads.get());
    }

    @Test
    void link_many_areCalledInTheirOrderBeforeWaitersWake() throws Exception {
        for (int i = 0; i < 10; i++) {
            int number = i;
            blocked.link(_ -> seen.add(number));
        }

        goOn.countDown();
        blocked.await();

        assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void link_workFailed_awaitInItThrowsTheFailure() throws Exception {
        var failure = new IllegalStateException("why");
        var failing = Green.spawn(() -> {
            goOn.await();
            throw failure;
        });
        failing.link(ended -> {
            try {
                ended.await();
            } catch (IllegalStateException e) {
                seen.add(e);
            }
        });

        goOn.countDown();

        assertThatThrownBy(failing::await).isSameAs(failure);
        assertThat(seen).containsExactly(failure);
    }

    @Test
    void link_blocks_holdsUpWaitersAndIsDone() throws Exception {
        var inLink = new CountDownLatch(1);
        var leaveLink = new CountDownLatch(1);
        blocked.link(_ -> {
            inLink.countDown();
            leaveLink.await();
        });
        goOn.countDown();
        inLink.await();

        assertThat(blocked.isDone()).isFalse();
        assertThat(blocked).asString().endsWith("[LINKING]");
        assertThatThrownBy(() -> blocked.await(Duration.ofMillis(5))).isInstanceOf(TimeoutException.class);

        leaveLink.countDown();
        assertThat(blocked.await()).isEqualTo("result");
    }

    @Test
    void link_throws_theOthersRunAndItIsReported() throws Exception {
        try (var reports = UncaughtReports.open()) {
            var failures =
                    List.of(new IllegalStateException("first"), new StackOverflowError(), new Exception("third"));
            for (var failure : failures) {
                blocked.link(_ -> fail(failure));
                blocked.link(_ -> seen.add(failure));
            }

            goOn.countDown();

            assertThat(blocked.await()).isEqualTo("result");
            assertThat(seen).containsExactlyElementsOf(failures);
            for (var failure : failures) {
                assertThat(reports.next()).isSameAs(failure);
            }
        }
    }

    @Test
    void link_throwsInterruptedException_isReportedAndTheInterruptKept() throws Exception {
        try (var reports = UncaughtReports.open()) {
            var done = Green.spawn(() -> "result");
            done.await();

            done.link(_ -> {
                throw new InterruptedException();
            });

            assertThat(Thread.interrupted()).isTrue();
            assertThat(reports.next()).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void link_done_isCalledAtOnceInTheCaller() throws Exception {
        goOn.countDown();
        blocked.await();

        blocked.link(ended -> seen.addAll(List.of(ended.await(), Thread.currentThread())));

        assertThat(seen).containsExactly("result", Thread.currentThread());
    }

    @Test
    void link_doneAndThrows_isReportedAndNotThrown() throws Exception {
        try (var reports = UncaughtReports.open()) {
            var failure = new IllegalStateException();
            goOn.countDown();
            blocked.await();

            blocked.link(_ -> fail(failure));

            assertThat(reports.next()).isSameAs(failure);
        }
    }

    @Test
    void link_linksAnother_itRunsAfterNotWithin() throws Exception {
        blocked.link(ended -> {
            ended.link(_ -> seen.add("linked within"));
            seen.add("first");
        });
        blocked.link(_ -> seen.add("second"));

        goOn.countDown();
        blocked.await();

        assertThat(seen).containsExactly("first", "second", "linked within");
    }

    @Test
    void link_doneLinksAnother_itRunsAfterNotWithin() throws Exception {
        goOn.countDown();
        blocked.await();

        blocked.link(ended -> {
            ended.link(_ -> seen.add("linked within"));
            seen.add("first");
        });

        assertThat(seen).containsExactly("first", "linked within");
    }

    @Test
    void link_relinksItselfManyTimes_doesNotRecurse() throws Exception {
        var inTime = new Relinking(100_000);
        blocked.link(inTime);
        goOn.countDown();
        blocked.await();
        var late = new Relinking(100_000);

        blocked.link(late);

        assertThat(inTime.left).hasValue(0);
        assertThat(late.left).hasValue(0);
    }

    @Test
    void link_doneWhileAnotherThreadIsInALateLink_runsInItsOwnCaller() throws Exception {
        goOn.countDown();
        blocked.await();
        var inLink = new CountDownLatch(1);
        var leaveLink = new CountDownLatch(1);
        var other = Green.spawn(() -> blocked.link(_ -> {
            inLink.countDown();
            leaveLink.await();
        }));
        inLink.await();

        blocked.link(_ -> seen.add(Thread.currentThread()));

        assertThat(seen).containsExactly(Thread.currentThread());
        leaveLink.countDown();
        other.await();
    }

    @Test
    void link_sameTwice_isCalledTwice() throws Exception {
        GreenThread.Link<String> link = seen::add;
        blocked.link(link);
        blocked.link(link);

        goOn.countDown();
        blocked.await();

        assertThat(seen).containsExactly(blocked, blocked);
    }

    @Test
    void unlink_linked_removesTheFirstEqual() throws Exception {
        blocked.link(new Named("a"));
        blocked.link(new Named("b"));
        blocked.link(new Named("a"));

        assertThat(blocked.unlink(new Named("a"))).isTrue();

        goOn.countDown();
        blocked.await();
        assertThat(Named.CALLED).containsExactly("b", "a");
        Named.CALLED.clear();
    }

    @Test
    void unlink_notLinked_returnsFalse() throws Exception {
        assertThat(blocked.unlink(new Named("a"))).isFalse();
        goOn.countDown();
        blocked.await();
        assertThat(blocked.unlink(new Named("a"))).isFalse();
    }

    @Test
    void unlink_fromAnEarlierLink_removes() throws Exception {
        GreenThread.Link<String> later = _ -> seen.add("later");
        blocked.link(ended -> seen.add(ended.unlink(later)));
        blocked.link(later);

        goOn.countDown();
        blocked.await();
        blocked.link(ended -> {
            ended.link(later);
            seen.add(ended.unlink(later));
        });

        assertThat(seen).containsExactly(true, true);
    }

    private static void fail(Throwable failure) throws Exception {
        throw Throwables.<Exception>rethrow(failure);
    }

    private static final class Relinking implements GreenThread.Link<String> {
        private final AtomicInteger left;

        Relinking(int times) {
            left = new AtomicInteger(times);
        }

        @Override
        public void ended(GreenThread<String> thread) {
            if (left.decrementAndGet() > 0) {
                thread.link(this);
            }
        }
    }

    private record Named(String name) implements GreenThread.Link<String> {
        static final List<String> CALLED = new ArrayList<>();

        @Override
        public void ended(GreenThread<String> thread) {
            CALLED.add(name);
        }
    }
}
