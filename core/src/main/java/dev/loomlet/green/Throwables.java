package dev.loomlet.green;

/** What becomes of a throwable that is not ours: thrown as it is, or reported. */
final class Throwables {

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

    /** Gives {@code failure} to the current thread's uncaught exception handler. What the handler throws is lost, as in the JVM. */
    static void report(Throwable failure) {
        var thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        } catch (Throwable _) {
            // The handler was the last resort.
        }
    }
}
