package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
@NoGreenThreadLeft.Checked
class CappedSemaphoreTest {

    private static final Duration SHORT = Duration.ofMillis(5);

    private final CappedSemaphore capped = new CappedSemaphore(2, 3);
    private final CappedSemaphore rendezvous = new CappedSemaphore(0, 0);

    @Test
    void balance_fromEmptyToFull_goesFromMinusToPlusTheLimit() throws Exception {
        capped.acquire();
        capped.acquire();
        var third = Green.spawn(() -> capped.acquire());
        Until.holds(() -> capped.balance() == -5);
        capped.release();
        third.await();
        assertThat(capped.balance()).isEqualTo(-3);
        assertThat(capped.locked()).isTrue();
        assertThat(capped.bounded()).isFalse();

        capped.release();
        capped.release();
        capped.release();
        assertThat(capped.balance()).isEqualTo(3);
        assertThat(capped.locked()).isFalse();
        assertThat(capped.bounded()).isTrue();

        var fourth = Green.spawn(() -> capped.release());
        Until.holds(() -> capped.balance() == 5);
        capped.acquire();
        fourth.await();
        assertThat(capped.balance()).isEqualTo(3);
    }

    @Test
    void zeroLimit_acquireAndRelease_meet() throws Exception {
        var acquirer = Green.spawn(() -> rendezvous.acquire());
        Until.holds(() -> !rendezvous.bounded());
        rendezvous.release();
        acquirer.await();

        var releaser = Green.spawn(() -> rendezvous.release());
        Until.holds(() -> !rendezvous.locked());
        rendezvous.acquire();
        releaser.await();

        assertThat(rendezvous.locked()).isTrue();
        assertThat(rendezvous.bounded()).isTrue();
        assertThat(rendezvous.balance()).isZero();
    }

    @Test
    void tryAcquireAndTryRelease_doNotBlock() throws Exception {
        assertThat(capped.tryAcquire()).isTrue();
        assertThat(capped.tryAcquire()).isTrue();
        assertThat(capped.tryAcquire()).isFalse();
        assertThat(capped.tryRelease()).isTrue();
        assertThat(capped.tryRelease()).isTrue();
        assertThat(capped.tryRelease()).isTrue();
        assertThat(capped.tryRelease()).isFalse();

        assertThat(rendezvous.tryAcquire()).isFalse();
        assertThat(rendezvous.tryRelease()).isFalse();
        var acquirer = Green.spawn(() -> rendezvous.acquire());
        Until.holds(() -> !rendezvous.bounded());
        assertThat(rendezvous.tryRelease()).isTrue();
        acquirer.await();
    }

    @Test
    void timedOutAtEitherEnd_rollsBack() throws Exception {
        assertThat(rendezvous.acquire(SHORT)).isFalse();
        assertThat(rendezvous.release(SHORT)).isFalse();
        assertThat(rendezvous.balance()).isZero();

        assertThat(capped.release(Duration.ZERO)).isTrue();
        assertThat(capped.release(SHORT)).isFalse();
        assertThat(capped.release(Duration.ZERO)).isFalse();

        assertThat(capped.balance()).isEqualTo(3);
        assertThat(capped.acquire(SHORT)).isTrue();
        assertThat(capped.balance()).isEqualTo(1);
    }

    @Test
    void killedAtEitherEnd_rollsBack() throws Exception {
        var acquirer = Green.spawn(() -> rendezvous.acquire());
        Until.holds(() -> rendezvous.balance() == -2);
        acquirer.kill();
        assertThatThrownBy(acquirer::await).isInstanceOf(GreenThreadExit.class);
        assertThat(rendezvous.tryRelease()).isFalse();

        var releaser = Green.spawn(() -> rendezvous.release());
        Until.holds(() -> rendezvous.balance() == 2);
        releaser.kill();
        assertThatThrownBy(releaser::await).isInstanceOf(GreenThreadExit.class);
        assertThat(rendezvous.tryAcquire()).isFalse();

        assertThat(rendezvous.balance()).isZero();
    }

    @Test
    void interruptedBefore_throwsAndChangesNothing() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(capped::acquire).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();

        Thread.currentThread().interrupt();
        assertThatThrownBy(capped::release).isInstanceOf(InterruptedException.class);

        assertThat(capped.balance()).isEqualTo(1);
    }

    @Test
    void construct_countNegativeOrOverTheLimit_isRefused() {
        assertThatThrownBy(() -> new CappedSemaphore(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CappedSemaphore(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
