package dev.loomlet.green;

import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A thread that waits, and another that brings it what it waits for and interrupts it, in the interleavings that Lincheck's model checker
 * comes to: whether both agree about who has it. For the model checker no time passes; a waiter whose time is up leaves as an interrupted
 * one does.
 */
@Timeout(3_600)
class GreenWaitModelTest {

    private static final int INVOCATIONS = 100;

    /** One waiter and one who brings. Named classes with the state in fields: through lambdas, the model checker finds less. */
    abstract static class Scenario implements Runnable {

        /** Makes the state anew. */
        abstract void begin();

        /** Waits, on the first thread. */
        abstract void waits() throws Exception;

        /** Brings what is waited for, on the other thread. */
        abstract void brings() throws Exception;

        /** Says what has to be so when both have ended; {@code left} if the waiter was interrupted. */
        abstract boolean agrees(boolean left);

        @Override
        public final String toString() {
            return getClass().getSimpleName();
        }

        @Override
        public final void run() {
            begin();
            var waiting = new Waiting(this);
            var thread = new Thread(waiting);
            thread.start();
            try {
                brings();
                thread.interrupt();
                thread.join();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            if (waiting.failure.get() != null) {
                throw new AssertionError(waiting.failure.get());
            }
            if (!agrees(waiting.left)) {
                throw new AssertionError(waiting.left ? "the waiter left" : "the waiter did not leave");
            }
        }
    }

    private static final class Waiting implements Runnable {
        private final Scenario scenario;
        private final AtomicReference<Exception> failure = new AtomicReference<>();
        private volatile boolean left;

        Waiting(Scenario scenario) {
            this.scenario = scenario;
        }

        @Override
        public void run() {
            try {
                scenario.waits();
            } catch (InterruptedException e) {
                left = true;
            } catch (Exception e) {
                failure.set(e);
            }
        }
    }

    private static final class AcquireAndRelease extends Scenario {
        private Semaphore semaphore = new Semaphore(0);

        @Override
        void begin() {
            semaphore = new Semaphore(0);
        }

        @Override
        void waits() throws InterruptedException {
            semaphore.acquire();
        }

        @Override
        void brings() {
            semaphore.release();
        }

        @Override
        boolean agrees(boolean left) {
            return semaphore.balance() == (left ? 1 : 0);
        }
    }

    private static final class CappedAcquire extends Scenario {
        private CappedSemaphore capped = new CappedSemaphore(0, 0);
        private boolean released;

        @Override
        void begin() {
            capped = new CappedSemaphore(0, 0);
        }

        @Override
        void waits() throws InterruptedException {
            capped.acquire();
        }

        @Override
        void brings() {
            released = capped.tryRelease();
        }

        @Override
        boolean agrees(boolean left) {
            return released == !left && capped.balance() == 0;
        }
    }

    private static final class CappedRelease extends Scenario {
        private CappedSemaphore capped = new CappedSemaphore(1, 1);

        @Override
        void begin() {
            capped = new CappedSemaphore(1, 1);
        }

        @Override
        void waits() throws InterruptedException {
            capped.release();
        }

        @Override
        void brings() {
            capped.tryAcquire();
        }

        @Override
        boolean agrees(boolean left) {
            return capped.locked() == left && capped.bounded() == !left;
        }
    }

    private static final class ChannelGet extends Scenario {
        private LightQueue<Integer> channel = new LightQueue<>(0);
        private int put;
        private int got;

        @Override
        void begin() {
            channel = new LightQueue<>(0);
            put = 0;
            got = 0;
        }

        @Override
        void waits() throws InterruptedException {
            got = channel.get();
        }

        @Override
        void brings() {
            try {
                channel.putNowait(1);
                put = 1;
            } catch (LightQueue.Full _) {
                // The other does not wait yet.
            }
        }

        @Override
        boolean agrees(boolean left) {
            return put == got && left == (got == 0) && channel.getting() == 0;
        }
    }

    private static final class ChannelPut extends Scenario {
        private Queue<Integer> channel = new Queue<>(0);
        private int got;

        @Override
        void begin() {
            channel = new Queue<>(0);
            got = 0;
        }

        @Override
        void waits() throws InterruptedException {
            channel.put(1);
        }

        @Override
        void brings() {
            try {
                got = channel.getNowait();
            } catch (LightQueue.Empty _) {
                // The other does not wait yet.
            }
        }

        @Override
        boolean agrees(boolean left) {
            return left == (got == 0) && channel.unfinished() == got && channel.putting() == 0;
        }
    }

    /** A putter that waits for room, and one who makes it. */
    private static final class BoundedPut extends Scenario {
        private final boolean byResize;
        private Queue<Integer> bounded = new Queue<>(1);

        BoundedPut(boolean byResize) {
            this.byResize = byResize;
        }

        @Override
        void begin() {
            bounded = new Queue<>(1);
            bounded.putNowait(1);
        }

        @Override
        void waits() throws InterruptedException {
            bounded.put(2);
        }

        @Override
        void brings() {
            if (byResize) {
                bounded.resize(2);
            }
            bounded.getNowait();
        }

        @Override
        boolean agrees(boolean left) {
            return bounded.size() == (left ? 0 : 1) && bounded.unfinished() == (left ? 1 : 2) && bounded.putting() == 0;
        }
    }

    private static final class Join extends Scenario {
        private Queue<Integer> queue = new Queue<>();
        private boolean returned;

        @Override
        void begin() {
            queue = new Queue<>();
            queue.putNowait(1);
            returned = false;
        }

        @Override
        void waits() throws InterruptedException {
            queue.join();
            returned = true;
        }

        @Override
        void brings() {
            queue.taskDone();
        }

        @Override
        boolean agrees(boolean left) {
            return returned == !left && queue.unfinished() == 0;
        }
    }

    private static final class AwaitEvent extends Scenario {
        private final boolean again;
        private Event<Integer> event = new Event<>();
        private int got;

        AwaitEvent(boolean again) {
            this.again = again;
        }

        @Override
        void begin() {
            event = new Event<>();
            got = 0;
        }

        @Override
        void waits() throws Exception {
            got = event.await();
        }

        @Override
        void brings() {
            event.send(1);
            if (again) {
                event.reset();
                event.send(2);
            }
        }

        @Override
        boolean agrees(boolean left) {
            boolean isSent = got == 1 || (again && got == 2);
            return isSent == !left && event.waiting() == 0;
        }
    }

    private static final class TakeSlot extends Scenario {
        private Slots slots = new Slots(1);

        @Override
        void begin() {
            slots = new Slots(1);
            slots.tryTake();
        }

        @Override
        void waits() throws InterruptedException {
            slots.take();
        }

        @Override
        void brings() {
            slots.release();
        }

        @Override
        boolean agrees(boolean left) {
            return slots.running() == (left ? 0 : 1) && slots.tryTake() == left && slots.waiting() == 0;
        }
    }

    private static final class AwaitNoSlot extends Scenario {
        private Slots slots = new Slots(1);
        private boolean returned;

        @Override
        void begin() {
            slots = new Slots(1);
            slots.tryTake();
            returned = false;
        }

        @Override
        void waits() throws InterruptedException {
            returned = slots.awaitNone(Task.FOREVER);
        }

        @Override
        void brings() {
            slots.release();
        }

        @Override
        boolean agrees(boolean left) {
            return returned == !left && slots.tryTake();
        }
    }

    static Stream<Scenario> scenarios() {
        var some = Stream.of(
                new TakeSlot(),
                new ChannelGet(),
                new BoundedPut(/* byResize= */ false),
                new AwaitEvent(/* again= */ true));
        var others = Stream.of(
                new AcquireAndRelease(),
                new CappedAcquire(),
                new CappedRelease(),
                new ChannelPut(),
                new BoundedPut(/* byResize= */ true),
                new Join(),
                new AwaitNoSlot(),
                new AwaitEvent(/* again= */ false));
        return GreenModelTest.isThorough() ? Stream.concat(some, others) : some;
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void waiter_interruptedAsItIsGranted_hasItOrLeavesIt(Scenario scenario) {
        Lincheck.runConcurrentTest(INVOCATIONS * GreenModelTest.TIMES, scenario);
    }
}
