package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The moment in which a waiter is granted and has a reason to leave: the test holds the lock, so that the grant comes first. */
@Timeout(20)
@NoGreenThreadLeft.Checked
class WaitQueueTest {

    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final GrantLock lock = new GrantLock();
    private final WaitQueue queue = new WaitQueue(lock);
    private final CompletableFuture<Thread> joined = new CompletableFuture<>();

    /** Spawns a waiter; what it returns is what it was given, and whether it has an interrupt left. */
    private GreenThread<String> waiter(long timeoutNanos) {
        return Green.spawn(() -> {
            lock.lock();
            WaitQueue.Waiter waiter;
            try {
                waiter = queue.join("brought");
            } finally {
                lock.unlock();
            }
            joined.complete(Thread.currentThread());
            boolean granted = queue.await(waiter, timeoutNanos);
            return (granted ? waiter.given() : "left") + " " + Thread.interrupted();
        });
    }

    @Test
    void await_interruptedAndGranted_keepsBoth() throws Exception {
        var waiter = waiter(Task.FOREVER);
        var thread = joined.get();

        lock.lock();
        thread.interrupt();
        assertThat(queue.firstBrought()).isEqualTo("brought");
        assertThat(queue.grant("given")).isTrue();
        lock.unlock();

        assertThat(waiter.await()).isEqualTo("given true");
    }

    @Test
    void await_timedOutAndGranted_keepsTheGrant() throws Exception {
        lock.lock();
        var waiter = waiter(SHORT_NANOS);
        lock.unlock();
        joined.get();
        lock.lock();
        boolean granted = queue.grant("given");
        if (granted) {
            long startNanos = System.nanoTime();
            Until.holds(() -> System.nanoTime() - startNanos > 2 * SHORT_NANOS);
        }
        lock.unlock();

        assertThat(waiter.await()).isEqualTo(granted ? "given false" : "left false");
        assertThat(queue.size()).isZero();
    }

    @Test
    void grantAll_manyWait_allAreGrantedAndNoneIsLeft() throws Exception {
        var one = waiter(Task.FOREVER);
        var other = waiter(TimeUnit.MINUTES.toNanos(1));
        Until.holds(() -> size() == 2);

        lock.lock();
        queue.grantAll();
        lock.unlock();

        assertThat(one.await()).isEqualTo("brought false");
        assertThat(other.await()).isEqualTo("brought false");
        assertThat(size()).isZero();
    }

    private int size() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }
}
