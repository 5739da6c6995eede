package dev.loomlet.green;

import java.util.ArrayDeque;
import java.util.Collections;

/**
 * A {@link Queue} that gives the item first that was put last (eventlet's LifoQueue). Those that wait to put or to get are served in
 * the order in which they came all the same; an item counts as put when there is room for it.
 *
 * @param <T> the items, never null
 */
public final class LifoQueue<T> extends Queue<T> {

    /** Makes one without a limit. */
    public LifoQueue() {
        this(/* capacity= */ -1);
    }

    /**
     * Makes one.
     *
     * @param capacity the most items that are kept; 0 for a rendezvous, negative for no limit
     */
    public LifoQueue(int capacity) {
        super(Collections.asLifoQueue(new ArrayDeque<>()), capacity);
    }
}
