package dev.loomlet.wsgi;

/**
 * Tells an application whose response has no end of its own that the server stops: the value of {@link Environ#STOPPING}. While a server
 * stops it waits for responses in progress, so one that would go on for ever has to end by itself.
 *
 * <p>Safe for use by several threads.
 */
public interface Stopping {

    /** What {@link #onStop} returns. */
    @FunctionalInterface
    interface Registration {

        /** Has the action not run any more, unless it runs already. Does nothing the second time. */
        void cancel();
    }

    /**
     * Tells whether the server stops.
     *
     * @return whether it does; never false again afterwards
     */
    boolean isStopping();

    /**
     * Has {@code action} run once when the server begins to stop; at once, in the current thread, if it does already.
     *
     * @param action runs on the thread that stops the server, which it must not block; what it throws is logged
     * @return to be cancelled when the response is over
     */
    Registration onStop(Runnable action);
}
