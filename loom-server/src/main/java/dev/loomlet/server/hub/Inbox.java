package dev.loomlet.server.hub;

import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * What others hand to a hub, virtual threads that became ready and tasks for its loop, and whether the loop sleeps. Who puts something in
 * looks whether it sleeps after that; the loop says that it sleeps before it looks whether something is there. So either the loop sees it,
 * or who put it in wakes the loop.
 *
 * <p>Any thread puts in; the loop alone takes out and sleeps.
 */
final class Inbox {

    private static final int CHUNK = 1024;

    private final MessagePassingQueue<Runnable> continuations = new MpscUnboundedAtomicArrayQueue<>(CHUNK);
    private final MessagePassingQueue<Runnable> tasks = new MpscUnboundedAtomicArrayQueue<>(CHUNK);
    private volatile boolean sleeping;

    /** Puts in a virtual thread that is ready; whether the loop has to be woken. */
    boolean addContinuation(Runnable continuation) {
        continuations.offer(continuation);
        return sleeping;
    }

    /** Puts in a task, in order with others of the same thread; whether the loop has to be woken. */
    boolean addTask(Runnable task) {
        tasks.offer(task);
        return sleeping;
    }

    /** Whether the loop sleeps over something. Any thread. */
    boolean isOverslept() {
        return sleeping && !isEmpty();
    }

    /** Any thread. */
    boolean isSleeping() {
        return sleeping;
    }

    /* The loop's. relaxedPoll: one who is about to put something in and was interrupted by the system must not make the loop wait. */

    @Nullable
    Runnable pollContinuation() {
        return continuations.relaxedPoll();
    }

    @Nullable
    Runnable pollTask() {
        return tasks.relaxedPoll();
    }

    boolean isEmpty() {
        return continuations.isEmpty() && tasks.isEmpty();
    }

    /** From now on who puts something in wakes the loop; whether nothing was there before, so that it may sleep. */
    boolean beginSleep() {
        sleeping = true;
        return isEmpty();
    }

    void endSleep() {
        sleeping = false;
    }
}
