package dev.loomlet.green;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;

/** Tells the exceptions by which the JDK reports that a thread was interrupted. */
final class Interruption {

    private static final int MAX_CAUSES = 32;

    private Interruption() {}

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
            default -> false;
        };
    }
}
