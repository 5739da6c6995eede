package dev.loomlet.green;

import dev.loomlet.green.spi.GreenThreadFactory;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A blocking call of a channel that a virtual thread of its own makes. Who waits for it may be interrupted or give up, and the channel
 * stays open, which it does not if a thread is interrupted within the call. The call is then still under way, and who comes next gets
 * its result. There is one call at a time, and none that nobody has asked for.
 *
 * <p>For any thread; who comes while another waits has to wait for its turn, in the order of coming.
 *
 * @param <T> what the call returns
 */
final class Pending<T> {

    private final Callable<T> call;
    private final ReentrantLock turn = new ReentrantLock(/* fair= */ true);

    /** The call under way, or one whose result nobody has taken. Whoever sets it to null has the result. */
    private final AtomicReference<@Nullable CompletableFuture<T>> underWay = new AtomicReference<>();

    Pending(Callable<T> call) {
        this.call = call;
    }

    /**
     * Returns the result of the call under way, or of a new one.
     *
     * @param timeoutNanos how long to wait
     * @throws TimeoutException if the time is up; the call goes on
     * @throws InterruptedException if the current thread is interrupted; the call goes on
     * @throws IOException what the call threw
     */
    T await(long timeoutNanos) throws IOException, InterruptedException, TimeoutException {
        long startNanos = System.nanoTime();
        if (!turn.tryLock(timeoutNanos, TimeUnit.NANOSECONDS)) {
            throw new TimeoutException();
        }
        try {
            var current = underWay.get();
            if (current == null) {
                current = start();
            }
            return take(current, timeoutNanos - (System.nanoTime() - startNanos));
        } finally {
            turn.unlock();
        }
    }

    private CompletableFuture<T> start() {
        var started = new CompletableFuture<T>();
        underWay.set(started);
        try {
            GreenThreadFactory.newThread(() -> run(started)).start();
        } catch (RuntimeException | Error e) {
            underWay.set(null);
            throw e;
        }
        return started;
    }

    private void run(CompletableFuture<T> started) {
        try {
            started.complete(call.call());
        } catch (Throwable e) {
            started.completeExceptionally(e);
        }
    }

    private T take(CompletableFuture<T> current, long timeoutNanos)
            throws IOException, InterruptedException, TimeoutException {
        try {
            var result = current.get(timeoutNanos, TimeUnit.NANOSECONDS);
            if (!underWay.compareAndSet(current, null)) {
                throw new ClosedChannelException();
            }
            return result;
        } catch (ExecutionException e) {
            underWay.compareAndSet(current, null);
            /* Without a class that has not been loaded, which takes a descriptor: they may be what is lacking. */
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw Throwables.<IOException>rethrow(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Returns whether a call is under way, or has a result that nobody has taken. */
    boolean isUnderWay() {
        return underWay.get() != null;
    }

    /** Gives the result to {@code discarded}, if there is one or will be one that nobody takes. To be called when the channel is closed. */
    void discard(Consumer<T> discarded) {
        var left = underWay.getAndSet(null);
        if (left != null) {
            var _ = left.thenAccept(discarded);
        }
    }
}
