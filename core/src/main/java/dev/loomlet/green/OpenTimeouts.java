package dev.loomlet.green;

import org.jspecify.annotations.Nullable;

/**
 * The timeouts that a thread has opened and not closed, innermost first, and whose its interrupt is. For that thread only, but for what
 * says that it is for the timer. The monitor guards the states of the timeouts and the interrupt.
 */
final class OpenTimeouts {

    /** Threads without a timeout have no value. */
    private static final ThreadLocal<@Nullable OpenTimeouts> CURRENT = new ThreadLocal<>();

    private final Thread thread = Thread.currentThread();

    /** It refers to the next. */
    private @Nullable Timeout innermost;

    /* Under the monitor: whether a timeout has interrupted and nobody is known to have noticed, and whether somebody else had before. */
    private boolean interruptedByTimeout;
    private boolean interruptedBefore;

    private OpenTimeouts() {}

    // Of the current thread

    /** Returns those of the current thread, to which one is to be added. */
    static OpenTimeouts forOneMore() {
        var open = CURRENT.get();
        if (open == null) {
            open = new OpenTimeouts();
            CURRENT.set(open);
        }
        return open;
    }

    /** Throws the one that expired first of those that have not been thrown, if there is one. */
    static void surface() {
        var first = firstExpired();
        if (first != null) {
            throw Throwables.<RuntimeException>rethrow(first.take());
        }
    }

    /** Returns whether one of them has thrown {@code failure}. */
    static boolean haveThrown(Throwable failure) {
        for (var at = innermostOfCurrent(); at != null; at = at.outer()) {
            if (at.hasThrown(failure)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the one that expired first and waits to be thrown, or null. */
    static @Nullable Timeout firstExpired() {
        Timeout first = null;
        for (var at = innermostOfCurrent(); at != null; at = at.outer()) {
            if (at.isToBeThrown() && (first == null || at.isDueBefore(first))) {
                first = at;
            }
        }
        return first;
    }

    private static @Nullable Timeout innermostOfCurrent() {
        var open = CURRENT.get();
        if (open == null) {
            CURRENT.remove(); // to ask for it has set it
            return null;
        }
        return open.innermost;
    }

    // Of its thread

    @SuppressWarnings("ReferenceEquality") // a subclass of Thread may say it equals another
    boolean areOfCurrentThread() {
        return thread == Thread.currentThread();
    }

    /** Makes {@code timeout} the innermost one and returns the one that was. */
    @Nullable
    Timeout push(Timeout timeout) {
        var outer = innermost;
        innermost = timeout;
        return outer;
    }

    /** Lets go of all that are closed and have only closed ones within. */
    void popClosed() {
        while (innermost != null && innermost.isClosed()) {
            innermost = innermost.outer();
        }
        if (innermost == null) {
            CURRENT.remove();
        }
    }

    // The interrupt

    /** Interrupts the thread. For the timer, within the monitor. */
    void interrupt() {
        if (!thread.isInterrupted()) {
            interruptedBefore = false;
        } else if (!interruptedByTimeout) {
            interruptedBefore = true;
        }
        interruptedByTimeout = true;
        thread.interrupt();
    }

    /** Returns whether the thread can still notice. For the timer. */
    boolean isAlive() {
        return thread.isAlive();
    }

    /** Returns whether nobody has noticed the interrupt. For the timer. */
    boolean isInterrupted() {
        return thread.isInterrupted();
    }

    /** Clears the interrupted status if nobody else needs it, and returns what it was. */
    synchronized boolean clearInterrupt() {
        boolean interrupted = Thread.interrupted();
        boolean isOthers = interruptedBefore || Interruption.isKillPending();
        boolean isTimeouts = firstExpired() != null;
        if (interrupted && (isOthers || isTimeouts)) {
            thread.interrupt();
        }
        interruptedByTimeout = interrupted && isTimeouts;
        return interrupted;
    }
}
