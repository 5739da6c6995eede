package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
@NoGreenThreadLeft.Checked
class SemaphoreTest {

    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final Semaphore none = new Semaphore(0);

    private GreenThread<Integer> acquirer(List<Integer> order, int number) {
        int waiting = -none.balance();
        var green = Green.spawn(() -> {
            none.acquire();
            order.add(number);
            return number;
        });
        Until.holds(() -> none.balance() == -waiting - 1);
        return green;
    }

    @Test
    void acquire_permitsThere_takesThemAndThenWaits() throws Exception {
        var semaphore = new Semaphore(2);

        semaphore.acquire();
        assertThat(semaphore.locked()).isFalse();
        assertThat(semaphore.acquire(LONG)).isTrue();

        assertThat(semaphore.locked()).isTrue();
        assertThat(semaphore.balance()).isZero();
        var third = Green.spawn(() -> semaphore.acquire());
        Until.holds(() -> semaphore.balance() == -1);
        semaphore.release();
        third.await();
        assertThat(semaphore.balance()).isZero();
    }

    @Test
    void acquire_manyWait_areServedInTheirOrder() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<GreenThread<Integer>> greens = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            greens.add(acquirer(order, i));
        }

        for (var green : greens) {
            none.release();
            green.await();
        }

        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void release_waiter_isHandedThePermitPastThoseWhoComeLater() throws Exception {
        var waiter = Green.spawn(() -> none.acquire());
        Until.holds(() -> none.balance() == -1);

        none.release();

        assertThat(none.tryAcquire()).isFalse();
        assertThat(none.acquire(Duration.ZERO)).isFalse();
        waiter.await();
    }

    @Test
    void tryAcquire_noPermit_returnsFalseAtOnce() {
        assertThat(none.tryAcquire()).isFalse();

        none.release();

        assertThat(none.tryAcquire()).isTrue();
        assertThat(none.tryAcquire()).isFalse();
    }

    @Test
    void acquireWithTimeout_noPermit_returnsFalseNotBefore() throws Exception {
        long startNanos = System.nanoTime();

        assertThat(none.acquire(SHORT)).isFalse();

        assertThat(System.nanoTime() - startNanos).isGreaterThanOrEqualTo(SHORT.toNanos());
        assertThat(none.balance()).isZero();
    }

    @Test
    void acquireWithTimeout_zeroOrNegative_onlyLooks() throws Exception {
        assertThat(none.acquire(Duration.ZERO)).isFalse();
        assertThat(none.acquire(Duration.ofDays(-1))).isFalse();

        none.release();

        assertThat(none.acquire(Duration.ZERO)).isTrue();
    }

    @Test
    void acquire_waitersLeave_theOthersKeepTheirOrder() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<GreenThread<Integer>> greens = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            greens.add(acquirer(order, i));
        }

        for (int leaving : new int[] {0, 3, 5}) {
            greens.get(leaving).kill();
            assertThatThrownBy(greens.get(leaving)::await).isInstanceOf(GreenThreadExit.class);
        }

        assertThat(none.balance()).isEqualTo(-3);
        for (int staying : new int[] {1, 2, 4}) {
            none.release();
            assertThat(greens.get(staying).await()).isEqualTo(staying);
        }
        assertThat(order).containsExactly(1, 2, 4);
        assertThat(none.balance()).isZero();
    }

    @Test
    void acquire_interrupted_throwsClearsAndTakesNothing() {
        none.release();
        Thread.currentThread().interrupt();

        assertThatThrownBy(none::acquire).isInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(none.balance()).isEqualTo(1);
    }

    @Test
    void acquire_killedWhileItWaits_throwsTheKillPastCatchException() throws Exception {
        var seen = new AtomicBoolean();
        var green = Green.spawn(() -> {
            try {
                none.acquire();
            } catch (Exception e) {
                seen.set(true);
            }
        });
        Until.holds(() -> none.balance() == -1);

        green.kill();

        assertThatThrownBy(green::await).isInstanceOf(GreenThreadExit.class);
        assertThat(seen).isFalse();
        assertThat(none.balance()).isZero();
    }

    @Test
    void enter_closedTwice_releasesOnce() throws Exception {
        var semaphore = new Semaphore();
        var permit = semaphore.enter();
        assertThat(semaphore.locked()).isTrue();

        permit.close();
        permit.close();

        assertThat(semaphore.balance()).isEqualTo(1);
    }

    @Test
    void contention_ofManyThreads_servesAllAlike() throws Exception {
        var semaphore = new Semaphore();
        var over = new AtomicBoolean();
        int threads = 10;
        int each = 100;
        var counts = new int[threads];
        var held = new AtomicInteger();
        List<GreenThread<?>> greens = new ArrayList<>();
        semaphore.acquire();
        for (int i = 0; i < threads; i++) {
            int mine = i;
            greens.add(Green.spawn(() -> {
                while (!over.get()) {
                    try (var _ = semaphore.enter()) {
                        assertThat(held.incrementAndGet()).isEqualTo(1);
                        counts[mine]++;
                        over.compareAndSet(false, counts[mine] == each);
                        held.decrementAndGet();
                        /* All wait for their turn again, or the last that was served could not be asked to wait. */
                        Until.holds(() -> over.get() || semaphore.balance() == 1 - threads);
                    }
                }
                return null;
            }));
        }
        Until.holds(() -> semaphore.balance() == -threads);
        semaphore.release();
        for (var green : greens) {
            green.await();
        }

        for (int count : counts) {
            assertThat(count).isBetween(each - 1, each + 1);
        }
        assertThat(semaphore.balance()).isEqualTo(1);
    }

    @Test
    void boundedRelease_aboveTheFirstCount_isRefused() throws Exception {
        var bounded = new BoundedSemaphore(1);
        assertThatThrownBy(bounded::release)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Semaphore released too many times");
        bounded.acquire();
        var waiter = Green.spawn(() -> bounded.acquire());
        Until.holds(() -> bounded.balance() == -1);

        bounded.release();
        waiter.await();
        bounded.release();

        assertThat(bounded.balance()).isEqualTo(1);
        assertThatThrownBy(bounded::release).isInstanceOf(IllegalStateException.class);
        assertThat(bounded.balance()).isEqualTo(1);
    }

    @Test
    void lockRelease_unlocked_isRefused() throws Exception {
        var lock = new Lock();
        assertThatThrownBy(lock::release)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("release unlocked lock");

        try (var _ = lock.enter()) {
            assertThat(lock.locked()).isTrue();
            assertThat(lock.tryAcquire()).as("reentrant").isFalse();
            Green.spawn(lock::release).await();
            assertThat(lock.tryAcquire()).as("released by another").isTrue();
        }

        assertThat(lock.locked()).isFalse();
    }

    @Test
    void release_unbounded_countsUpToTheLargestInt() {
        var full = new Semaphore(Integer.MAX_VALUE);

        assertThatThrownBy(full::release).isInstanceOf(IllegalStateException.class);

        assertThat(full.balance()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void construct_negativeCount_isRefused() {
        assertThatThrownBy(() -> new Semaphore(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("count");
        assertThatThrownBy(() -> new BoundedSemaphore(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
