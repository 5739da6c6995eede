package dev.loomlet.server;

import dev.loomlet.server.hub.Hubs;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/**
 * What an Undertow handler takes for its I/O thread: a queue of tasks that the request's own green thread runs, one after the other, when the
 * handler has returned. As a thread it is never started.
 *
 * <p>Any thread may put tasks in. {@link #begin}, {@link #runTasks} and {@link #end} are the request's thread's.
 */
final class AppLoop extends XnioIoThread {

    private static final long LONGEST_CALL_SECONDS = 60;

    private final Thread owner = Thread.currentThread();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean done;
    private volatile boolean ended;
    private @Nullable HttpServerExchange exchange;

    AppLoop() {
        super(Hubs.worker(), /* number= */ 0, "loomlet-request");
    }

    boolean isOwner() {
        return Thread.currentThread().equals(owner);
    }

    /** From now on what the handler dispatches comes here. */
    void begin(HttpServerExchange served) {
        exchange = served;
        served.setDispatchExecutor(this);
    }

    /**
     * Runs what comes until {@link #finish}.
     *
     * @throws InterruptedIOException if the current thread is interrupted while it waits
     */
    void runTasks() throws InterruptedIOException {
        while (!done) {
            var task = tasks.poll();
            if (task != null) {
                run(task);
            } else if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while it waited for the exchange's end");
            } else if (!done && tasks.isEmpty()) {
                LockSupport.park(this);
            }
        }
    }

    private void run(Runnable task) {
        try {
            if (exchange != null && !(task instanceof Call<?>)) {
                exchange.setDispatchExecutor(this);
            }
            task.run();
        } catch (Throwable e) {
            Log.SERVER.log(System.Logger.Level.ERROR, "a task of an Undertow handler failed", e);
        }
    }

    /** The exchange has ended, or its connection. Any thread. */
    void finish() {
        done = true;
        LockSupport.unpark(owner);
    }

    /** The request's thread leaves; who waits for it is told. */
    void end() {
        ended = true;
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            if (task instanceof Call<?> call) {
                call.refuse();
            }
        }
    }

    /** Has the request's thread do something, and waits for that: at once if it is the caller. */
    <T> T call(Callable<T> work) throws IOException {
        if (isOwner()) {
            return unwrapped(work);
        }
        var call = new Call<>(work);
        execute(call);
        if (ended) {
            call.refuse();
        }
        return call.await();
    }

    private static <T> T unwrapped(Callable<T> work) throws IOException {
        try {
            return work.call();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        LockSupport.unpark(owner);
    }

    @Override
    public Key executeAfter(Runnable task, long time, TimeUnit unit) {
        var timer = Hubs.shared().next().after(unit.toNanos(time), () -> execute(task));
        return timer::cancel;
    }

    @Override
    public Key executeAtInterval(Runnable task, long time, TimeUnit unit) {
        var repeated = new Repeated(task, unit.toNanos(time));
        repeated.start();
        return repeated;
    }

    private static final class Call<T> implements Runnable {
        private final Callable<T> work;
        private final CompletableFuture<T> result = new CompletableFuture<>();

        Call(Callable<T> work) {
            this.work = work;
        }

        @Override
        public void run() {
            try {
                result.complete(work.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        }

        void refuse() {
            result.completeExceptionally(new IOException("the request has ended"));
        }

        T await() throws IOException {
            try {
                return result.get(LONGEST_CALL_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new IOException("the request's thread was not to be had: does it wait for this one?", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while it waited for the request's thread");
            } catch (ExecutionException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }

    /** A task that comes again until it is removed, or the request has ended. */
    private final class Repeated implements Key {
        private final Runnable task;
        private final long nanos;
        private final AtomicBoolean removed = new AtomicBoolean();

        Repeated(Runnable task, long nanos) {
            this.task = task;
            this.nanos = nanos;
        }

        void start() {
            executeAfter(this::next, nanos, TimeUnit.NANOSECONDS);
        }

        private void next() {
            if (!removed.get() && !ended) {
                task.run();
                start();
            }
        }

        @Override
        public boolean remove() {
            return !removed.getAndSet(true);
        }
    }
}
