package dev.loomlet.server.hub;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a hub, in the order of their deadlines, and in that in which the loop heard of them where these are equal. Any thread
 * starts and cancels; the order is the loop's alone, which others ask by a task. A cancelled timer leaves it in the next turn, so it never
 * holds more than were started and are not over.
 */
final class HubTimers {

    /** What {@link #timeoutMillis} says if there is no timer: to the selector, no limit. */
    static final long NONE = 0;

    /** What it says if a timer is due. */
    static final long DUE = -1;

    private static final long NANOS_A_MILLI = 1_000_000;

    /* The clock's numbers overflow, so deadlines can be compared while they are not further apart than half of the numbers. */
    private static final long LONGEST_NANOS = Long.MAX_VALUE / 2;

    private final Hub hub;
    private final TreeSet<HubTimer> waiting = new TreeSet<>();
    private long heardOf;

    HubTimers(Hub hub) {
        this.hub = hub;
    }

    /** Starts a timer, which is due at once if the delay is not positive. Any thread; never blocks. */
    HubTimer start(long delayNanos, Runnable task) {
        long delay = Math.clamp(delayNanos, 0L, LONGEST_NANOS);
        var timer = new HubTimer(System.nanoTime() + delay, task, this::forget);
        inLoop(() -> add(timer));
        return timer;
    }

    private void forget(HubTimer cancelled) {
        inLoop(() -> waiting.remove(cancelled));
    }

    private void inLoop(Runnable change) {
        if (hub.isInLoop()) {
            change.run();
        } else {
            hub.post(change);
        }
    }

    /* What the loop does. */

    private void add(HubTimer timer) {
        if (!timer.isCancelled()) {
            timer.numbered(++heardOf);
            waiting.add(timer);
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }

    /** Takes the next task that is to run at {@code nanoTime}; null if there is none. */
    @Nullable
    Runnable pollDue(long nanoTime) {
        while (!waiting.isEmpty() && waiting.getFirst().nanosLeft(nanoTime) <= 0) {
            var timer = waiting.removeFirst();
            if (timer.expire()) {
                return timer.task();
            }
        }
        return null;
    }

    /** How long the selector may wait: {@link #NONE}, {@link #DUE}, or as many milliseconds as surely reach the next deadline. */
    long timeoutMillis() {
        if (waiting.isEmpty()) {
            return NONE;
        }
        long left = waiting.getFirst().nanosLeft(System.nanoTime());
        return left <= 0 ? DUE : Math.ceilDiv(left, NANOS_A_MILLI);
    }
}
