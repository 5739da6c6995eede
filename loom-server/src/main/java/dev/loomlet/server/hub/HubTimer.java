package dev.loomlet.server.hub;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A task that a hub's loop runs once, when its time has come, unless it was cancelled before. Who is first, the loop or who cancels, is
 * settled by an atomic exchange:
 *
 * <pre>
 *   WAITING ──expire (loop)───────► EXPIRED
 *      └──────cancel (any thread)─► CANCELLED
 * </pre>
 */
public final class HubTimer implements Comparable<HubTimer> {

    private enum State {
        WAITING,
        EXPIRED,
        CANCELLED
    }

    private final long deadlineNanos;
    private final Runnable task;
    private final Consumer<HubTimer> forget;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /* The loop's: which one of all that it has heard of, from 1; 0 before. */
    private long number;

    /** {@code forget} is called once it is cancelled, by who does. */
    HubTimer(long deadlineNanos, Runnable task, Consumer<HubTimer> forget) {
        this.deadlineNanos = deadlineNanos;
        this.task = task;
        this.forget = forget;
    }

    /**
     * Keeps the task from running. Any thread; never blocks.
     *
     * @return whether it will not run because of this call; if not it has begun to, has run, or was cancelled before
     */
    public boolean cancel() {
        boolean cancelled = state.compareAndSet(State.WAITING, State.CANCELLED);
        if (cancelled) {
            forget.accept(this);
        }
        return cancelled;
    }

    /** Its time has come; whether the task is to run. The loop's. */
    boolean expire() {
        return state.compareAndSet(State.WAITING, State.EXPIRED);
    }

    /** Any thread. */
    boolean isCancelled() {
        return state.get() == State.CANCELLED;
    }

    Runnable task() {
        return task;
    }

    /** Says when the loop heard of it. The loop's, before it is compared with others. */
    void numbered(long number) {
        this.number = number;
    }

    /** How long it has to wait at {@code nanoTime}; not positive if it is due. */
    long nanosLeft(long nanoTime) {
        return deadlineNanos - nanoTime;
    }

    /** The order in which they are to run. The loop's, of timers of one hub. */
    @Override
    public int compareTo(HubTimer other) {
        int byDeadline = Long.signum(deadlineNanos - other.deadlineNanos);
        return byDeadline != 0 ? byDeadline : Long.compare(number, other.number);
    }
}
