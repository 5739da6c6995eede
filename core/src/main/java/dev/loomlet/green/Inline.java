package dev.loomlet.green;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Work that a member of a full {@link GreenPool} runs in the place of a new green thread. */
final class Inline {

    private Inline() {}

    /**
     * Runs {@code work} in the calling thread, whose green thread stays the current one, and returns a handle that is done. What
     * was thrown into this thread from outside, by a kill or a timeout, is not the work's failure and goes on its way.
     */
    static <T extends @Nullable Object> GreenThread<T> run(Callable<T> work, boolean reportsFailure) {
        Object result = null;
        Throwable thrown = null;
        try {
            result = work.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            thrown = e;
        } catch (Throwable e) {
            if (Interruption.hasThrown(e)) {
                throw Throwables.<RuntimeException>rethrow(e);
            }
            thrown = e;
        }
        var task = new Task<T>(work, /* delay= */ null, reportsFailure, /* slot= */ null);
        task.endHere(result, thrown);
        return task.handle();
    }
}
