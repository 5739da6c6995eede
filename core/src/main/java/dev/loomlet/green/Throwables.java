package dev.loomlet.green;

import org.jspecify.annotations.Nullable;

/** What becomes of a throwable that is not ours: thrown as it is, or reported. */
final class Throwables {

    private static volatile Thread.@Nullable UncaughtExceptionHandler reports;

    private Throwables() {}

    /**
     * Throws {@code failure} itself, never a wrapper.
     *
     * @param <X> what the caller declares
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <X extends Throwable> X rethrow(Throwable failure) throws X {
        throw (X) failure;
    }

    static boolean isUnchecked(Throwable failure) {
        return failure instanceof Error || failure instanceof RuntimeException;
    }

    /** Has reports go to {@code handler}; null: to each thread's own handler again. */
    static void reportTo(Thread.@Nullable UncaughtExceptionHandler handler) {
        reports = handler;
    }

    /** Gives {@code failure} to who takes the reports. What that throws is lost, as in the JVM. */
    static void report(Throwable failure) {
        var thread = Thread.currentThread();
        var handler = reports;
        try {
            (handler == null ? thread.getUncaughtExceptionHandler() : handler).uncaughtException(thread, failure);
        } catch (Throwable _) {
            // The handler was the last resort.
        }
    }
}
