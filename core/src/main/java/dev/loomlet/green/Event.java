package dev.loomlet.green;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens once and that any number of threads await: a value, or an exception, is sent, and each of them gets it
 * (eventlet's Event).
 *
 * {@snippet lang=java :
 * var ready = new Event<Integer>();
 * Green.spawn(() -> ready.send(listen()));
 * int port = ready.await();
 * }
 *
 * <p>Whoever awaits after it was sent has it at once. Those that wait are woken in the order in which they came, by the thread that sends,
 * without waiting for them: what one of them does with it, or fails in, is no concern of the sender and the others. Any thread
 * may call, green or not.
 *
 * <p>Memory consistency effects: actions in a thread before it sends <i>happen-before</i> actions after the return from {@code await},
 * and after {@code ready}, {@code poll} and the like have said that it was sent.
 *
 * @param <T> what is sent
 */
public final class Event<T extends @Nullable Object> {

    /** What was sent: {@code value}, unless there is a {@code failure}. */
    private record Outcome<T extends @Nullable Object>(
            @Nullable T value, @Nullable Throwable failure) {

        @SuppressWarnings("NullAway") // the value is the sender's T, null only if that may be
        T get() throws Exception {
            if (failure != null) {
                throw Throwables.<Exception>rethrow(failure);
            }
            return value;
        }
    }

    /** From the beginning or a reset to the next reset. Who waits in one gets what is sent in it, also if it is reset at once. */
    private static final class Round<T extends @Nullable Object> {
        final WaitQueue waiters;
        volatile @Nullable Outcome<T> outcome;

        Round(GrantLock guard) {
            this.waiters = new WaitQueue(guard);
        }
    }

    private final GrantLock guard = new GrantLock();
    private volatile Round<T> round = new Round<>(guard);

    /** Makes one of which nothing was sent. */
    public Event() {}

    /**
     * Sends a value to all that wait and will wait; does not block (eventlet's send).
     *
     * @param value what {@code await} returns
     * @throws IllegalStateException if it was sent already; that stays as it is
     */
    public void send(T value) {
        send(new Outcome<>(value, /* failure= */ null));
    }

    /**
     * Sends an exception to all that wait and will wait; does not block (eventlet's send_exception).
     *
     * @param failure what {@code await} throws, this object and not a copy
     * @throws IllegalStateException if it was sent already; that stays as it is
     */
    public void sendException(Throwable failure) {
        send(new Outcome<>(/* value= */ null, Objects.requireNonNull(failure)));
    }

    private void send(Outcome<T> outcome) {
        guard.lock();
        try {
            var current = round;
            if (current.outcome != null) {
                throw new IllegalStateException("trying to send an event that has been sent already");
            }
            current.outcome = outcome;
            current.waiters.grantAll();
        } finally {
            guard.unlock();
        }
    }

    /**
     * Waits until it is sent, blocking until then or until the current thread is interrupted, and returns the value; if it was sent,
     * returns at once, whether interrupted or not (eventlet's wait).
     *
     * @return what was sent
     * @throws Exception what was sent as an exception, the same object for all; Errors are thrown likewise
     * @throws InterruptedException if the current thread is interrupted while waiting, or is when it starts to wait; its interrupted
     *     status is cleared. If it was interrupted by a kill or
     *     by a {@link Timeout}, their own throwable is thrown instead, if it is unchecked
     */
    public T await() throws Exception {
        var sent = round.outcome;
        return (sent == null ? awaitSent(Task.FOREVER) : sent).get();
    }

    /**
     * Waits as {@link #await()} does, but not longer than {@code timeout}. eventlet returns None when the time is up, which may be
     * what was sent.
     *
     * @param timeout the longest time to wait; zero or negative: not at all
     * @return what was sent
     * @throws Exception as {@link #await()}
     * @throws TimeoutException if the time is up and it was not sent
     * @throws InterruptedException as {@link #await()}
     */
    public T await(Duration timeout) throws Exception {
        long timeoutNanos = TimeUnit.NANOSECONDS.convert(timeout);
        var sent = round.outcome;
        return (sent == null ? awaitSent(timeoutNanos) : sent).get();
    }

    private Outcome<T> awaitSent(long timeoutNanos) throws InterruptedException, TimeoutException {
        WaitQueue.checkInterrupt();
        Round<T> current;
        WaitQueue.Waiter waiter;
        guard.lock();
        try {
            current = round;
            var sent = current.outcome;
            if (sent != null) {
                return sent;
            }
            waiter = current.waiters.join(/* brought= */ null);
        } finally {
            guard.unlock();
        }
        current.waiters.await(waiter, timeoutNanos);
        var sent = current.outcome;
        if (sent == null) {
            throw new TimeoutException("not sent in time");
        }
        return sent;
    }

    /**
     * Returns whether it was sent, so that {@code await} returns at once.
     *
     * @return true until a reset
     */
    public boolean ready() {
        return round.outcome != null;
    }

    /**
     * Returns whether a value was sent.
     *
     * @return false also if an exception was sent
     */
    public boolean hasResult() {
        var sent = round.outcome;
        return sent != null && sent.failure() == null;
    }

    /**
     * Returns whether an exception was sent.
     *
     * @return false also if a value was sent
     */
    public boolean hasException() {
        var sent = round.outcome;
        return sent != null && sent.failure() != null;
    }

    /**
     * Does what {@code await} does if it was sent; does not block (eventlet's poll).
     *
     * @param notReady what to return if it was not sent
     * @return the value, or {@code notReady}
     * @throws Exception what was sent as an exception
     */
    public T poll(T notReady) throws Exception {
        var sent = round.outcome;
        return sent == null ? notReady : sent.get();
    }

    /**
     * Returns the value if one was sent; does not block (eventlet's poll_result).
     *
     * @param notReady what to return if no value was sent
     * @return the value, or {@code notReady}, also if an exception was sent
     */
    @SuppressWarnings("NullAway") // the value is the sender's T, null only if that may be
    public T pollResult(T notReady) {
        var sent = round.outcome;
        return sent == null || sent.failure() != null ? notReady : sent.value();
    }

    /**
     * Returns the exception if one was sent; does not block (eventlet's poll_exception, which throws it).
     *
     * @return the exception, or empty if it was not sent or is a value
     */
    public Optional<Throwable> pollException() {
        var sent = round.outcome;
        return sent == null ? Optional.empty() : Optional.ofNullable(sent.failure());
    }

    /**
     * Makes it as new, to be sent again (eventlet's reset). Those that waited when it was sent get what was sent, however late they
     * come to run. An event that is made for each time is easier to get right.
     *
     * @throws IllegalStateException if it was not sent
     */
    public void reset() {
        guard.lock();
        try {
            if (round.outcome == null) {
                throw new IllegalStateException("trying to reset an event that has not been sent");
            }
            round = new Round<>(guard);
        } finally {
            guard.unlock();
        }
    }

    /** Returns how many threads wait for it to be sent. */
    int waiting() {
        guard.lock();
        try {
            return round.waiters.size();
        } finally {
            guard.unlock();
        }
    }

    /** Returns an identity and the state, for logs: {@code Event@1f2e3d[sent]}, {@code Event@1f2e3d[3 waiting]}. */
    @Override
    public String toString() {
        return "Event@" + Integer.toHexString(hashCode()) + (ready() ? "[sent]" : "[" + waiting() + " waiting]");
    }
}
