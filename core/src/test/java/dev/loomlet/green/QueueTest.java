package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
@NoGreenThreadLeft.Checked
class QueueTest {

    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final Queue<Integer> unbounded = new Queue<>();
    private final Queue<Integer> channel = new Queue<>(0);

    /** Spawns one that is about to wait for an item, and returns when it waits. */
    static <T> GreenThread<T> getter(LightQueue<?> queue, Callable<T> work) {
        int before = queue.getting();
        var getter = Green.spawn(work);
        Until.holds(() -> queue.getting() == before + 1);
        return getter;
    }

    /** Spawns one that puts {@code item} where there is no room, and returns when it waits. */
    static GreenThread<?> putter(LightQueue<Integer> queue, int item) {
        int before = queue.putting();
        var putter = Green.spawn(() -> queue.put(item));
        Until.holds(() -> queue.putting() == before + 1);
        return putter;
    }

    @Test
    void get_itemsThere_givesThemInTheirOrder() throws Exception {
        for (int i = 0; i < 5; i++) {
            unbounded.put(i);
        }

        for (int i = 0; i < 5; i++) {
            assertThat(unbounded.get()).isEqualTo(i);
        }
        assertThat(unbounded.isEmpty()).isTrue();
        assertThat(unbounded.isFull()).isFalse();
    }

    @Test
    void get_empty_waitsForAnItem() throws Exception {
        var getter = getter(unbounded, unbounded::get);
        assertThat(unbounded.getting()).isEqualTo(1);

        unbounded.put(1);

        assertThat(getter.await()).isEqualTo(1);
        assertThat(unbounded.getting()).isZero();
        assertThat(unbounded.size()).isZero();
    }

    @Test
    void put_full_waitsUntilOneIsTaken() throws Exception {
        var bounded = new Queue<Integer>(2);
        bounded.put(1);
        bounded.put(2);
        var third = putter(bounded, 3);
        assertThat(bounded.isFull()).isTrue();
        assertThat(bounded.size()).isEqualTo(2);

        assertThat(bounded.get()).isEqualTo(1);

        third.await();
        assertThat(bounded.putting()).isZero();
        assertThat(bounded.get()).isEqualTo(2);
        assertThat(bounded.get()).isEqualTo(3);
    }

    @Test
    void put_manyWait_areLetInInTheirOrderPastThoseWhoComeLater() throws Exception {
        var bounded = new Queue<Integer>(1);
        bounded.put(0);
        List<GreenThread<?>> putters = new ArrayList<>();
        for (int i = 1; i < 6; i++) {
            putters.add(putter(bounded, i));
        }

        for (int i = 0; i < 6; i++) {
            assertThatThrownBy(() -> bounded.putNowait(-1)).isInstanceOf(LightQueue.Full.class);
            assertThat(bounded.get()).isEqualTo(i);
        }
        for (var putter : putters) {
            putter.await();
        }
    }

    @Test
    void get_manyWait_areServedInTheirOrder() throws Exception {
        List<GreenThread<Integer>> getters = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            getters.add(getter(unbounded, unbounded::get));
        }

        for (int i = 0; i < 5; i++) {
            unbounded.put(i);
        }

        for (int i = 0; i < 5; i++) {
            assertThat(getters.get(i).await()).isEqualTo(i);
        }
    }

    @Test
    void put_itemForAGetter_isTakenByNobodyElse() throws Exception {
        var getter = getter(unbounded, unbounded::get);

        unbounded.put(1);

        assertThatThrownBy(unbounded::getNowait).isInstanceOf(LightQueue.Empty.class);
        assertThat(getter.await()).isEqualTo(1);
    }

    @Test
    void get_timedOut_losesNothing() throws Exception {
        assertThatThrownBy(() -> unbounded.get(SHORT)).isInstanceOf(LightQueue.Empty.class);
        assertThatThrownBy(() -> unbounded.get(Duration.ZERO)).isInstanceOf(LightQueue.Empty.class);
        assertThat(unbounded.getting()).isZero();

        unbounded.put(1);

        assertThat(unbounded.get(Duration.ofDays(-1))).isEqualTo(1);
    }

    @Test
    void get_inATimeout_losesNothing() throws Exception {
        try (var timeout = dev.loomlet.green.Timeout.after(SHORT)) {
            assertThatThrownBy(unbounded::get).isSameAs(timeout);
        }
        unbounded.put(1);

        assertThat(unbounded.get()).isEqualTo(1);
    }

    @Test
    void get_oneOfTwoIsKilled_theOtherGetsTheItem() throws Exception {
        var killed = getter(unbounded, unbounded::get);
        var survivor = getter(unbounded, unbounded::get);
        killed.kill();
        assertThatThrownBy(killed::await).isInstanceOf(GreenThreadExit.class);

        unbounded.put(1);

        assertThat(survivor.await()).isEqualTo(1);
    }

    @Test
    void get_bothAreKilled_theItemStays() throws Exception {
        var one = getter(unbounded, unbounded::get);
        var other = getter(unbounded, () -> unbounded.get(LONG));
        one.kill();
        other.kill();
        assertThatThrownBy(one::await).isInstanceOf(GreenThreadExit.class);
        assertThatThrownBy(other::await).isInstanceOf(GreenThreadExit.class);
        assertThat(unbounded.getting()).isZero();

        unbounded.put(1);

        assertThat(unbounded.get()).isEqualTo(1);
    }

    @Test
    void put_killed_hasPutNothing() throws Exception {
        var putter = putter(channel, 1);

        putter.kill();

        assertThatThrownBy(putter::await).isInstanceOf(GreenThreadExit.class);
        assertThat(channel.putting()).isZero();
        assertThat(channel.unfinished()).isZero();
        assertThatThrownBy(channel::getNowait).isInstanceOf(LightQueue.Empty.class);
    }

    @Test
    void putAndGet_interruptedBefore_throwAndChangeNothing() {
        unbounded.putNowait(1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(unbounded::get).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> unbounded.put(2)).isInstanceOf(InterruptedException.class);

        assertThat(unbounded.size()).isEqualTo(1);
    }

    @Test
    void channel_always_isEmptyAndFull() throws Exception {
        assertThat(channel.isEmpty()).isTrue();
        assertThat(channel.isFull()).isTrue();

        var putter = putter(channel, 1);

        assertThat(channel.isEmpty()).isTrue();
        assertThat(channel.isFull()).isTrue();
        assertThat(channel.size()).isZero();
        assertThat(channel.get()).isEqualTo(1);
        putter.await();
    }

    @Test
    void channel_manyOfEither_meetInTheirOrder() throws Exception {
        List<GreenThread<Integer>> getters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            getters.add(getter(channel, channel::get));
        }
        for (int i = 0; i < 3; i++) {
            channel.put(i);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(getters.get(i).await()).isEqualTo(i);
        }

        List<GreenThread<?>> putters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            putters.add(putter(channel, i));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(channel.get()).isEqualTo(i);
            putters.get(i).await();
        }
    }

    @Test
    void channel_putTimesOut_takesItsItemAway() throws Exception {
        assertThatThrownBy(() -> channel.put(1, SHORT)).isInstanceOf(LightQueue.Full.class);
        assertThatThrownBy(() -> channel.put(1, Duration.ZERO)).isInstanceOf(LightQueue.Full.class);

        assertThatThrownBy(channel::getNowait).isInstanceOf(LightQueue.Empty.class);
    }

    @Test
    void channel_putNowait_needsAGetter() throws Exception {
        assertThatThrownBy(() -> channel.putNowait(1)).isInstanceOf(LightQueue.Full.class);

        var getter = getter(channel, channel::get);
        channel.putNowait(2);

        assertThat(getter.await()).isEqualTo(2);
    }

    @Test
    void channel_putNowaitWhileGettersDie_noItemIsLost() throws Exception {
        List<GreenThread<?>> dying = new ArrayList<>();
        var got = new ArrayList<Integer>();
        var survivor = Green.spawn(() -> {
            while (got.size() < 10) {
                got.add(channel.get());
            }
        });
        for (int i = 0; i < 10; i++) {
            var green = Green.spawn(() -> channel.get(LONG));
            dying.add(green);
            green.kill();
        }
        for (var green : dying) {
            assertThatThrownBy(green::await).isInstanceOf(GreenThreadExit.class);
        }

        for (int i = 0; i < 10; i++) {
            Until.holds(() -> channel.getting() == 1);
            channel.putNowait(i);
        }

        survivor.await();
        assertThat(got).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void getNowait_fromAPutterThatWaits_takesItsItem() throws Exception {
        var putter = putter(channel, 1);
        assertThat(channel.getNowait()).isEqualTo(1);
        putter.await();

        var bounded = new LightQueue<Integer>(1);
        bounded.putNowait(2);
        var second = putter(bounded, 3);
        assertThat(bounded.getNowait()).isEqualTo(2);
        second.await();
        assertThat(bounded.getNowait()).isEqualTo(3);
    }

    @Test
    void nowait_fullOrEmpty_throws() {
        var bounded = new LightQueue<Integer>(1);
        assertThatThrownBy(bounded::getNowait).isInstanceOf(LightQueue.Empty.class);
        bounded.putNowait(1);

        assertThatThrownBy(() -> bounded.putNowait(2)).isInstanceOf(LightQueue.Full.class);

        assertThat(bounded.getNowait()).isEqualTo(1);
        assertThatThrownBy(bounded::getNowait).isInstanceOf(LightQueue.Empty.class);
    }

    @Test
    void resize_fromZeroToOne_letsAPutterIn() throws Exception {
        var first = putter(channel, 1);
        var second = putter(channel, 2);

        channel.resize(1);

        first.await();
        assertThat(channel.capacity()).isEqualTo(1);
        assertThat(channel.size()).isEqualTo(1);
        assertThat(channel.putting()).isEqualTo(1);
        assertThat(channel.get()).isEqualTo(1);
        second.await();
        assertThat(channel.get()).isEqualTo(2);
    }

    @Test
    void resize_toFewerThanThereAre_keepsTheItems() throws Exception {
        var bounded = new LightQueue<Integer>(5);
        for (int i = 0; i < 5; i++) {
            bounded.put(i);
        }

        bounded.resize(1);

        assertThat(bounded.size()).isEqualTo(5);
        var putter = putter(bounded, 5);
        for (int i = 0; i < 4; i++) {
            assertThat(bounded.get()).isEqualTo(i);
            assertThat(bounded.putting()).isEqualTo(1);
        }
        assertThat(bounded.get()).isEqualTo(4);
        putter.await();
        assertThat(bounded.get()).isEqualTo(5);
    }

    @Test
    void resize_toZeroWithItems_givesThemFirst() throws Exception {
        var bounded = new LightQueue<Integer>(2);
        bounded.put(1);
        bounded.resize(0);
        var putter = putter(bounded, 2);

        assertThat(bounded.get()).isEqualTo(1);
        assertThat(bounded.putting()).isEqualTo(1);
        assertThat(bounded.get()).isEqualTo(2);
        putter.await();
    }

    @Test
    void resize_toUnbounded_letsAllIn() throws Exception {
        List<GreenThread<?>> putters = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            putters.add(putter(channel, i));
        }

        channel.resize(-1);

        for (var putter : putters) {
            putter.await();
        }
        assertThat(channel.size()).isEqualTo(5);
        assertThat(channel.isFull()).isFalse();
        for (int i = 0; i < 5; i++) {
            assertThat(channel.get()).isEqualTo(i);
        }
    }

    @Test
    void lifo_items_areGivenLastFirst() throws Exception {
        var lifo = new LifoQueue<Integer>();
        for (int i = 0; i < 3; i++) {
            lifo.put(i);
        }

        assertThat(List.of(lifo.get(), lifo.get(), lifo.get())).containsExactly(2, 1, 0);
        assertThat(lifo.unfinished()).isEqualTo(3);
    }

    @Test
    void put_null_isRefused() {
        assertThatThrownBy(() -> unbounded.put(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> unbounded.putNowait(null)).isInstanceOf(NullPointerException.class);
    }
}
