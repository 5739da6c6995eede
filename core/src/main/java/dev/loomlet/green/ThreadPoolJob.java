package dev.loomlet.green;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Work that a thread of a {@link ThreadPool} runs for a caller that waits. It has a permit, which is given back on the thread, whatever
 * becomes of the caller: so that no more threads than permits are at work.
 *
 * @param <T> the result
 */
final class ThreadPoolJob<T extends @Nullable Object> extends FutureTask<T> {

    private final ThreadPoolPermits permits;

    ThreadPoolJob(Callable<T> work, ThreadPoolPermits permits) {
        super(work);
        this.permits = permits;
    }

    @Override
    public void run() {
        try {
            super.run();
        } finally {
            permits.release();
        }
    }

    /** Says that nobody waits for the outcome any more. Called by the caller that did. */
    void abandon() {
        if (!cancel(/* mayInterruptIfRunning= */ false) && state() == State.FAILED) {
            Throwables.report(exceptionNow());
        }
    }

    /** Fails in place of being run. */
    void refuse() {
        setException(new IllegalStateException("the thread pool is closed"));
    }

    @Override
    protected void setException(Throwable failure) {
        super.setException(failure);
        if (isCancelled()) {
            Throwables.report(failure);
        }
    }
}
