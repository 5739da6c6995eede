package dev.loomlet.server.hub;

import java.util.concurrent.atomic.AtomicReference;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * What others hand to a hub, virtual threads that became ready and tasks for its loop, and whether the loop sleeps. Who puts something in
 * looks whether it sleeps after that; the loop says that it sleeps before it looks whether something is there. So either the loop sees it,
 * or who put it in wakes the loop, once for all that is put in while it sleeps.
 *
 * <p>Any thread puts in; the loop alone takes out and sleeps.
 */
final class Inbox {

    private enum Loop {
        AWAKE,
        ASLEEP,
        WOKEN
    }

    private static final int CHUNK = 1024;

    private final MessagePassingQueue<Runnable> continuations = new MpscUnboundedAtomicArrayQueue<>(CHUNK);
    private final MessagePassingQueue<Runnable> tasks = new MpscUnboundedAtomicArrayQueue<>(CHUNK);
    private final AtomicReference<Loop> loop = new AtomicReference<>(Loop.AWAKE);

    /** Puts in a virtual thread that is ready; whether the loop has to be woken. */
    boolean addContinuation(Runnable continuation) {
        continuations.offer(continuation);
        return isToBeWoken();
    }

    /** Puts in a task, in order with others of the same thread; whether the loop has to be woken. */
    boolean addTask(Runnable task) {
        tasks.offer(task);
        return isToBeWoken();
    }

    private boolean isToBeWoken() {
        return loop.get() == Loop.ASLEEP && loop.compareAndSet(Loop.ASLEEP, Loop.WOKEN);
    }

    /** Whether the loop sleeps over something. Any thread. */
    boolean isOverslept() {
        return isSleeping() && !isEmpty();
    }

    /** Whether the loop sleeps, or somebody is about to wake it. Any thread. */
    boolean isSleeping() {
        return loop.get() != Loop.AWAKE;
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

    /** From now on the first who puts something in wakes the loop; whether nothing was there before, so that it may sleep. */
    boolean beginSleep() {
        loop.set(Loop.ASLEEP);
        return isEmpty();
    }

    void endSleep() {
        loop.set(Loop.AWAKE);
    }
}
