package dev.loomlet.green;

import dev.loomlet.green.spi.GreenThreadFactory;
import java.io.IOException;
import java.net.SocketAddress;
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

    /**
     * Listens on {@code address} with the {@linkplain ListenOptions#defaults() defaults} (eventlet.listen).
     *
     * @param address an {@link java.net.InetSocketAddress}, whose port may be 0 for any free one, or a {@link java.net.UnixDomainSocketAddress}
     * @return the listener, to be closed by the caller
     * @throws java.net.BindException if that cannot be; the message has the address and says what to do
     * @throws IOException if the host is not known
     */
    public static GreenServerSocket listen(SocketAddress address) throws IOException {
        return listen(address, ListenOptions.defaults());
    }

    /**
     * Listens on {@code address} (eventlet.listen). Blocks for a moment, for a Unix domain socket to see who has the file.
     *
     * @param address as {@link #listen(SocketAddress)}
     * @param options how
     * @return the listener, to be closed by the caller
     * @throws java.net.BindException if that cannot be; the message has the address and says what to do
     * @throws IOException if the host is not known
     * @throws IllegalArgumentException if an option does not go with the address
     * @throws UnsupportedOperationException if the system does not have an option
     */
    public static GreenServerSocket listen(SocketAddress address, ListenOptions options) throws IOException {
        return Listening.listen(Objects.requireNonNull(address), Objects.requireNonNull(options));
    }

    /**
     * Connects to {@code address}, blocking until it is done, which the operating system bounds by some minutes, or until the current thread is
     * interrupted (eventlet.connect). A name is resolved where the {@link java.net.InetSocketAddress} is made, which blocks too.
     *
     * <p>If the current thread is interrupted while it connects, or is when it starts to, {@link InterruptedException} is thrown and the
     * interrupted status of the thread is cleared. If that was a kill of the current green thread, the kill's own throwable is thrown
     * instead, where it is unchecked, and if it was an expired {@code Timeout}, the Timeout.
     *
     * @param address an {@link java.net.InetSocketAddress} or a {@link java.net.UnixDomainSocketAddress}
     * @return the connection, to be closed by the caller
     * @throws java.net.ConnectException if nobody listens there; the message has the address
     * @throws IOException if it fails for another reason; the message has the address
     * @throws InterruptedException if the current thread is interrupted
     */
    public static GreenSocket connect(SocketAddress address) throws IOException, InterruptedException {
        return Connecting.connect(Objects.requireNonNull(address), /* timeout= */ null, /* bind= */ null);
    }

    /**
     * Connects as {@link #connect(SocketAddress)} does, but does not wait longer than {@code timeout}.
     *
     * @param address whom to
     * @param timeout the longest time to wait, in milliseconds rounded up; zero or negative: one millisecond, the least the system knows
     * @return the connection, to be closed by the caller
     * @throws java.net.SocketTimeoutException if the time is up
     * @throws IOException as {@link #connect(SocketAddress)}
     * @throws InterruptedException if the current thread is interrupted
     */
    public static GreenSocket connect(SocketAddress address, Duration timeout)
            throws IOException, InterruptedException {
        return Connecting.connect(Objects.requireNonNull(address), Objects.requireNonNull(timeout), /* bind= */ null);
    }

    /**
     * Connects as {@link #connect(SocketAddress, Duration)} does, from an address of this machine (eventlet.connect with bind).
     *
     * @param address whom to
     * @param timeout the longest time to wait
     * @param bind the local address, of the same kind; port 0 for any free one
     * @return the connection, to be closed by the caller
     * @throws java.net.SocketTimeoutException if the time is up
     * @throws java.net.SocketException if {@code bind} is taken or not of this machine
     * @throws IOException as {@link #connect(SocketAddress)}
     * @throws InterruptedException if the current thread is interrupted
     */
    public static GreenSocket connect(SocketAddress address, Duration timeout, SocketAddress bind)
            throws IOException, InterruptedException {
        return Connecting.connect(
                Objects.requireNonNull(address), Objects.requireNonNull(timeout), Objects.requireNonNull(bind));
    }

    /**
     * Serves with the {@linkplain ServeOptions#defaults() defaults}, as {@link #serve(GreenServerSocket, ConnectionHandler, ServeOptions)}
     * (eventlet.serve).
     *
     * @param listener whose connections
     * @param handler what to do with each
     * @throws InterruptedException if the current thread is interrupted
     */
    public static void serve(GreenServerSocket listener, ConnectionHandler handler) throws InterruptedException {
        serve(listener, handler, ServeOptions.defaults().concurrency());
    }

    /**
     * Serves as {@link #serve(GreenServerSocket, ConnectionHandler, ServeOptions)} (eventlet.serve).
     *
     * @param listener whose connections
     * @param handler what to do with each
     * @param concurrency the most connections that are handled at a time
     * @throws InterruptedException if the current thread is interrupted
     * @throws IllegalArgumentException if {@code concurrency} is less than 1
     */
    public static void serve(GreenServerSocket listener, ConnectionHandler handler, int concurrency)
            throws InterruptedException {
        try {
            serve(listener, handler, ServeOptions.defaults().concurrency(concurrency));
        } catch (Exception e) {
            throw Throwables.<InterruptedException>rethrow(e);
        }
    }

    /**
     * Accepts connections and has each handled on a green thread of its own, and closed then (eventlet.serve). Blocks until
     *
     * <ul>
     *   <li>a handler throws {@link StopServe}, or the listener is closed: it returns
     *   <li>the current thread is interrupted: {@link InterruptedException} is thrown and the interrupted status of the thread is cleared. If
     *       that was a kill of the current green thread, the kill's own throwable is thrown instead, and if it was an expired {@code Timeout},
     *       the Timeout
     *   <li>a handler throws something else, and {@link ServeOptions#endsOnError()} is set: that is thrown
     * </ul>
     *
     * The listener stays open, unless that was it, and can be served again. Handlers that are running go on; to wait for them, give
     * {@link ServeOptions#pool(GreenPool)}.
     *
     * <p>While as many handlers run as may, nothing is accepted: who connects waits in the backlog. If the system cannot accept, for want of
     * file descriptors for example, that is a WARNING in the log {@code dev.loomlet.green}, and it is tried again in 50 ms, and then in up to a second.
     *
     * <p>What a handler throws, if it does not end all, goes to the uncaught exception handler of its thread. No error is
     *
     * <ul>
     *   <li>{@link GreenThreadExit}, from a kill of the handler by who has its {@link #current()}
     *   <li>what the connection's own streams throw, be it the cause of something else: the peer has left, is too slow or cannot do TLS. It is
     *       in the log at DEBUG, as is {@link java.io.EOFException} at the peer's end
     * </ul>
     *
     * @param listener whose connections; with TLS the handshake is the handler's first read or write
     * @param handler what to do with each, on several threads at the same time
     * @param options how
     * @throws InterruptedException if the current thread is interrupted
     * @throws Exception what a handler threw, if that ends it
     */
    public static void serve(GreenServerSocket listener, ConnectionHandler handler, ServeOptions options)
            throws Exception {
        Serving.serve(Objects.requireNonNull(listener), Objects.requireNonNull(handler), options);
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
