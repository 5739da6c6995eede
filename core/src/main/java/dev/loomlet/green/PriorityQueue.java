package dev.loomlet.green;

import java.util.Comparator;
import java.util.Objects;

/**
 * A {@link Queue} that gives the smallest item first (eventlet's PriorityQueue); equal ones come in any order. Those that wait to put
 * or to get are served in the order in which they came all the same: an item is compared once there is room for it, and one whose putter
 * still waits is passed over.
 *
 * <p>Items that cannot be compared make {@code put} throw what the comparison does, {@link ClassCastException} for instance.
 *
 * @param <T> the items, never null
 */
public final class PriorityQueue<T> extends Queue<T> {

    private final Comparator<? super T> order;

    /** Makes one without a limit, in the items' natural order. */
    public PriorityQueue() {
        this(/* capacity= */ -1);
    }

    /**
     * Makes one in the items' natural order: they have to be {@link Comparable}.
     *
     * @param capacity the most items that are kept; 0 for a rendezvous, negative for no limit
     */
    public PriorityQueue(int capacity) {
        this(capacity, naturalOrder());
    }

    /**
     * Makes one in a given order.
     *
     * @param capacity the most items that are kept; 0 for a rendezvous, negative for no limit
     * @param order says which item is smaller; it runs on the threads that put and get, and has to be quick, since all others wait
     */
    public PriorityQueue(int capacity, Comparator<? super T> order) {
        super(new java.util.PriorityQueue<>(Objects.requireNonNull(order)), capacity);
        this.order = order;
    }

    @SuppressWarnings("unchecked") // put finds what is not comparable
    private static <T> Comparator<T> naturalOrder() {
        return (one, other) -> ((Comparable<T>) one).compareTo(other);
    }

    @Override
    @SuppressWarnings({"SelfComparison", "ReturnValueIgnored", "CheckReturnValue"}) // an item has to stand it
    void check(T item) {
        super.check(item);
        order.compare(item, item);
    }
}
