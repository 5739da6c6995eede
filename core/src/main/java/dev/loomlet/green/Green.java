package dev.loomlet.green;

import dev.loomlet.green.spi.GreenThreadFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Spawns green threads, and what they say of themselves (the functions of eventlet's package).
 *
 * {@snippet lang=java :
 * GreenThread<Integer> answer = Green.spawn(() -> 6 * 7);
 * int result = answer.await();
 * }
 *
 * <p>A green thread is an unnamed virtual thread. It inherits no thread-local values and no context class loader (it has the
 * system's), and does not keep the JVM alive. It is started by the time {@code spawn} returns, may run in parallel to its
 * spawner, and goes on if the spawner ends. The JDK's scheduler runs it, also when a handler on one of the server's hubs spawns it;
 * a thread that such a handler makes by {@code Thread.ofVirtual()} stays on the hub.
 *
 * <p>Nothing is printed of what spawned work throws, since {@code await}, links and futures report it; eventlet prints it as well.
 * Work for which nobody waits belongs in {@link #spawnN}.
 */
public final class Green {

    /** Work without a result, which may throw checked exceptions. */
    @FunctionalInterface
    public interface Work {

        /**
         * Does the work, on the green thread's virtual thread.
         *
         * @throws Exception if the work fails
         */
        void run() throws Exception;
    }

    private Green() {}

    /**
     * Runs {@code work} on a new green thread and returns its handle at once (eventlet.spawn).
     *
     * @param <T> the result
     * @param work what to run; a lambda that can be read both ways is taken as work with a result
     * @return the handle, which has the outcome for as long as it is kept
     */
    public static <T extends @Nullable Object> GreenThread<T> spawn(Callable<T> work) {
        return start(Objects.requireNonNull(work), /* delay= */ null);
    }

    /**
     * Runs {@code work} on a new green thread and returns its handle at once (eventlet.spawn).
     *
     * @param work what to run
     * @return the handle; its result is null
     */
    public static GreenThread<@Nullable Void> spawn(Work work) {
        return start(withResult(work), /* delay= */ null);
    }

    /**
     * Runs {@code work} on a new green thread that nobody awaits (eventlet.spawn_n). There is no handle to kill it by, unless it
     * gives away its own ({@link #current()}). What it throws goes to the thread's uncaught exception handler, by default to
     * the standard error stream ({@link GreenDebug#setUncaughtExceptionHandler} can change that); a {@link GreenThreadExit} ends it
     * in silence.
     *
     * @param work what to run
     */
    public static void spawnN(Work work) {
        start(new Task<>(withResult(work), /* delay= */ null, /* reportsFailure= */ true, /* slot= */ null));
    }

    /**
     * Runs {@code work} on a new green thread, not before {@code delay} has passed (eventlet.spawn_after). It runs even if the
     * spawner has ended by then. Until it starts, {@link GreenThread#cancel()} prevents it and lets go of the work at once.
     *
     * @param <T> the result
     * @param delay the time to wait; zero or negative: start at once
     * @param work what to run
     * @return the handle
     */
    public static <T extends @Nullable Object> GreenThread<T> spawnAfter(Duration delay, Callable<T> work) {
        return start(Objects.requireNonNull(work), new Delay(delay, () -> true));
    }

    /**
     * Runs {@code work} as {@link #spawnAfter(Duration, Callable)} does.
     *
     * @param delay the time to wait; zero or negative: start at once
     * @param work what to run
     * @return the handle; its result is null
     */
    public static GreenThread<@Nullable Void> spawnAfter(Duration delay, Work work) {
        return start(withResult(work), new Delay(delay, () -> true));
    }

    /**
     * Runs {@code work} as {@link #spawnAfter(Duration, Callable)} does, but only if the spawning thread is still alive then
     * (eventlet.spawn_after_local). If it is not, the green thread ends unstarted with {@link GreenThreadExit} when it is due. A
     * green thread is alive until it is done, another one until it terminates.
     *
     * @param <T> the result
     * @param delay the time to wait; zero or negative: start at once
     * @param work what to run
     * @return the handle
     */
    public static <T extends @Nullable Object> GreenThread<T> spawnAfterLocal(Duration delay, Callable<T> work) {
        return start(Objects.requireNonNull(work), new Delay(delay, aliveness()));
    }

    /**
     * Runs {@code work} as {@link #spawnAfterLocal(Duration, Callable)} does.
     *
     * @param delay the time to wait; zero or negative: start at once
     * @param work what to run
     * @return the handle; its result is null
     */
    public static GreenThread<@Nullable Void> spawnAfterLocal(Duration delay, Work work) {
        return start(withResult(work), new Delay(delay, aliveness()));
    }

    /**
     * Sleeps, blocking the current thread for {@code duration} at least, or until it is interrupted (eventlet.sleep). For {@link
     * Duration#ZERO} it yields, so that others may run first. May be called outside green threads too.
     *
     * <p>If the current thread is interrupted while it sleeps, or is when it starts to sleep or to yield, {@link InterruptedException}
     * is thrown and the interrupted status of the thread is cleared. If the current thread is a green thread and was interrupted by
     * a kill, the kill's own throwable is thrown instead, where it is unchecked, as {@link GreenThreadExit} is; if it was interrupted
     * by a {@link Timeout} of its own, that is.
     *
     * @param duration how long; negative is taken as zero
     * @throws InterruptedException if the current thread is interrupted, or was killed with a checked exception
     */
    public static void sleep(Duration duration) throws InterruptedException {
        try {
            Thread.sleep(duration.isNegative() ? Duration.ZERO : duration);
        } catch (InterruptedException _) {
            throw Interruption.reason();
        }
    }

    /**
     * Runs {@code work} on the calling thread, under a {@link Timeout} (eventlet.with_timeout). If the time is up before it ends, the
     * thread is interrupted as the Timeout says, and the Timeout is thrown when the work has ended, with what the interrupt made
     * the work throw as suppressed.
     *
     * <p>Work that returns a result although its time is up has lost nothing if nobody noticed the interrupt: its result is returned.
     * That holds for what it took from a {@code Queue} at the last moment. Work that swallowed an {@link InterruptedException} does
     * not return in time by that: the Timeout is thrown.
     *
     * @param <T> the result
     * @param duration the longest time the work may take; zero or negative: it is interrupted at once
     * @param work what to run
     * @return the result of the work
     * @throws Exception what the work threw
     * @throws Timeout if the time was up before the work ended
     */
    public static <T extends @Nullable Object> T withTimeout(Duration duration, Callable<T> work) throws Exception {
        return Timeout.after(duration).call(work);
    }

    /**
     * Runs {@code work} as {@link #withTimeout(Duration, Callable)} does, and returns {@code timeoutValue} if the time was up
     * (eventlet.with_timeout with a timeout_value). The Timeout of a scope around this call is none of its business, and goes through.
     *
     * @param <T> the result
     * @param duration the longest time the work may take; zero or negative: it is interrupted at once
     * @param timeoutValue what to return if the time is up
     * @param work what to run
     * @return the result of the work, or {@code timeoutValue}
     * @throws Exception what the work threw
     */
    @SuppressWarnings("ReferenceEquality") // an outer Timeout is not ours, however equal
    public static <T extends @Nullable Object> T withTimeout(Duration duration, T timeoutValue, Callable<T> work)
            throws Exception {
        var timeout = Timeout.after(duration);
        try {
            return timeout.call(work);
        } catch (Timeout e) {
            if (e != timeout) {
                throw e;
            }
            return timeoutValue;
        }
    }

    /**
     * Returns the green thread that calls (eventlet.getcurrent), one of {@link #spawnN} too. A link that runs in another thread than
     * its green thread's has that other one as current.
     *
     * @return the caller's own handle, or empty outside green threads
     */
    public static Optional<GreenThread<?>> current() {
        var task = Task.current();
        return task == null ? Optional.empty() : Optional.of(task.handle());
    }

    private static <T extends @Nullable Object> GreenThread<T> start(Callable<T> work, @Nullable Delay delay) {
        return start(new Task<>(work, delay, /* reportsFailure= */ false, /* slot= */ null));
    }

    static <T extends @Nullable Object> GreenThread<T> start(Task<T> task) {
        GreenThreadFactory.newThread(task).start();
        return task.handle();
    }

    static Callable<@Nullable Void> withResult(Work work) {
        Objects.requireNonNull(work);
        return () -> {
            work.run();
            return null;
        };
    }

    private static BooleanSupplier aliveness() {
        var task = Task.current();
        return task == null ? Thread.currentThread()::isAlive : () -> !task.isDone();
    }
}
