package dev.loomlet.green;

import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import org.jspecify.annotations.Nullable;

/** Why a thread was interrupted, and the exceptions by which the JDK reports that one was. On the interrupted thread. */
final class Interruption {

    private static final int MAX_CAUSES = 32;

    /** What the JDK's Socket says on a virtual thread; there is no type for it. */
    private static final String CLOSED_BY_INTERRUPT = "Closed by interrupt";

    private Interruption() {}

    /**
     * Throws what the current thread was interrupted for: the pending kill of its green thread if that is unchecked, else the
     * {@link Timeout} that expired first. Returns a new exception to be thrown if it was for neither. To be called by who has
     * noticed an interrupt and cleared it.
     */
    static InterruptedException reason() {
        var kill = takeKill(/* checkedToo= */ false);
        if (kill != null) {
            throw Throwables.<RuntimeException>rethrow(kill);
        }
        OpenTimeouts.surface();
        return new InterruptedException();
    }

    /** Returns the pending kill of the current green thread, checked or not, else what {@link #reason} returns or throws. */
    static Throwable killOrReason() {
        var kill = takeKill(/* checkedToo= */ true);
        return kill == null ? reason() : kill;
    }

    private static @Nullable Throwable takeKill(boolean checkedToo) {
        var current = Task.current();
        return current == null ? null : current.takeKill(checkedToo);
    }

    /** Returns whether the current green thread was killed and has not noticed yet. */
    static boolean isKillPending() {
        var current = Task.current();
        return current != null && current.hasPendingKill();
    }

    /** Returns whether {@code failure} was thrown into the current thread by a kill or by a timeout that is still open. */
    static boolean hasThrown(Throwable failure) {
        var current = Task.current();
        return (current != null && current.noticed(failure)) || OpenTimeouts.haveThrown(failure);
    }

    /** Returns whether {@code failure}, or one of the first causes of it, says that its thread was interrupted. */
    static boolean caused(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (reports(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean reports(Throwable failure) {
        return switch (failure) {
            case InterruptedException _, ClosedByInterruptException _, FileLockInterruptionException _ -> true;
            case SocketTimeoutException _ -> false;
            case InterruptedIOException _ -> true;
            case SocketException e -> CLOSED_BY_INTERRUPT.equals(e.getMessage());
            default -> false;
        };
    }
}
