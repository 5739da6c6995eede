package dev.loomlet.server.undertow;

import org.jspecify.annotations.Nullable;

/**
 * Since when a connection waits for its client, and for what. The loop writes it; {@link #overdue} is for the thread that looks for overdue
 * connections. Times are System.nanoTime's, 0 for none.
 */
final class Waits {

    /** What waited for longer than it may. */
    enum Overdue {
        /** The preface or a header block. */
        HEAD,
        /** A request, when none is in progress. */
        REQUEST,
        /** A window for what a stream has to send. */
        WINDOW
    }

    private volatile long headSince = now();
    private volatile long idleSince;
    private volatile long windowSince;
    private volatile boolean served;

    private static long now() {
        return System.nanoTime() | 1;
    }

    void forHead(boolean waits) {
        if (waits != (headSince != 0)) {
            headSince = waits ? now() : 0;
        }
    }

    void forRequest() {
        idleSince = now();
    }

    void requestHasCome() {
        idleSince = 0;
        served = true;
    }

    /** Something waits for a window since then, 0 if nothing does. */
    void forWindowSince(long since) {
        windowSince = since;
    }

    void forWindow(boolean waits) {
        if (waits != (windowSince != 0)) {
            windowSince = waits ? now() : 0;
        }
    }

    void forNothing() {
        headSince = 0;
        idleSince = 0;
        windowSince = 0;
    }

    /**
     * What is overdue at {@code nanoTime}, null if nothing is. Any thread.
     *
     * @param idleNanos how long a connection may be without a request, 0 to end it when it has none, once it had one
     * @param headNanos how long a head may take, and a first request if {@code idleNanos} is 0; 0 for ever
     * @param windowNanos how long a client may leave a window closed, 0 for ever
     */
    @Nullable
    Overdue overdue(long nanoTime, long idleNanos, long headNanos, long windowNanos) {
        if (isOver(headSince, headNanos, nanoTime)) {
            return Overdue.HEAD;
        }
        long idle = idleNanos > 0 ? idleNanos : served ? 1 : headNanos;
        if (isOver(idleSince, idle, nanoTime)) {
            return Overdue.REQUEST;
        }
        return isOver(windowSince, windowNanos, nanoTime) ? Overdue.WINDOW : null;
    }

    static boolean isOver(long since, long nanos, long nanoTime) {
        return since != 0 && nanos > 0 && nanoTime - since > nanos;
    }
}
