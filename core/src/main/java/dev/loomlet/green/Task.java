package dev.loomlet.green;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The life of one green thread; {@link GreenThread} is its public face.
 *
 * <pre>
 *                         +-----------------------------+
 *          begin          |   end              nextLink v
 *   NEW ----------&gt; RUNNING -------&gt; LINKING ----------&gt; DONE
 *    |                                  ^
 *    +----------------------------------+
 *               endUnstarted
 * </pre>
 *
 * <ol>
 *   <li>NEW: no work has run. The virtual thread has not come to it yet, or waits for its {@link Delay}.
 *   <li>RUNNING: the work runs on the virtual thread. Only now does a kill interrupt it.
 *   <li>LINKING: the outcome is there; the linker, which is the virtual thread or who ended it unstarted, runs the links.
 *   <li>DONE: the links have run and who awaits is woken. A link that comes now runs in its caller.
 * </ol>
 *
 * <p>Each transition is made by the method it is labelled with, under this object's monitor, which nobody outside sees. So is the
 * interrupt of a kill: it is delivered wholly before {@code end}, which clears it, or not at all. Neither work nor links run
 * under the monitor.
 *
 * @param <T> the result
 */
final class Task<T extends @Nullable Object> implements Runnable {

    private enum State {
        NEW,
        RUNNING,
        LINKING,
        DONE
    }

    static final long FOREVER = Long.MAX_VALUE;

    private static final ScopedValue<Task<?>> CURRENT = ScopedValue.newInstance();

    private final GreenThread<T> handle = new GreenThread<>(this);
    private final @Nullable Delay delay;
    private final boolean reportsFailure;
    private final @Nullable Slot slot;

    /* Written under the monitor; the fields after state are written before it, and may be read without once it says so. */
    private volatile State state = State.NEW;
    private boolean started;
    private @Nullable Object value;
    private @Nullable Throwable failure;

    /* Under the monitor only. */
    private @Nullable Callable<T> work;
    private @Nullable Thread thread;
    private @Nullable Thread linker;
    private @Nullable Throwable pendingKill;
    private @Nullable Throwable noticedKill;
    private @Nullable Links<T> links;
    private @Nullable Waiter waiters;

    /**
     * Makes a task in state NEW.
     *
     * @param work what to run
     * @param delay what to wait for before, or null
     * @param reportsFailure whether a failure of the work goes to the uncaught exception handler
     * @param slot what is given back at the end, or null
     */
    Task(Callable<T> work, @Nullable Delay delay, boolean reportsFailure, @Nullable Slot slot) {
        this.work = work;
        this.delay = delay;
        this.reportsFailure = reportsFailure;
        this.slot = slot;
    }

    /** NEW to DONE, before anybody else knows of it. */
    void endHere(@Nullable Object result, @Nullable Throwable thrown) {
        synchronized (this) {
            work = null;
            value = result;
            failure = thrown;
            started = true;
            state = State.DONE;
        }
        reportFailure();
    }

    GreenThread<T> handle() {
        return handle;
    }

    /** Returns the task whose virtual thread this is, or null. A thread that only inherited the scope is not it. */
    static @Nullable Task<?> current() {
        if (!CURRENT.isBound()) {
            return null;
        }
        var task = CURRENT.get();
        return task.isRunHere() ? task : null;
    }

    private synchronized boolean isRunHere() {
        return isCurrent(thread);
    }

    @SuppressWarnings("ReferenceEquality") // a subclass of Thread may say it equals another
    private static boolean isCurrent(@Nullable Thread thread) {
        return thread == Thread.currentThread();
    }

    // The virtual thread

    @Override
    public void run() {
        ScopedValue.where(CURRENT, this).run(this::live);
    }

    private void live() {
        if (delay != null && !waitUntilDue(delay)) {
            return;
        }
        var begun = begin();
        if (begun == null) {
            return;
        }
        Object result = null;
        Throwable thrown = null;
        try {
            result = begun.call();
        } catch (Throwable e) {
            thrown = e;
        }
        end(result, thrown);
    }

    /** Parks until due or ended unstarted; returns false if there is no work to do any more. */
    private boolean waitUntilDue(Delay delay) {
        synchronized (this) {
            thread = Thread.currentThread();
        }
        long remainingNanos;
        while (state == State.NEW && (remainingNanos = delay.remainingNanos()) > 0) {
            LockSupport.parkNanos(this, remainingNanos);
        }
        return delay.isWanted() || !endUnstarted(new GreenThreadExit("the thread that spawned it ended before"));
    }

    /** NEW to RUNNING. Returns the work, or null if it was ended unstarted. */
    private synchronized @Nullable Callable<T> begin() {
        if (state != State.NEW) {
            return null;
        }
        var begun = work;
        work = null;
        thread = Thread.currentThread();
        started = true;
        state = State.RUNNING;
        return begun;
    }

    /** RUNNING to LINKING, and on to DONE; to DONE at once if there is nothing to do between. */
    private void end(@Nullable Object result, @Nullable Throwable thrown) {
        releaseSlot();
        synchronized (this) {
            boolean interrupted = Thread.interrupted();
            value = result;
            failure = thrown == null ? null : reasonOf(thrown, interrupted);
            pendingKill = null;
            if (links == null && !reportsFailure) {
                becomeDone();
                return;
            }
            linker = thread;
            state = State.LINKING;
        }
        reportFailure();
        runLinks();
    }

    private void reportFailure() {
        if (reportsFailure && failure != null && !(failure instanceof GreenThreadExit)) {
            Throwables.report(failure);
        }
    }

    /** Returns the pending kill if the work threw because of it or without having noticed it, else what it threw. */
    private Throwable reasonOf(Throwable thrown, boolean interrupted) {
        return pendingKill != null && (interrupted || Interruption.caused(thrown)) ? pendingKill : thrown;
    }

    // The end

    /** NEW to LINKING, and on to DONE, in the caller's thread. Returns false, and does nothing, if it is not NEW. */
    boolean endUnstarted(Throwable cause) {
        synchronized (this) {
            if (state != State.NEW) {
                return false;
            }
            work = null;
            failure = cause;
            linker = Thread.currentThread();
            state = State.LINKING;
            LockSupport.unpark(thread);
        }
        releaseSlot();
        runLinks();
        return true;
    }

    private void releaseSlot() {
        if (slot != null) {
            slot.release();
        }
    }

    private void runLinks() {
        for (var link = nextLink(); link != null; link = nextLink()) {
            Links.call(link, handle);
        }
    }

    /** LINKING to DONE if no link is left. Returns the next link, or null. */
    private synchronized GreenThread.@Nullable Link<T> nextLink() {
        var next = links == null ? null : links.poll();
        if (next == null) {
            links = null;
            linker = null;
            becomeDone();
        }
        return next;
    }

    /** Under the monitor. */
    private void becomeDone() {
        thread = null;
        state = State.DONE;
        Waiter.wake(waiters);
        waiters = null;
    }

    // Kill

    /**
     * Ends it if it is NEW, interrupts it if it is RUNNING. A kill that has not been noticed yet, since the interrupt is still
     * pending, is not replaced.
     */
    void kill(Throwable cause) {
        if (!endUnstarted(cause) && !interrupt(cause)) {
            throw Throwables.<RuntimeException>rethrow(cause);
        }
    }

    /** Returns false, without having interrupted, if it is the caller that is to be killed and {@code cause} can be thrown. */
    private synchronized boolean interrupt(Throwable cause) {
        if (state != State.RUNNING || thread == null) {
            return true;
        }
        if (isCurrent(thread) && Throwables.isUnchecked(cause)) {
            return false;
        }
        if (pendingKill == null || !thread.isInterrupted()) {
            pendingKill = cause;
        }
        thread.interrupt();
        return true;
    }

    /** Returns whether it was killed and has not noticed yet. */
    synchronized boolean hasPendingKill() {
        return pendingKill != null;
    }

    /**
     * Takes the pending kill, which is thereby noticed, and clears its interrupt in case it came after the one noticed first.
     * Null if there is none, or none that a method without checked exceptions can throw. On the virtual thread.
     */
    synchronized @Nullable Throwable takeKill(boolean checkedToo) {
        var kill = pendingKill;
        if (kill == null || !(checkedToo || Throwables.isUnchecked(kill))) {
            return null;
        }
        pendingKill = null;
        noticedKill = kill;
        Thread.interrupted();
        return kill;
    }

    /** Returns whether {@code failure} is what the last kill that it noticed has thrown. */
    @SuppressWarnings("ReferenceEquality") // an equal one may be anything
    synchronized boolean noticed(Throwable failure) {
        return noticedKill == failure;
    }

    boolean isMemberOf(GreenPool pool) {
        return slot != null && slot.pool() == pool;
    }

    // Links

    void link(GreenThread.Link<T> link) {
        synchronized (this) {
            if (links == null) {
                links = new Links<>();
            }
            if (state != State.DONE) {
                links.add(link);
                return;
            }
            if (links.addLate(link)) {
                return;
            }
        }
        for (var late = nextLate(); late != null; late = nextLate()) {
            Links.call(late, handle);
        }
    }

    private synchronized GreenThread.@Nullable Link<T> nextLate() {
        return links == null ? null : links.pollLate();
    }

    synchronized boolean unlink(GreenThread.Link<T> link) {
        return links != null && links.remove(link);
    }

    // Await

    boolean isDone() {
        return state == State.DONE;
    }

    boolean isStarted() {
        return state != State.NEW && started;
    }

    /** Blocks until DONE, or not at all in a link, and returns or throws the outcome. */
    T await(long timeoutNanos) throws Exception {
        if (state != State.DONE) {
            awaitDone(timeoutNanos, () -> false);
        }
        return outcome();
    }

    /** Blocks until DONE, or until the calling thread is unparked and {@code enough} says so. */
    void awaitDoneOr(BooleanSupplier enough) throws Exception {
        if (state != State.DONE) {
            awaitDone(FOREVER, enough);
        }
    }

    private void awaitDone(long timeoutNanos, BooleanSupplier enough) throws Exception {
        var waiter = new Waiter();
        if (!addWaiter(waiter)) {
            return;
        }
        try {
            Waiter.park(this, timeoutNanos, () -> state == State.DONE || enough.getAsBoolean());
        } finally {
            if (state != State.DONE) {
                removeWaiter(waiter);
            }
        }
    }

    /** Returns false if there is nothing to wait for. */
    private synchronized boolean addWaiter(Waiter waiter) {
        if (state == State.DONE || isCurrent(linker)) {
            return false;
        }
        if (isCurrent(thread)) {
            throw new IllegalStateException("a green thread cannot await its own end");
        }
        waiters = waiter.before(waiters);
        return true;
    }

    private synchronized void removeWaiter(Waiter waiter) {
        waiters = Waiter.remove(waiter, waiters);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the value is the work's T, null only if that may be
    private T outcome() throws Exception {
        if (failure != null) {
            throw Throwables.<Exception>rethrow(failure);
        }
        return (T) value;
    }

    @Override
    public String toString() {
        return state.toString();
    }
}
