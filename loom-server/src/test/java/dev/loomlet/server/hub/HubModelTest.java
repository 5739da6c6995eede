package dev.loomlet.server.hub;

import dev.loomlet.server.LoadsAgent;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The two agreements between threads on which a hub stands, {@link Lease} and {@link Readiness}, in all interleavings that Lincheck's model
 * checker comes to.
 */
@Timeout(120)
@LoadsAgent
class HubModelTest {

    private static final int INVOCATIONS = 5_000;

    private static void inParallel(Runnable one, Runnable other) throws InterruptedException {
        var failure = new AtomicReference<AssertionError>();
        var thread = new Thread(() -> {
            try {
                other.run();
            } catch (AssertionError e) {
                failure.set(e);
            }
        });
        thread.start();
        one.run();
        thread.join();
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private static void check(InterruptibleRunnable test) {
        Lincheck.runConcurrentTest(INVOCATIONS, () -> {
            try {
                test.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private interface InterruptibleRunnable {
        void run() throws InterruptedException;
    }

    /* The model checker follows every call, and not those of an assertion library. */
    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    /** What a hub's holder does with it, and relief; what only one may touch at a time is a plain field. */
    private static final class Place {
        private final Lease lease = new Lease();
        private final AtomicInteger inLoop = new AtomicInteger(1);
        private int turns;

        /** A turn of a holder's loop; false if the place was taken. */
        boolean turn() {
            turns++;
            inLoop.decrementAndGet();
            if (!lease.leave(lease.enter())) {
                return false;
            }
            enterLoop();
            return true;
        }

        private void enterLoop() {
            require(inLoop.incrementAndGet() == 1, "one holder in the loop");
        }

        void hold(int most) {
            for (int i = 0; i < most && turn(); i++) {}
        }

        /** A look of relief, which becomes the holder itself if it takes the place. */
        void relieve() {
            long seen = lease.number();
            if (Lease.isWithin(seen) && lease.take(seen)) {
                enterLoop();
                hold(1);
            }
        }
    }

    @Test
    void place_hasOneHolderInItsLoop_whoeverTakesIt() {
        check(() -> {
            var place = new Place();
            inParallel(() -> place.hold(2), place::relieve);
            require(place.turns >= 2, "the place goes on, on one thread or the other");
            require(place.inLoop.get() == 1, "one holder in the loop at the end");
        });
    }

    /** Bytes come while the owner is about to wait: either is it woken, or the loop goes on polling, or was asked to. */
    @Test
    void owner_thatWaits_isWokenByBytesThatCome() {
        check(() -> {
            var readable = new Readiness();
            readable.arm();
            var polls = new AtomicBoolean(true);
            var asked = new AtomicBoolean();
            inParallel(
                    () -> {
                        if (readable.beginWait()) {
                            asked.set(true);
                        }
                    },
                    () -> {
                        if (readable.ready() == Readiness.Reaction.STOP_POLLING) {
                            polls.set(false);
                        }
                    });
            require(!readable.isWaiting() || polls.get() || asked.get(), "woken, or to be woken by the next poll");
        });
    }

    /** The same from the other side: who was asked to arm, and is told of bytes at once, wakes an owner that waits. */
    @Test
    void owner_thatAskedToArm_isWoken() {
        check(() -> {
            var readable = new Readiness();
            var asked = new AtomicBoolean();
            inParallel(() -> asked.set(readable.beginWait()), () -> {
                readable.arm();
                readable.ready();
            });
            if (asked.get()) {
                readable.arm();
                readable.ready();
            }
            if (readable.isWaiting()) {
                require(readable.ready() == Readiness.Reaction.WAKE_OWNER, "woken by the next poll");
            }
            require(!readable.isWaiting(), "nobody is left waiting");
        });
    }
}
