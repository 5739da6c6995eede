package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
@NoGreenThreadLeft.Checked
class PriorityQueueTest {

    @Test
    void get_items_givesTheSmallestFirst() throws Exception {
        var queue = new PriorityQueue<Integer>();
        for (int item : new int[] {3, 1, 2, 0}) {
            queue.put(item);
        }

        assertThat(List.of(queue.get(), queue.get(), queue.get(), queue.get())).containsExactly(0, 1, 2, 3);
    }

    @Test
    void get_withAnOrder_givesItsSmallestFirst() throws Exception {
        var queue = new PriorityQueue<Integer>(2, Comparator.reverseOrder());
        queue.put(1);
        queue.put(2);
        var third = Green.spawn(() -> queue.put(3));
        Until.holds(() -> queue.putting() == 1);

        assertThat(queue.get()).isEqualTo(2);
        third.await();
        assertThat(queue.get()).isEqualTo(3);
        assertThat(queue.get()).isEqualTo(1);
    }

    @Test
    void put_notComparable_isRefusedAtOnce() {
        var queue = new PriorityQueue<Object>(0);

        assertThatThrownBy(() -> queue.put(new Object())).isInstanceOf(ClassCastException.class);
        assertThatThrownBy(() -> queue.putNowait(new Object())).isInstanceOf(ClassCastException.class);

        assertThat(queue.unfinished()).isZero();
    }

    @Test
    void put_waitedAndIsNotComparableToTheOthers_throwsInThePutter() throws Exception {
        var queue = new PriorityQueue<Object>(2);
        queue.put(1);
        queue.put(2);
        var wrong = Green.spawn(() -> queue.put("three"));
        Until.holds(() -> queue.putting() == 1);
        var right = Green.spawn(() -> queue.put(3));
        Until.holds(() -> queue.putting() == 2);

        assertThat(queue.get()).isEqualTo(1);

        assertThatThrownBy(wrong::await).isInstanceOf(ClassCastException.class);
        right.await();
        assertThat(queue.get()).isEqualTo(2);
        assertThat(queue.get()).isEqualTo(3);
        assertThat(queue.unfinished()).isEqualTo(3);
    }
}
