package dev.loomlet.server.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WakeupPipeTest {

    private static final int WAITS = 1000;
    private static final long LONG = TimeUnit.MINUTES.toMillis(5);

    private final Selector selector;
    private final WakeupPipe pipe;

    WakeupPipeTest() throws IOException {
        selector = Selector.open();
        pipe = WakeupPipe.open(selector);
    }

    @AfterEach
    void close() throws IOException {
        pipe.close();
        selector.close();
    }

    private static void ready(SelectionKey key) {
        assertThat(key.attachment()).isInstanceOfSatisfying(Polled.class, polled -> polled.ready(key));
    }

    private void assertThatItWakesOnce() throws IOException {
        assertThat(selector.select(WakeupPipeTest::ready, LONG)).isOne();
        assertThat(selector.selectNow(WakeupPipeTest::ready)).isZero();
    }

    @Test
    void wake_beforeTheWait_endsIt() throws IOException {
        pipe.wake();
        assertThatItWakesOnce();
    }

    @Test
    void wake_byAnotherThread_endsEachWait() throws Exception {
        var asked = new Semaphore(0);
        var waker = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < WAITS; i++) {
                asked.acquireUninterruptibly();
                pipe.wake();
            }
        });
        for (int i = 0; i < WAITS; i++) {
            asked.release();
            assertThatItWakesOnce();
        }
        waker.join();
    }

    @Test
    void wakes_ofMany_areTakenTogether() throws IOException {
        for (int i = 0; i < 10; i++) {
            pipe.wake();
        }
        assertThatItWakesOnce();
    }

    @Test
    void wake_whenInterrupted_wakes_andLeavesThePipeOpen() throws IOException {
        Thread.currentThread().interrupt();
        pipe.wake();
        assertThat(Thread.interrupted()).isTrue();
        assertThatItWakesOnce();
        pipe.wake();
        assertThatItWakesOnce();
    }

    @Test
    void wake_ofALoopThatHasEnded_doesNothing() throws IOException {
        pipe.close();
        pipe.wake();
        assertThat(selector.selectNow(WakeupPipeTest::ready)).isZero();
    }

    /* What it would leave open is seen when the class ends. */
    @Test
    void open_onAClosedSelector_fails() throws IOException {
        selector.close();
        assertThatThrownBy(() -> WakeupPipe.open(selector)).isInstanceOf(ClosedSelectorException.class);
    }
}
