package dev.loomlet.server.hub;

import dev.loomlet.server.LoadsAgent;
import dev.loomlet.server.Race;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The agreements between threads on which a hub stands, {@link Lease}, {@link Inbox}, {@link Readiness}, {@link HubTimer} and {@link HubSocket}'s on
 * its descriptor, in all interleavings that Lincheck's model checker comes to.
 */
@Timeout(120)
@LoadsAgent
class HubModelTest {

    /** What a hub's holder does with it, and relief; what only one may touch at a time is a plain field. */
    private static final class Place extends Race {
        private Lease lease = new Lease();
        private AtomicInteger inLoop = new AtomicInteger();
        private int turns;

        @Override
        protected void begin() {
            lease = new Lease();
            inLoop = new AtomicInteger(1);
            turns = 0;
        }

        /** A turn of a holder's loop; false if the place was taken. */
        private boolean turn() {
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

        private void hold(int most) {
            for (int i = 0; i < most && turn(); i++) {}
        }

        @Override
        protected void one() {
            hold(2);
        }

        /** A look of relief, which becomes the holder itself if it takes the place. */
        @Override
        protected void other() {
            long seen = lease.number();
            if (Lease.isWithin(seen) && lease.take(seen)) {
                enterLoop();
                hold(1);
            }
        }

        @Override
        protected void end() {
            require(turns >= 2, "the place goes on, on one thread or the other");
            require(inLoop.get() == 1, "one holder in the loop at the end");
        }
    }

    @Test
    void place_hasOneHolderInItsLoop_whoeverTakesIt() {
        new Place().check();
    }

    /** A loop that is about to sleep, while somebody has something for it. */
    private static final class Handed extends Race {
        private final boolean isTask;
        private Inbox inbox = new Inbox();
        private boolean sleeps;
        private boolean wakes;

        Handed(boolean isTask) {
            this.isTask = isTask;
        }

        @Override
        protected void begin() {
            inbox = new Inbox();
            sleeps = false;
            wakes = false;
        }

        @Override
        protected void one() {
            sleeps = inbox.beginSleep();
        }

        @Override
        protected void other() {
            wakes = isTask ? inbox.addTask(this::begin) : inbox.addContinuation(this::begin);
        }

        @Override
        protected void end() {
            require(!sleeps || wakes, "a loop that sleeps is woken");
            require((isTask ? inbox.pollTask() : inbox.pollContinuation()) != null, "it is there");
            require(inbox.isEmpty(), "nothing else is");
        }
    }

    @Test
    void loop_thatIsAboutToSleep_seesATask_orIsWokenByIt() {
        new Handed(/* isTask= */ true).check();
    }

    @Test
    void loop_thatIsAboutToSleep_seesAContinuation_orIsWokenByIt() {
        new Handed(/* isTask= */ false).check();
    }

    /** A loop that is about to sleep, while somebody has two things for it. */
    private static final class HandedTwo extends Race {
        private Inbox inbox = new Inbox();
        private boolean sleeps;
        private int wakes;

        @Override
        protected void begin() {
            inbox = new Inbox();
            sleeps = false;
            wakes = 0;
        }

        @Override
        protected void one() {
            sleeps = inbox.beginSleep();
        }

        @Override
        protected void other() {
            wakes += inbox.addTask(this::begin) ? 1 : 0;
            wakes += inbox.addContinuation(this::begin) ? 1 : 0;
        }

        @Override
        protected void end() {
            require(!sleeps || wakes == 1, "a loop that sleeps is woken once");
            require(wakes <= 1, "a loop is not woken twice from one sleep");
        }
    }

    @Test
    void loop_thatSleeps_isWokenOnceForAllThatItIsHanded() {
        new HandedTwo().check();
    }

    /** A socket's owner that is about to wait, while bytes come. */
    private static final class Polled extends Race {
        private final boolean armedBefore;
        private Readiness readable = new Readiness();
        private boolean polls;
        private boolean asked;

        Polled(boolean armedBefore) {
            this.armedBefore = armedBefore;
        }

        @Override
        protected void begin() {
            readable = new Readiness();
            polls = false;
            asked = false;
            if (armedBefore) {
                arm();
            }
        }

        private void arm() {
            readable.arm();
            polls = true;
        }

        private void bytesCome() {
            if (readable.ready() == Readiness.Reaction.STOP_POLLING) {
                polls = false;
            }
        }

        @Override
        protected void one() {
            asked = readable.beginWait(Readiness.NO_LIMIT);
        }

        @Override
        protected void other() {
            if (!armedBefore) {
                arm();
            }
            bytesCome();
        }

        @Override
        protected void end() {
            if (asked) {
                arm();
            }
            if (readable.isWaiting()) {
                require(polls, "woken, or to be woken by the next poll");
                bytesCome();
                /* That of a loop which polls, but does not know it, would be the last one. */
                one();
                require(!asked, "the loop polls and knows it");
                bytesCome();
            }
            require(!readable.isWaiting(), "nobody is left waiting");
        }
    }

    /** Either is it woken, or the loop goes on polling, or was asked to. */
    @Test
    void owner_thatWaits_isWokenByBytesThatCome() {
        new Polled(/* armedBefore= */ true).check();
    }

    /** The same while the loop does what an earlier wait asked for. */
    @Test
    void owner_thatWaits_whileTheLoopArms_isWokenByBytesThatCome() {
        new Polled(/* armedBefore= */ false).check();
    }

    /** A wait whose limit is over, and one after it whose limit is not, while the loop ends the first one and looks for what is over. */
    private static final class Limited extends Race {
        private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(1);
        private static final long LONG = TimeUnit.HOURS.toNanos(1);

        private Readiness readable = new Readiness();
        private boolean ended;
        private boolean struck;

        @Override
        protected void begin() {
            readable = new Readiness();
            readable.arm();
            ended = false;
            struck = false;
        }

        @Override
        protected void one() {
            readable.beginWait(SHORT);
            if (!readable.isWaiting()) {
                readable.beginWait(LONG);
            }
        }

        @Override
        protected void other() {
            ended = readable.ready() == Readiness.Reaction.WAKE_OWNER;
            struck = readable.isWaiting() && readable.isOver(System.nanoTime() + 2 * SHORT);
        }

        @Override
        protected void end() {
            require(!(ended && struck), "what was over strikes no wait that began later");
        }
    }

    @Test
    void limit_thatIsOver_strikesNoWaitThatBeganLater() {
        new Limited().check();
    }

    /** A socket's owner, which reads by the descriptor, while relief takes its hub and the next holder closes the socket for another. */
    private static final class Closing extends Race {
        private Lease lease = new Lease();
        private volatile boolean mounted;
        private volatile boolean closed;
        private volatile boolean descriptorOpen;

        @Override
        protected void begin() {
            lease = new Lease();
            mounted = false;
            closed = false;
            descriptorOpen = true;
        }

        @Override
        protected void one() {
            long odd = lease.enter();
            mounted = true;
            for (int i = 0; i < 2 && !closed; i++) {
                require(descriptorOpen, "a descriptor that is read is open");
            }
            mounted = false;
            lease.leave(odd);
        }

        @Override
        protected void other() {
            long seen = lease.number();
            if (Lease.isWithin(seen) && lease.take(seen)) {
                closed = true;
                if (!mounted) {
                    descriptorOpen = false;
                }
            }
        }

        @Override
        protected void end() {
            require(!mounted, "the owner is gone");
        }
    }

    @Test
    void descriptor_isNotClosed_whileItsOwnerReads() {
        new Closing().check();
    }

    /** A timer, which the loop finds due while another thread cancels it. */
    private static final class Due extends Race {
        private HubTimer timer = timer();
        private boolean cancelled;
        private boolean ran;

        private static HubTimer timer() {
            return new HubTimer(/* deadlineNanos= */ 0, () -> {}, forgotten -> {});
        }

        @Override
        protected void begin() {
            timer = timer();
            cancelled = false;
            ran = false;
        }

        @Override
        protected void one() {
            cancelled = timer.cancel();
        }

        @Override
        protected void other() {
            ran = timer.expire();
        }

        @Override
        protected void end() {
            require(ran != cancelled, "one of both");
            require(timer.isCancelled() == cancelled, "it knows which");
        }
    }

    @Test
    void timer_runsOrIsCancelled_neverBoth() {
        new Due().check();
    }
}
