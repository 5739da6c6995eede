package dev.loomlet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.green.Green;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventBroadcastTest {

    private static ServerSentEvent event(int number) {
        return ServerSentEvent.of("event " + number).withId(Integer.toString(number));
    }

    private static List<String> drain(EventQueue queue) throws InterruptedException {
        var ids = new ArrayList<String>();
        for (var next = queue.poll(Duration.ZERO); next.isPresent(); next = queue.poll(Duration.ZERO)) {
            ids.add(next.get().id());
        }
        return ids;
    }

    @Test
    void send_reachesAll_andNoneThatLeft() throws Exception {
        var broadcast = new EventBroadcast();
        var first = broadcast.subscribe(Optional.empty());
        broadcast.send(event(1));
        var second = broadcast.subscribe(Optional.empty());
        broadcast.send(event(2));
        assertThat(drain(first)).containsExactly("1", "2");
        assertThat(drain(second)).containsExactly("2");
        first.close();
        assertThat(broadcast.clients()).isEqualTo(1);
        broadcast.send(event(3));
        assertThat(drain(second)).containsExactly("3");
    }

    @Test
    void slowClient_withoutPatience_isEvictedAtOnce_andTheOthersGetAll() throws Exception {
        var broadcast = new EventBroadcast(2, Duration.ZERO, 0);
        var slow = broadcast.subscribe(Optional.empty());
        var quick = broadcast.subscribe(Optional.empty());
        var got = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            broadcast.send(event(i));
            got.addAll(drain(quick));
        }
        assertThat(got).containsExactly("0", "1", "2");
        assertThat(broadcast.clients()).isEqualTo(1);
        assertThat(slow.poll(Duration.ZERO)).isEmpty();
        assertThat(slow.isEnded()).isTrue();
    }

    @Test
    void slowClient_withPatience_holdsTheBroadcast_untilItReads() throws Exception {
        var broadcast = new EventBroadcast(1, Duration.ofSeconds(5), 0);
        var slow = broadcast.subscribe(Optional.empty());
        broadcast.send(event(1));
        var sender = Green.spawn(() -> broadcast.send(event(2)));
        assertThat(slow.poll(Duration.ofSeconds(5))).map(ServerSentEvent::id).contains("1");
        sender.await();
        assertThat(drain(slow)).containsExactly("2");
        assertThat(broadcast.clients()).isEqualTo(1);
    }

    @Test
    void slowClient_whenThePatienceIsOver_isEvicted() throws Exception {
        var broadcast = new EventBroadcast(1, Duration.ofMillis(20), 0);
        var slow = broadcast.subscribe(Optional.empty());
        broadcast.send(event(1));
        long start = System.nanoTime();
        broadcast.send(event(2));
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000);
        assertThat(slow.isEnded()).isTrue();
        assertThat(broadcast.clients()).isZero();
    }

    @Test
    void clientThatComesBack_getsWhatItMissed_asFarAsTheHistoryGoes() throws Exception {
        var broadcast = new EventBroadcast(2, Duration.ZERO, 4);
        for (int i = 1; i <= 6; i++) {
            broadcast.send(event(i));
            broadcast.send(ServerSentEvent.comment("no id, not kept"));
        }
        assertThat(drain(broadcast.subscribe(Optional.of("3")))).containsExactly("4", "5", "6");
        var behind = broadcast.subscribe(Optional.of("3"));
        broadcast.send(event(7));
        assertThat(drain(behind)).as("more than the capacity").containsExactly("4", "5", "6", "7");
        assertThat(drain(broadcast.subscribe(Optional.of("7")))).isEmpty();
        assertThat(drain(broadcast.subscribe(Optional.of("1")))).as("forgotten").isEmpty();
        assertThat(drain(broadcast.subscribe(Optional.empty()))).isEmpty();
    }

    @Test
    void close_endsAllStreams_alsoLaterOnes() throws Exception {
        var broadcast = new EventBroadcast();
        var queue = broadcast.subscribe(Optional.empty());
        broadcast.send(event(1));
        broadcast.close();
        assertThat(drain(queue)).containsExactly("1");
        assertThat(queue.isEnded()).isTrue();
        assertThat(broadcast.subscribe(Optional.empty()).isEnded()).isTrue();
        assertThatThrownBy(() -> broadcast.send(event(2))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void settings_outOfRange_areRefused_byName() {
        assertThatThrownBy(() -> new EventBroadcast(0, Duration.ZERO, 0)).hasMessageContaining("capacity");
        assertThatThrownBy(() -> new EventBroadcast(1, Duration.ofNanos(-1), 0)).hasMessageContaining("patience");
        assertThatThrownBy(() -> new EventBroadcast(1, Duration.ZERO, -1)).hasMessageContaining("history");
    }
}
