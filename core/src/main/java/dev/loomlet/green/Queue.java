package dev.loomlet.green;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * A {@link LightQueue} that knows which items have been dealt with: {@code join} waits until {@code taskDone} was called for each that was
 * put (eventlet's Queue).
 *
 * {@snippet lang=java :
 * var jobs = new Queue<Runnable>();
 * Green.spawn(() -> {
 *     while (true) {
 *         jobs.get().run();
 *         jobs.taskDone();
 *     }
 * });
 * jobs.put(() -> System.out.println("work"));
 * jobs.join();
 * }
 *
 * <p>Memory consistency effects: actions in a thread before {@code taskDone} <i>happen-before</i> actions after a {@code join} that
 * it ends.
 *
 * @param <T> the items, never null
 */
public sealed class Queue<T> extends LightQueue<T> permits LifoQueue, PriorityQueue {

    private final WaitQueue joiners = new WaitQueue(guard);
    private int unfinished;

    /** Makes one without a limit. */
    public Queue() {}

    /**
     * Makes one.
     *
     * @param capacity the most items that are kept; 0 for a rendezvous, negative for no limit
     */
    public Queue(int capacity) {
        this(new ArrayDeque<>(), capacity);
    }

    Queue(java.util.Queue<T> items, int capacity) {
        super(items, capacity);
    }

    @Override
    void accepted() {
        unfinished++;
    }

    /**
     * Says that an item that was got has been dealt with; does not block (eventlet's task_done). At the last one, those that wait in
     * {@code join} are woken.
     *
     * @throws IllegalStateException if it was called for all items already
     */
    public void taskDone() {
        guard.lock();
        try {
            if (unfinished == 0) {
                throw new IllegalStateException("taskDone() called too many times");
            }
            unfinished--;
            while (unfinished == 0 && joiners.grant(/* given= */ null)) {
                // Each of them has seen the end.
            }
        } finally {
            guard.unlock();
        }
    }

    /**
     * Waits until {@link #taskDone()} was called for all items, blocking until then or until the current thread is interrupted; returns
     * at once if there are none (eventlet's join).
     *
     * @throws InterruptedException if the current thread is interrupted while waiting, or is when it calls; its interrupted status is
     *     cleared. If it was interrupted by a kill or
     *     by a {@link Timeout}, their own throwable is thrown instead, if it is unchecked
     */
    public void join() throws InterruptedException {
        join(Task.FOREVER);
    }

    /**
     * Waits as {@link #join()} does, but not longer than {@code timeout}.
     *
     * @param timeout the longest time to wait; zero or negative: not at all
     * @return true if all items were dealt with, false if the time is up
     * @throws InterruptedException as {@link #join()}
     */
    public boolean join(Duration timeout) throws InterruptedException {
        return join(TimeUnit.NANOSECONDS.convert(timeout));
    }

    private boolean join(long timeoutNanos) throws InterruptedException {
        WaitQueue.checkInterrupt();
        WaitQueue.Waiter waiter;
        guard.lock();
        try {
            if (unfinished == 0) {
                return true;
            }
            waiter = joiners.join(/* brought= */ null);
        } finally {
            guard.unlock();
        }
        return joiners.await(waiter, timeoutNanos);
    }

    /**
     * Returns for how many items {@code taskDone} was not called yet, those that are still here among them (eventlet's
     * unfinished_tasks).
     *
     * @return the number of items; one whose putter still waits does not count
     */
    public int unfinished() {
        guard.lock();
        try {
            return unfinished;
        } finally {
            guard.unlock();
        }
    }
}
