package dev.loomlet.green;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Platform threads for work that must not sit on a carrier of virtual threads: native calls that block, reads of slow disks, long
 * computations (eventlet's tpool). The caller blocks until its work is done, as if it had done it itself.
 *
 * {@snippet lang=java :
 * byte[] digest = ThreadPool.shared().execute(() -> slowHash(password));
 * }
 *
 * <p>It is for less than tpool is: on virtual threads sockets, locks and queues of the JDK need no pool, and files and name lookups
 * only where many of them block at once.
 *
 * <p>At most {@link #threads()} threads run work; callers beyond that wait for one, in their order. Threads are daemons, named
 * {@code loomlet-tpool-} and a number, start when they are needed and end after 10 seconds without work. They inherit nothing of
 * the caller: no thread locals, no scoped values, no {@link Green#current()}. All methods may be called from every thread, green or
 * not; work that calls its own pool is run at once, on the thread it is on, so it cannot wait for itself.
 */
public final class ThreadPool implements AutoCloseable {

    /** How many threads a pool has if nothing else is said (eventlet's EVENTLET_THREADPOOL_SIZE). */
    public static final int DEFAULT_THREADS = 20;

    private static final long IDLE_SECONDS = 10;

    private static final ThreadPool SHARED = new ThreadPool(DEFAULT_THREADS, /* closable= */ false);

    private final boolean closable;
    private final ThreadPoolPermits permits;
    private final ThreadPoolExecutor executor;

    /** Makes a pool of {@link #DEFAULT_THREADS} threads. */
    public ThreadPool() {
        this(DEFAULT_THREADS);
    }

    /**
     * Makes a pool.
     *
     * @param threads the most threads that run work at a time
     * @throws IllegalArgumentException if {@code threads} is not positive
     */
    public ThreadPool(int threads) {
        this(threads, /* closable= */ true);
    }

    private ThreadPool(int threads, boolean closable) {
        this.closable = closable;
        permits = new ThreadPoolPermits(requirePositive(threads));
        /* A permit is taken first, so the queue holds only what is just being handed to a thread. */
        executor = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                jobs -> new ThreadPoolThread(this, jobs));
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Returns the pool for everybody, of {@link #DEFAULT_THREADS} threads unless {@link #setNumThreads} says otherwise. {@link #close}
     * and {@link #killAll} have no effect on it.
     *
     * @return always the same pool
     */
    public static ThreadPool shared() {
        return SHARED;
    }

    /**
     * Runs {@code work} on a thread of the pool and returns its result, blocking until it is done, or until the calling thread is
     * interrupted (eventlet's tpool.execute). If all threads are busy it waits for one first, behind those that came before.
     *
     * <p>If the current thread is interrupted while waiting, or is when it starts to wait, {@link InterruptedException} is thrown and
     * the interrupted status of the thread is cleared; if it was a kill or a {@link Timeout} that interrupted, its own throwable is
     * thrown instead. Work that has not been given to a thread then never runs. Work that has goes on to its end and keeps its
     * thread until then: nothing can stop native code. Its result is lost, and what it throws is reported as an uncaught exception
     * of its thread is.
     *
     * @param <T> the result
     * @param work what to run; a lambda that can be read both ways is taken as work with a result
     * @return what the work returned
     * @throws Exception what the work threw, the same object: it is not wrapped, and its stack trace is the work's. Errors are thrown
     *     likewise
     * @throws InterruptedException if the current thread is interrupted while waiting, or if the work threw one
     * @throws IllegalStateException if the pool is closed, before the call or while it waits for a thread
     */
    public <T extends @Nullable Object> T execute(Callable<T> work) throws Exception {
        Objects.requireNonNull(work);
        if (ThreadPoolThread.isCurrentOf(this)) {
            return work.call();
        }
        return outcome(start(work));
    }

    /**
     * Runs {@code work} as {@link #execute(Callable)} does.
     *
     * @param work what to run
     * @throws Exception what the work threw, as it is
     * @throws InterruptedException if the current thread is interrupted while waiting, or if the work threw one
     * @throws IllegalStateException if the pool is closed, before the call or while it waits for a thread
     */
    public void execute(Green.Work work) throws Exception {
        Objects.requireNonNull(work);
        execute(() -> {
            work.run();
            return null;
        });
    }

    private <T extends @Nullable Object> ThreadPoolJob<T> start(Callable<T> work) throws Exception {
        var job = new ThreadPoolJob<>(work, permits);
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            throw Interruption.reason();
        }
        try {
            executor.execute(job);
        } catch (RejectedExecutionException e) {
            permits.release();
            throw new IllegalStateException("the thread pool is closed", e);
        } catch (Throwable e) {
            /* The machine has no thread to give. */
            permits.release();
            throw e;
        }
        return job;
    }

    private static <T extends @Nullable Object> T outcome(ThreadPoolJob<T> job) throws Exception {
        try {
            return job.get();
        } catch (ExecutionException e) {
            throw Throwables.<Exception>rethrow(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            job.abandon();
            throw Interruption.reason();
        }
    }

    /**
     * Returns {@code object} behind an interface: each call of one of its methods is run as {@link #execute(Callable)} runs work, and
     * returns or throws what the method of {@code object} does (eventlet's tpool.Proxy). {@code equals}, {@code hashCode} and
     * {@code toString} are called on the calling thread; two proxies are equal if their objects are.
     *
     * <p>If a call is interrupted while it waits and the method does not declare {@link InterruptedException}, an {@link
     * java.lang.reflect.UndeclaredThrowableException} with it as cause is thrown, and the interrupted status of the thread is set. A kill
     * or a {@link Timeout} is thrown as it is.
     *
     * @param <T> the interface
     * @param type the interface; it must be accessible to this library, as public ones of exported packages are
     * @param object what the calls are for
     * @return the proxy
     * @throws IllegalArgumentException if {@code type} is no interface or is not accessible
     */
    public <T> T proxy(Class<T> type, T object) {
        return ThreadPoolProxy.of(this, type, object);
    }

    /**
     * Returns how many threads at most run work at a time.
     *
     * @return the number; at least 1
     */
    public int threads() {
        return permits.size();
    }

    /**
     * Returns how many callers wait for a thread.
     *
     * @return the number, which may have changed by the time it is returned
     */
    public int waiting() {
        return permits.getQueueLength();
    }

    /**
     * Sets how many threads at most run work at a time, and lets callers that wait have the new ones (eventlet's
     * tpool.set_num_threads). If there are fewer now, work that runs goes on, and no other starts until enough of it has ended.
     *
     * @param threads the most threads
     * @throws IllegalArgumentException if {@code threads} is not positive
     */
    public void setNumThreads(int threads) {
        requirePositive(threads);
        synchronized (permits) {
            if (threads > executor.getCorePoolSize()) {
                executor.setMaximumPoolSize(threads);
                executor.setCorePoolSize(threads);
            } else {
                executor.setCorePoolSize(threads);
                executor.setMaximumPoolSize(threads);
            }
            permits.resize(threads);
        }
    }

    /**
     * Refuses all further work, also that of callers that wait for a thread. Work that runs goes on, and its caller gets the outcome;
     * the threads end behind it. This method does not wait, and has no effect if called again.
     */
    @Override
    public void close() {
        if (closable) {
            executor.shutdown();
            permits.open();
        }
    }

    /**
     * Closes the pool as {@link #close()} does, and interrupts the threads that run work (eventlet's tpool.killall). The callers get
     * what the work makes of it. This method does not wait.
     */
    public void killAll() {
        if (closable) {
            close();
            executor.shutdownNow().forEach(job -> ((ThreadPoolJob<?>) job).refuse());
        }
    }

    private static int requirePositive(int threads) {
        if (threads <= 0) {
            throw new IllegalArgumentException("threads must be positive: " + threads);
        }
        return threads;
    }
}
