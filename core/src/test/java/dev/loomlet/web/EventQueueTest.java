package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.green.Green;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private static final Duration LONG = Duration.ofSeconds(5);
    private static final ServerSentEvent ONE = ServerSentEvent.of("1");
    private static final ServerSentEvent TWO = ServerSentEvent.of("2");

    @Test
    void offer_toAFullQueue_isRefused_untilThereIsRoom() throws Exception {
        var queue = new EventQueue(1);
        assertThat(queue.offer(ONE)).isTrue();
        assertThat(queue.offer(TWO)).isFalse();
        assertThat(queue.offer(TWO, Duration.ofMillis(5))).isFalse();
        assertThat(queue.poll(LONG)).contains(ONE);
        assertThat(queue.offer(TWO)).isTrue();
    }

    @Test
    void send_toAFullQueue_waitsUntilTheClientHasRead() throws Exception {
        var queue = new EventQueue(1);
        queue.send(ONE);
        var sender = Green.spawn(() -> queue.send(TWO));
        assertThat(queue.poll(LONG)).contains(ONE);
        sender.await();
        assertThat(queue.poll(LONG)).contains(TWO);
    }

    @Test
    void send_whileTheStreamCloses_throws() throws Exception {
        var queue = new EventQueue(1);
        queue.send(ONE);
        var sender = Green.spawn(() -> queue.send(TWO));
        queue.close();
        assertThatThrownBy(sender::await).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> queue.send(TWO)).isInstanceOf(IOException.class);
        assertThat(queue.offer(TWO)).isFalse();
        assertThat(queue.isClosed()).isTrue();
    }

    @Test
    void poll_withoutEvents_waitsForTheTimeOnly() throws Exception {
        var queue = new EventQueue();
        long start = System.nanoTime();
        assertThat(queue.poll(Duration.ofMillis(20))).isEmpty();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000);
        assertThat(queue.isEnded()).isFalse();
    }

    @Test
    void wakeup_endsOnePoll_alsoTheNext() throws Exception {
        var queue = new EventQueue();
        var poller = Green.spawn(() -> queue.poll(LONG));
        queue.wakeup();
        assertThat(poller.await(Duration.ofSeconds(4))).isEqualTo(Optional.empty());
        queue.wakeup();
        long start = System.nanoTime();
        assertThat(queue.poll(LONG)).isEmpty();
        assertThat(System.nanoTime() - start).isLessThan(LONG.toNanos());
    }

    @Test
    void end_letsWhatIsInTheQueueOut_andNothingIn() throws Exception {
        var queue = new EventQueue();
        queue.send(ONE);
        queue.end();
        assertThat(queue.offer(TWO)).isFalse();
        assertThat(queue.isEnded()).isFalse();
        assertThat(queue.poll(LONG)).contains(ONE);
        assertThat(queue.isEnded()).isTrue();
    }

    @Test
    void onClose_runsOnce_alsoWhenAlreadyClosed() {
        var queue = new EventQueue();
        var runs = new AtomicInteger();
        queue.onClose(runs::incrementAndGet);
        queue.close();
        queue.close();
        assertThat(runs).hasValue(1);
        queue.onClose(runs::incrementAndGet);
        assertThat(runs).hasValue(2);
    }

    @Test
    void capacity_ofNothing_isRefused() {
        assertThatThrownBy(() -> new EventQueue(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("capacity");
    }
}
