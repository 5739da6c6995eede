package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Very many green threads that wait on one event. {@code -Dgreen.waiters=1000000 -Dtest.jvm.args=-Xmx2g} is a million, and prints
 * what each costs.
 */
@Timeout(300)
@NoGreenThreadLeft.Checked
class ManyWaitersTest {

    private static final int FEW = 10_000;
    private static final int WAITERS = Integer.getInteger("green.waiters", FEW);

    @Test
    void event_veryManyWait_allAreWokenAndEnd() throws Exception {
        var event = new Event<String>();
        var got = new AtomicInteger();
        var ended = new CountDownLatch(WAITERS);
        long usedBefore = WAITERS > FEW ? usedBytes() : 0;
        for (int i = 0; i < WAITERS; i++) {
            Green.spawnN(() -> {
                if (event.await().equals("value")) {
                    got.incrementAndGet();
                }
                ended.countDown();
            });
        }
        Until.holds(Duration.ofMinutes(2), () -> event.waiting() == WAITERS);
        if (WAITERS > FEW) {
            System.out.println("bytes a waiting green thread: " + (usedBytes() - usedBefore) / WAITERS);
        }

        long startNanos = System.nanoTime();
        event.send("value");
        long sentNanos = System.nanoTime();
        ended.await();

        if (WAITERS > FEW) {
            System.out.printf(
                    "send took %d ms, all had it after %d ms%n",
                    (sentNanos - startNanos) / 1_000_000, (System.nanoTime() - startNanos) / 1_000_000);
        }
        assertThat(got).hasValue(WAITERS);
        assertThat(event.waiting()).isZero();
    }

    /** Of the heap, after a collection: stacks of virtual threads that wait are there too. */
    private static long usedBytes() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
