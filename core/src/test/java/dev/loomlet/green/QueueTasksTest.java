package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@link Queue} knows of the items that were put and dealt with. */
@Timeout(20)
@NoGreenThreadLeft.Checked
class QueueTasksTest {

    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final Queue<Integer> unbounded = new Queue<>();
    private final Queue<Integer> channel = new Queue<>(0);

    @Test
    void taskDone_eachItem_endsJoin() throws Exception {
        unbounded.put(1);
        unbounded.put(2);
        assertThat(unbounded.join(Duration.ZERO)).isFalse();
        assertThat(unbounded.join(SHORT)).isFalse();
        var joiner = Green.spawn(() -> unbounded.join());
        var other = Green.spawn(() -> unbounded.join(LONG));
        unbounded.get();
        unbounded.get();
        unbounded.taskDone();
        assertThat(unbounded.unfinished()).isEqualTo(1);
        assertThat(joiner.isDone()).isFalse();

        unbounded.taskDone();

        joiner.await();
        assertThat(other.await()).isTrue();
        assertThat(unbounded.unfinished()).isZero();
    }

    @Test
    void taskDone_channel_countsWhatWasTaken() throws Exception {
        var putter = QueueTest.putter(channel, 1);
        assertThat(channel.unfinished()).isZero();

        channel.get();

        putter.await();
        assertThat(channel.unfinished()).isEqualTo(1);
        channel.taskDone();
        assertThat(channel.unfinished()).isZero();
        channel.join();
    }

    @Test
    void taskDone_handedToAGetter_countsToo() throws Exception {
        var getter = QueueTest.getter(unbounded, unbounded::get);

        unbounded.put(1);

        getter.await();
        assertThat(unbounded.unfinished()).isEqualTo(1);
        unbounded.taskDone();
    }

    @Test
    void taskDone_tooManyTimes_isRefused() {
        assertThatThrownBy(unbounded::taskDone)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("taskDone() called too many times");
    }

    @Test
    void join_nothingWasPut_returnsAtOnce() throws Exception {
        unbounded.join();
        assertThat(unbounded.join(Duration.ZERO)).isTrue();
    }
}
