package dev.loomlet.green;

import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The results of an imap: a window over the jobs, of which the first is the next result and the last was started last (eventlet's
 * GreenMap).
 *
 * <p>The thread that asks for a result starts the jobs, as many as there are free slots and room in the window. While it waits for the
 * first of them, it is woken also when a good part of the slots is free again, so that one slow job does not stop the others; not
 * for each, since a switch of threads costs more than a small job. For the same reason it yields a few times before it waits, as long
 * as that has been enough of late.
 *
 * @param <R> a result
 */
final class GreenMap<R extends @Nullable Object> extends Results<R> {

    private static final int RESULTS_A_SLOT = 2;
    private static final int PART_OF_SLOTS = 4;
    private static final int MOST_YIELDS = 16;

    private final GreenPool pool;
    private final Inputs<R> inputs;
    private final JobSlot slot;

    /* Of the thread that asks. */
    private final ArrayDeque<GreenThread<R>> window = new ArrayDeque<>();
    private @Nullable Callable<R> taken;
    private @Nullable Throwable inputFailure;
    private boolean exhausted;
    private int yields = MOST_YIELDS;
    private int refillAt = Integer.MAX_VALUE;

    GreenMap(GreenPool pool, Inputs<R> inputs) {
        this.pool = pool;
        this.inputs = inputs;
        this.slot = new JobSlot(pool);
    }

    @Override
    public boolean hasNext() {
        return !window.isEmpty() || hasInput() || inputFailure != null;
    }

    @Override
    public R await() throws Exception {
        if (window.isEmpty()) {
            startFirst();
        }
        var first = window.getFirst();
        while (true) {
            if (!first.isDone() || window.size() <= refillAt) {
                startMore();
            }
            if (first.isDone()) {
                window.removeFirst();
                return first.await();
            }
            awaitDoneOrSlots(first);
        }
    }

    /** Starts a job even if no slot is free, in this thread if need be; without one, throws why. */
    private void startFirst() throws Exception {
        if (hasInput() && taken != null) {
            window.add(pool.spawn(taken, slot, /* reportsFailure= */ false));
            taken = null;
            return;
        }
        var failure = inputFailure;
        inputFailure = null;
        if (failure != null) {
            throw Throwables.<Exception>rethrow(failure);
        }
        throw new NoSuchElementException("no result is left");
    }

    /** Looks at the size of the pool once, since the jobs' threads change what it is kept with all the time. */
    private void startMore() {
        int room = room();
        refillAt = room / 2;
        while (window.size() < room
                && hasInput()
                && taken != null
                && pool.slots().tryTake()) {
            window.add(pool.start(taken, slot, /* reportsFailure= */ false));
            taken = null;
        }
    }

    /** Returns whether there is a job to be started, and takes it. */
    private boolean hasInput() {
        if (taken != null) {
            return true;
        }
        if (exhausted) {
            return false;
        }
        try {
            if (inputs.hasNext()) {
                taken = inputs.next();
                return true;
            }
        } catch (Throwable e) { // at its place, after the results of the items before
            inputFailure = e;
        }
        exhausted = true;
        return false;
    }

    private int room() {
        return Math.max(1, Math.clamp((long) pool.size() * RESULTS_A_SLOT, 0, Integer.MAX_VALUE));
    }

    // The wait

    private void awaitDoneOrSlots(GreenThread<R> first) throws Exception {
        if (isDoneAfterYields(first)) {
            return;
        }
        if (exhausted || window.size() >= room()) {
            first.task().awaitDoneOr(() -> false);
            return;
        }
        slot.starter = Thread.currentThread();
        try {
            first.task().awaitDoneOr(slot::areSomeFree);
        } finally {
            slot.starter = null;
        }
    }

    /** Jobs that are over while this thread would fall asleep are waited for awake; twice as long after a success, else half. */
    @SuppressWarnings("ThreadPriorityCheck") // to yield only spares a switch, nothing relies on it
    private boolean isDoneAfterYields(GreenThread<R> first) {
        for (int i = 0; i < yields; i++) {
            Thread.yield();
            if (first.isDone()) {
                yields = Math.min(2 * yields, MOST_YIELDS);
                return true;
            }
        }
        yields = Math.max(1, yields / 2);
        return false;
    }

    /** The part that the jobs' threads have to do with; apart from what the thread that asks writes all the time. */
    private static final class JobSlot extends Slot {

        /** The thread that waits and could start more. */
        private volatile @Nullable Thread starter;

        JobSlot(GreenPool pool) {
            super(pool);
        }

        @Override
        void release() {
            super.release();
            var waiting = starter;
            if (waiting != null && areSomeFree()) {
                LockSupport.unpark(waiting);
            }
        }

        boolean areSomeFree() {
            return pool().free() >= Math.max(1, pool().size() / PART_OF_SLOTS);
        }
    }
}
