package dev.loomlet.green;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The handle on a green thread that was spawned: to await its end, to kill it, to be told (eventlet's GreenThread).
 *
 * {@snippet lang=java :
 * GreenThread<String> page = Green.spawn(() -> fetch(url));
 * page.link(ended -> System.out.println("fetched " + url));
 * String text = page.await();
 * }
 *
 * <p>The work runs once, or never if it was killed before. Its outcome, a result or what it threw, is kept as long as the
 * handle is; what the work refers to is let go at its end. All methods may be called from every thread, green or not.
 *
 * <p>At the end, in this order: the outcome is stored, the links run one after the other in the green thread, {@link #isDone()}
 * turns true and all that await are woken. A link that blocks therefore holds up those that await.
 *
 * <p>Memory consistency effects: actions in a thread before it spawns <i>happen-before</i> the work; the work
 * <i>happens-before</i> the links, and these <i>happen-before</i> the return from {@code await}.
 *
 * @param <T> the result of the work
 */
public final class GreenThread<T extends @Nullable Object> {

    /**
     * Is told of the end of a green thread.
     *
     * @param <T> the result of the green thread
     */
    @FunctionalInterface
    public interface Link<T extends @Nullable Object> {

        /**
         * Called once, at the end of {@code thread}. In it, {@code thread.await()} does not block: it returns the result, or
         * throws what the work threw. A kill of {@code thread} has no effect any more.
         *
         * @param thread the green thread that ended
         * @throws Exception if the link fails: goes to the uncaught exception handler of the thread that runs it, and nowhere else
         */
        void ended(GreenThread<T> thread) throws Exception;
    }

    private final Task<T> task;

    GreenThread(Task<T> task) {
        this.task = task;
    }

    /**
     * Waits until the work and the links have ended and returns the work's result, blocking until then, or until the calling
     * thread is interrupted. From a link of this green thread, and if it is done, returns at once. May be called any number of
     * times, from any number of threads: each gets the same result, or the same throwable (eventlet's GreenThread.wait).
     *
     * <p>If the current thread is interrupted while waiting, or is when it starts to wait, {@link InterruptedException} is
     * thrown and the interrupted status of the thread is cleared; the green thread waited for goes on. If the current thread
     * is a green thread and was interrupted by a kill, the kill's own throwable is thrown instead.
     *
     * @return what the work returned
     * @throws Exception what the work threw, the same object for all: it is not wrapped, and its stack trace is the work's. Errors
     *     are thrown likewise
     * @throws GreenThreadExit if the green thread was killed without another reason
     * @throws InterruptedException if the current thread is interrupted while waiting, or if the work threw one
     * @throws IllegalStateException if work awaits its own green thread
     */
    public T await() throws Exception {
        return task.await(Task.FOREVER);
    }

    /**
     * Waits as {@link #await()} does, but not longer than {@code timeout}. That time is up has no effect on the green thread.
     *
     * @param timeout the longest time to wait; zero or negative: not at all
     * @return what the work returned
     * @throws Exception what the work threw, as {@link #await()}
     * @throws TimeoutException if the time is up before the end, or if the work threw one
     * @throws InterruptedException if the current thread is interrupted while waiting, or if the work threw one
     * @throws IllegalStateException if work awaits its own green thread
     */
    public T await(Duration timeout) throws Exception {
        return task.await(TimeUnit.NANOSECONDS.convert(timeout));
    }

    /**
     * Kills it with a new {@link GreenThreadExit}, as {@link #kill(Throwable)} does (eventlet's GreenThread.kill).
     */
    public void kill() {
        task.kill(new GreenThreadExit());
    }

    /**
     * Makes it end with {@code cause}; {@code await} then throws that. This method never waits for the end, {@link #await()} does.
     *
     * <ul>
     *   <li>Not started: the work never runs. The links run in the calling thread before this method returns.
     *   <li>Running: its thread is interrupted, and {@code cause} is pending. {@link Green#sleep} and {@code GreenThread.await}
     *       throw {@code cause} itself; other methods of the JDK throw what they throw when interrupted, for instance
     *       {@link InterruptedException}. If the work ends with that, with an exception caused by it, or with anything while
     *       still interrupted, it ends with {@code cause}. Work that catches it, or never blocks, goes on, and its result counts.
     *       Another kill before the interrupt was noticed changes nothing; one after is a new kill.
     *   <li>Itself, from its work: {@code cause} is thrown at once, and this method does not return; a checked exception is pending
     *       as above.
     *   <li>At its links, or done: nothing happens. The interrupt never reaches links.
     * </ul>
     *
     * <p>The interrupt of a virtual thread that is blocked on a socket or channel closes it.
     *
     * @param cause the reason; {@link Green#sleep}, which cannot throw a checked exception, throws {@link InterruptedException}
     *     for one
     */
    public void kill(Throwable cause) {
        task.kill(Objects.requireNonNull(cause));
    }

    /**
     * Cancels it with a new {@link GreenThreadExit}, as {@link #cancel(Throwable)} does (eventlet's GreenThread.cancel).
     *
     * @return true if the work will never run because of this call
     */
    public boolean cancel() {
        return task.endUnstarted(new GreenThreadExit());
    }

    /**
     * Kills it with {@code cause} if its work has not started, and has no effect if it has. One that waits for its delay has not
     * started; one that sleeps in its work has.
     *
     * @param cause what {@code await} throws then
     * @return true if the work will never run because of this call
     */
    public boolean cancel(Throwable cause) {
        return task.endUnstarted(Objects.requireNonNull(cause));
    }

    /**
     * Has {@code link} called at the end, after those linked before (eventlet's GreenThread.link). It is called in the green
     * thread; in the killer's thread, if the work was killed before it started; in the calling thread, before this method returns,
     * if the green thread is done. A link may link others: they are called after it, not within.
     *
     * <p>What a link throws goes to the uncaught exception handler of the thread it is called in, or where {@link
     * GreenDebug#setUncaughtExceptionHandler} sends it, and the other links are called all the same; this method throws nothing of it.
     *
     * @param link what to call; the same one linked twice is called twice
     */
    public void link(Link<T> link) {
        task.link(Objects.requireNonNull(link));
    }

    /**
     * Removes the first link that equals {@code link} and has not been called yet (eventlet's GreenThread.unlink). Two lambdas
     * are not equal: keep the one that was linked.
     *
     * @param link what was linked
     * @return true if there was one: it will not be called
     */
    public boolean unlink(Link<T> link) {
        return task.unlink(Objects.requireNonNull(link));
    }

    /**
     * Returns whether it has ended and its links too, so that {@code await} returns at once (eventlet's dead).
     *
     * @return true once it is done, for ever
     */
    public boolean isDone() {
        return task.isDone();
    }

    /**
     * Returns whether the work has started: false while it waits for its delay, and for ever if it was killed before.
     *
     * @return true once the work has started, also after its end
     */
    public boolean isStarted() {
        return task.isStarted();
    }

    /**
     * Returns a new future that is completed as a link is called, with the result or with what the work threw. Its dependent
     * stages run as the link does, in the green thread. Cancelling or completing the future has no effect on the green thread
     * (in the place of eventlet's {@code __await__}).
     *
     * @return a future of its own for each call
     */
    public CompletableFuture<T> toCompletableFuture() {
        var future = new CompletableFuture<T>();
        link(thread -> {
            try {
                future.complete(thread.await());
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }

    Task<T> task() {
        return task;
    }

    /** Returns an identity and the state, for logs: {@code GreenThread@1f2e3d[RUNNING]}. */
    @Override
    public String toString() {
        return "GreenThread@" + Integer.toHexString(hashCode()) + "[" + task + "]";
    }
}
