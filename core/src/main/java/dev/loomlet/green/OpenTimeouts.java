package dev.loomlet.green;

import org.jspecify.annotations.Nullable;

/** The timeouts that the current thread has opened and not closed, innermost first. On that thread only. */
final class OpenTimeouts {

    /** The innermost one; it refers to the next. Threads without a timeout have no value. */
    private static final ThreadLocal<@Nullable Timeout> INNERMOST = new ThreadLocal<>();

    private OpenTimeouts() {}

    /** Makes {@code timeout} the innermost one and returns the one that was. */
    static @Nullable Timeout push(Timeout timeout) {
        var outer = INNERMOST.get();
        INNERMOST.set(timeout);
        return outer;
    }

    /** Lets go of all that are closed and have only closed ones within. */
    static void popClosed() {
        var innermost = INNERMOST.get();
        while (innermost != null && innermost.isClosed()) {
            innermost = innermost.outer();
        }
        if (innermost == null) {
            INNERMOST.remove();
        } else {
            INNERMOST.set(innermost);
        }
    }

    /** Throws the one that expired first of those that have not been thrown, if there is one. */
    static void surface() {
        Timeout first = firstExpired();
        if (first != null) {
            throw Throwables.<RuntimeException>rethrow(first.take());
        }
    }

    /** Returns whether one of them has thrown {@code failure}. */
    static boolean haveThrown(Throwable failure) {
        for (var at = innermost(); at != null; at = at.outer()) {
            if (at.hasThrown(failure)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the one that expired first and waits to be thrown, or null. */
    static @Nullable Timeout firstExpired() {
        Timeout first = null;
        for (var at = innermost(); at != null; at = at.outer()) {
            if (at.isToBeThrown() && (first == null || at.isDueBefore(first))) {
                first = at;
            }
        }
        return first;
    }

    private static @Nullable Timeout innermost() {
        var innermost = INNERMOST.get();
        if (innermost == null) {
            INNERMOST.remove(); // to ask for it has set it
        }
        return innermost;
    }
}
