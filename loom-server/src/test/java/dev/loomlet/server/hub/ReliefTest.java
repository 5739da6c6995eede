package dev.loomlet.server.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.loomlet.server.LogsErrors;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xnio.XnioIoThread;

/** A hub whose thread is stuck goes on, on another thread; the stuck one gives nothing away and takes nothing with it when it returns. */
class ReliefTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final AtomicBoolean goOn = new AtomicBoolean();

    private final Hubs hubs = oneHub();
    private final Hub hub = hubs.all().getFirst();

    @AfterEach
    void end() {
        hubs.close();
    }

    private static Hubs oneHub() {
        try {
            return new Hubs(1, Renicing.OFF);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a virtual thread on the hub that computes until {@link #goOn}. */
    private Thread spin() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var thread = hub.newThread(() -> {
            begun.countDown();
            while (!goOn.get()) {
                Thread.onSpinWait();
            }
        });
        thread.start();
        assertThat(begun.await(5, TimeUnit.SECONDS)).as("spinning").isTrue();
        return thread;
    }

    /** That the hub runs what it is given, parks and resumes. */
    private void assertThatHubRuns() throws InterruptedException {
        var parked = hub.newThread(() -> {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        parked.start();
        assertThat(parked.join(SOON)).as("the hub runs").isTrue();
    }

    private void endAll(List<Thread> threads) throws InterruptedException {
        goOn.set(true);
        for (var thread : threads) {
            assertThat(thread.join(SOON)).as("%s ends", thread).isTrue();
        }
    }

    @Test
    void computing_doesNotKeepOthersFromRunning() throws Exception {
        var first = hub.holder();
        var spinning = spin();
        assertThatHubRuns();
        assertThat(hub.reliefs()).isPositive();
        assertThat(hub.holder()).isNotSameAs(first);
        assertThat(first.getName()).isEqualTo(hub + " relieved");
        endAll(List.of(spinning));
        assertThatHubRuns();
    }

    /** Undertow's engines run only what runs on their I/O thread, and go round for ever where it is another. */
    @Test
    void ioThread_isTheOneThatRunsTasks_afterReliefToo() throws Exception {
        var before = ioThreadOfATask();
        var spinning = spin();
        assertThatHubRuns();
        assertThat(ioThreadOfATask()).isNotSameAs(before);
        endAll(List.of(spinning));
    }

    @SuppressWarnings("ReferenceEquality") // the same thread
    private XnioIoThread ioThreadOfATask() throws Exception {
        var seen = new CompletableFuture<XnioIoThread>();
        hub.post(() -> hub.ioThread()
                .execute(() -> hub.ioThread()
                        .executeAfter(
                                () -> seen.complete(hub.ioThread() == Thread.currentThread() ? hub.ioThread() : null),
                                1,
                                TimeUnit.MILLISECONDS)));
        var thread = seen.get(5, TimeUnit.SECONDS);
        assertThat(thread).as("the current thread is the hub's I/O thread").isNotNull();
        assertThatIllegalStateException().isThrownBy(() -> thread.execute(() -> {}));
        return thread;
    }

    @Test
    void threadsWhosePlaceWasTaken_areSparesAgain() throws Exception {
        for (int i = 0; i < 20; i++) {
            goOn.set(false);
            var spinning = spin();
            assertThatHubRuns();
            endAll(List.of(spinning));
        }
        assertThat(hubs.spares()).isLessThanOrEqualTo(3);
        assertThat(hub.holder().isAlive()).isTrue();
    }

    /** A machine that is busy may keep a thread from its processor behind its handler's end: that is not the handler's doing. */
    @Test
    void handlerThatHasGivenItsThreadBack_isOver_andOneThatComputesIsNot() throws Exception {
        var carriers = new CompletableFuture<HubThread>();
        var thread = hub.newThread(() -> {
            carriers.complete((HubThread) JavaLang.currentCarrier());
            while (!goOn.get()) {
                Thread.onSpinWait();
            }
            LockSupport.park();
        });
        thread.start();
        var carrier = carriers.get();
        assertThat(Stuck.isOver(thread, carrier)).as("while it computes").isFalse();
        goOn.set(true);
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(Stuck.isOver(thread, carrier)).as("while it is parked").isTrue();
        LockSupport.unpark(thread);
        assertThat(thread.join(SOON)).isTrue();
    }

    @Test
    void manyComputingAtOnce_areRelievedOneAfterTheOther() throws Exception {
        var spinning = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            spinning.add(spin());
        }
        assertThatHubRuns();
        assertThat(hub.reliefs()).isGreaterThanOrEqualTo(4);
        endAll(spinning);
        assertThatHubRuns();
    }

    /** Those that the loop wakes must not keep those waiting that others wake, although none of its turns comes to an end. */
    @Test
    void manyComputingAgainAndAgain_wokenByTheLoop_doNotKeepThoseFromRunningThatOthersWake() throws Exception {
        var computing = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            var thread = hub.newThread(this::computeUntilRelievedAgainAndAgain);
            thread.start();
            computing.add(thread);
        }
        long end = System.nanoTime() + SOON.toNanos();
        while (hub.reliefs() < 20) {
            assertThat(System.nanoTime()).as("20 reliefs").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(2);
        }
        assertThatHubRuns();
        endAll(computing);
    }

    private void computeUntilRelievedAgainAndAgain() {
        var self = Thread.currentThread();
        while (!goOn.get()) {
            long before = hub.reliefs();
            while (hub.reliefs() == before && !goOn.get()) {
                Thread.onSpinWait();
            }
            hub.post(() -> {
                while (self.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
                LockSupport.unpark(self);
            });
            LockSupport.park();
        }
    }

    @Test
    void blockingInAFileRead_doesNotKeepOthersFromRunning(@TempDir Path folder) throws Exception {
        var fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        var blocked = new ArrayList<Thread>();
        for (int i = 0; i < 3; i++) {
            var reading = hub.newThread(() -> readOne(fifo));
            reading.start();
            blocked.add(reading);
        }
        assertThatHubRuns();
        try (var out = new FileOutputStream(fifo.toFile())) {
            out.write(new byte[3]);
            for (var thread : blocked) {
                assertThat(thread.join(SOON)).isTrue();
            }
        }
        assertThatHubRuns();
    }

    private static void readOne(Path fifo) {
        try (var in = new FileInputStream(fifo.toFile())) {
            assertThat(in.read()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** More than there may be spares: those beyond wait, and nothing is lost. */
    @Test
    void moreStuckThanSpares_waitAndAreServedLater() throws Exception {
        var lock = new Object();
        var threads = new ArrayList<Thread>();
        synchronized (lock) {
            for (int i = 0; i < Spares.MOST + 4; i++) {
                var pinned = hub.newThread(() -> {
                    JavaLang.pin();
                    synchronized (lock) {
                        goOn.get();
                    }
                    JavaLang.unpin();
                });
                pinned.start();
                threads.add(pinned);
            }
            awaitSpares(Spares.MOST);
        }
        endAll(threads);
        assertThatHubRuns();
        assertThat(hubs.spares()).isLessThanOrEqualTo(Spares.MOST);
    }

    private void awaitSpares(int count) throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (hubs.spares() < count) {
            assertThat(System.nanoTime()).as("%d spares", count).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    @Test
    @LogsErrors({
        "a task of loomlet-hub-0 failed",
        "a virtual thread could not be run by loomlet-hub-0",
        "a virtual thread could not be run by loomlet-hub-0"
    })
    void whatThrows_losesNoPlace() throws Exception {
        hub.post(() -> {
            throw new IllegalStateException("of a task");
        });
        hub.execute(() -> {
            throw new IllegalStateException("of a continuation");
        });
        hub.execute(() -> {
            throw new AssertionError("of a continuation");
        });
        assertThatHubRuns();
        assertThat(hub.holder().isAlive()).isTrue();
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // it is what is tested
    void yieldingForEver_doesNotKeepOthersFromRunning() throws Exception {
        var yielding = hub.newThread(() -> {
            while (!goOn.get()) {
                Thread.yield();
            }
        });
        yielding.start();
        assertThatHubRuns();
        endAll(List.of(yielding));
    }
}
