package dev.loomlet.green;

import java.time.Duration;
import java.util.stream.Stream;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lincheck on what threads wait for: whether its operations are as if they came one after the other, in the interleavings that the model
 * checker comes to, and on threads that run freely, which is where time passes. {@code -Dgreen.lincheck=100} tries all, a hundred
 * times as much; a build tries some.
 *
 * <p>What waits without a limit is in {@link GreenWaitModelTest}.
 */
@Timeout(3_600)
class GreenModelTest {

    /** How many times as much is tried as in a build. */
    static final int TIMES = Integer.getInteger("green.lincheck", 1);

    private static final int SCENARIOS = 2;
    private static final int INVOCATIONS = 100;
    private static final Duration A_MOMENT = Duration.ofNanos(20_000);

    /** Whether all is tried; to begin with each one takes Lincheck a second. */
    static boolean isThorough() {
        return TIMES > 1;
    }

    /** The operations that do not wait. */
    public static class Semaphores {
        final Semaphore semaphore = new Semaphore(1);

        @Operation
        public boolean tryAcquire() {
            return semaphore.tryAcquire();
        }

        @Operation
        public void release() {
            semaphore.release();
        }

        @Operation
        public boolean locked() {
            return semaphore.locked();
        }
    }

    public static final class SemaphoresInTime extends Semaphores {
        @Operation
        public boolean acquire() throws InterruptedException {
            return semaphore.acquire(A_MOMENT);
        }
    }

    /** The operations that do not wait. */
    public static class CappedSemaphores {
        final CappedSemaphore capped = new CappedSemaphore(1, 2);

        @Operation
        public boolean tryAcquire() {
            return capped.tryAcquire();
        }

        @Operation
        public boolean tryRelease() {
            return capped.tryRelease();
        }

        @Operation
        public boolean locked() {
            return capped.locked();
        }

        @Operation
        public boolean bounded() {
            return capped.bounded();
        }
    }

    public static final class CappedSemaphoresInTime extends CappedSemaphores {
        @Operation
        public boolean acquire() throws InterruptedException {
            return capped.acquire(A_MOMENT);
        }

        @Operation
        public boolean release() throws InterruptedException {
            return capped.release(A_MOMENT);
        }
    }

    /** The operations that do not wait; 0 is none. */
    @Param(name = "item", gen = IntGen.class, conf = "1:9")
    public static class Queues {
        final Queue<Integer> queue = new Queue<>(1);

        @Operation
        public boolean putNowait(@Param(name = "item") int item) {
            try {
                queue.putNowait(item);
                return true;
            } catch (LightQueue.Full _) {
                return false;
            }
        }

        @Operation
        public int getNowait() {
            try {
                return queue.getNowait();
            } catch (LightQueue.Empty _) {
                return 0;
            }
        }

        @Operation
        public int size() {
            return queue.size();
        }

        @Operation
        public int unfinished() {
            return queue.unfinished();
        }
    }

    @Param(name = "item", gen = IntGen.class, conf = "1:9")
    public static final class QueuesInTime extends Queues {
        @Operation
        public boolean put(@Param(name = "item") int item) throws InterruptedException {
            try {
                queue.put(item, A_MOMENT);
                return true;
            } catch (LightQueue.Full _) {
                return false;
            }
        }

        @Operation
        public int get() throws InterruptedException {
            try {
                return queue.get(A_MOMENT);
            } catch (LightQueue.Empty _) {
                return 0;
            }
        }
    }

    /** The operations that do not wait; 0 is none. */
    @Param(name = "value", gen = IntGen.class, conf = "1:9")
    public static class Events {
        final Event<Integer> event = new Event<>();

        @Operation
        public boolean send(@Param(name = "value") int value) {
            try {
                event.send(value);
                return true;
            } catch (IllegalStateException _) {
                return false;
            }
        }

        @Operation
        public boolean reset() {
            try {
                event.reset();
                return true;
            } catch (IllegalStateException _) {
                return false;
            }
        }

        @Operation
        public int poll() throws Exception {
            return event.poll(0);
        }

        @Operation
        public int look() throws Exception {
            return await(Duration.ZERO);
        }

        final int await(Duration timeout) throws Exception {
            try {
                return event.await(timeout);
            } catch (java.util.concurrent.TimeoutException _) {
                return 0;
            }
        }
    }

    @Param(name = "value", gen = IntGen.class, conf = "1:9")
    public static final class EventsInTime extends Events {
        @Operation
        public int await() throws Exception {
            return await(A_MOMENT);
        }
    }

    /** The slots of a pool, without green threads in them. */
    @Param(name = "size", gen = IntGen.class, conf = "0:3")
    public static class AllSlots {
        final Slots slots = new Slots(1);

        @Operation
        public boolean tryTake() {
            return slots.tryTake();
        }

        @Operation
        public boolean release() {
            try {
                slots.release();
                return true;
            } catch (IllegalStateException _) {
                return false;
            }
        }

        @Operation
        public void resize(@Param(name = "size") int size) {
            slots.resize(size);
        }

        @Operation
        public int free() {
            return slots.free();
        }

        @Operation
        public int running() {
            return slots.running();
        }
    }

    @Param(name = "size", gen = IntGen.class, conf = "0:3")
    public static final class AllSlotsInTime extends AllSlots {
        @Operation
        public boolean awaitNone() throws InterruptedException {
            return slots.awaitNone(A_MOMENT.toNanos());
        }
    }

    static Stream<Class<?>> withoutWaiting() {
        return isThorough()
                ? Stream.of(Queues.class, CappedSemaphores.class, Semaphores.class, Events.class, AllSlots.class)
                : Stream.of(Queues.class, CappedSemaphores.class);
    }

    static Stream<Class<?>> inTime() {
        return isThorough()
                ? Stream.of(
                        QueuesInTime.class,
                        CappedSemaphoresInTime.class,
                        SemaphoresInTime.class,
                        EventsInTime.class,
                        AllSlotsInTime.class)
                : Stream.of(QueuesInTime.class);
    }

    @ParameterizedTest
    @MethodSource("withoutWaiting")
    void operations_inAnyInterleaving_areAsIfInSequence(Class<?> operations) {
        new ModelCheckingOptions()
                .iterations(SCENARIOS * TIMES)
                .invocationsPerIteration(INVOCATIONS)
                .threads(2)
                .actorsPerThread(3)
                .check(operations);
    }

    @ParameterizedTest
    @MethodSource("inTime")
    void operations_onThreadsThatRunFreely_areAsIfInSequence(Class<?> operations) {
        new StressOptions()
                .iterations(SCENARIOS * TIMES)
                .invocationsPerIteration(INVOCATIONS)
                .threads(2)
                .actorsPerThread(3)
                .check(operations);
    }
}
