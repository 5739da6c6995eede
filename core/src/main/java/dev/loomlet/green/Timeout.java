package dev.loomlet.green;

import java.io.Serial;
import java.math.BigDecimal;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A limit on the time that a block may take, and what is thrown when it is up (eventlet.Timeout).
 *
 * {@snippet lang=java :
 * try (var limit = Timeout.after(Duration.ofSeconds(5))) {
 *     Job job = queue.get();
 *     job.page().await();
 * }
 * }
 *
 * <p>It counts from the moment it is made until {@link #close}. When it expires, the thread that opened it is interrupted, in
 * whatever it waits. The blocking methods of this package then throw the Timeout itself. The JDK's throw what they throw when interrupted:
 * an {@link InterruptedException}, or from a channel {@link java.nio.channels.ClosedByInterruptException}. In each case {@code
 * close} throws the Timeout if nobody has, so that a block whose time was up before its end never ends as if it was not. Java's
 * {@code try} keeps what the block throws and adds the Timeout to it as suppressed: {@link #isTimeout} tells it.
 * {@link Green#withTimeout} and {@link #silent} throw, or swallow, the Timeout also where the work threw what the JDK threw.
 *
 * <p>It is an {@link Error}, as eventlet's is a BaseException: {@code catch (Exception e)} in the block does not catch it. Code that
 * catches what the JDK threw, and goes on, is interrupted again after 100 ms, 200 ms and so on until the Timeout was thrown or closed.
 *
 * <p>Timeouts nest. Each is thrown as itself, so {@code catch (Timeout e)} tells by identity whether it is the inner one or an
 * outer one that is to go on; a kill comes before any. A late interrupt never leaks: {@code close} takes back the one that nobody
 * has noticed. It gives back one that was there before it and those of a kill and of other timeouts; only another thread's
 * {@link Thread#interrupt} that came after a Timeout's own cannot be told from that and is taken with it.
 *
 * <p>The interrupt of a virtual thread that is blocked on a socket or channel closes that. A socket that is to be used afterwards
 * has a read timeout of its own ({@link java.net.Socket#setSoTimeout}). Code that computes is not stopped; it sees the interrupted
 * status of its thread.
 *
 * <p>All methods but {@link #isTimeout} and the questions are for the thread that opened it.
 */
public final class Timeout extends Error implements AutoCloseable {

    private enum State {
        PENDING,
        EXPIRED,
        THROWN,
        CLOSED
    }

    /** What it has come to at its end. */
    private enum Ending {
        /** It had not expired, or has been thrown, or was ended before. */
        DONE,
        /** It had expired, and nobody had noticed its interrupt. */
        UNNOTICED,
        /** It had expired, and somebody had noticed and not thrown it. */
        SWALLOWED
    }

    /** How long code that swallowed the interrupt goes on before the next one; twice as long before the one after. */
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Longer ones never come; half of what nanoTime can tell apart. */
    private static final long LONGEST_NANOS = Long.MAX_VALUE / 2;

    private static final AtomicLong SEQUENCE = new AtomicLong();

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient OpenTimeouts open = OpenTimeouts.forOneMore();
    private final transient long sequence = SEQUENCE.getAndIncrement();
    private final transient long deadlineNanos;
    private final transient @Nullable Throwable instead;
    private final transient @Nullable Timeout outer;
    /** The time until it expires, which is its message; null for never. */
    private final @Nullable Duration duration;

    private transient volatile long dueNanos;
    private transient volatile State state = State.PENDING;
    private transient volatile boolean expired;

    /** Within the monitor of the open ones. */
    private transient long againNanos = AGAIN_NANOS;

    private Timeout(@Nullable Duration duration, @Nullable Throwable instead) {
        this.duration = duration;
        this.instead = instead;
        long nanos = duration == null ? LONGEST_NANOS : TimeUnit.NANOSECONDS.convert(duration);
        this.deadlineNanos = System.nanoTime() + Math.clamp(nanos, 0, LONGEST_NANOS);
        this.dueNanos = deadlineNanos;
        this.outer = open.push(this);
        if (nanos <= 0) {
            expire();
        }
        if (duration != null) {
            TimeoutTimer.add(this);
        }
    }

    /**
     * Opens one that expires after {@code duration} and throws itself (eventlet's {@code Timeout(seconds)}).
     *
     * @param duration the time until it expires; zero or negative: it has expired at once, and the next wait throws it
     * @return the timeout, pending
     */
    public static Timeout after(Duration duration) {
        return new Timeout(Objects.requireNonNull(duration), /* instead= */ null);
    }

    /**
     * Opens one that expires after {@code duration} and throws {@code instead} (eventlet's {@code Timeout(seconds, exception)}).
     *
     * @param duration the time until it expires; zero or negative: it has expired at once
     * @param instead what is thrown in its place, as it is
     * @return the timeout, pending
     * @throws IllegalArgumentException if {@code instead} is a checked exception, which a wait could not throw
     */
    public static Timeout after(Duration duration, Throwable instead) {
        if (!Throwables.isUnchecked(instead)) {
            throw new IllegalArgumentException(
                    "instead is a checked exception: " + instead.getClass().getName());
        }
        return new Timeout(Objects.requireNonNull(duration), instead);
    }

    /**
     * Opens one that never expires (eventlet's {@code Timeout(None)}), for code that has a limit only sometimes.
     *
     * @return the timeout, pending until it is closed
     */
    public static Timeout never() {
        return new Timeout(/* duration= */ null, /* instead= */ null);
    }

    /**
     * Runs {@code work} on the calling thread and swallows the Timeout if the time is up before it ends (eventlet's {@code with
     * Timeout(seconds, False)}). A form of its own, since Java's {@code try} cannot swallow. Otherwise as {@link Green#withTimeout}.
     *
     * @param duration the longest time the work may take; zero or negative: it is interrupted at once
     * @param work what to run
     * @return whether the work ended in time
     * @throws Exception what the work threw
     */
    @SuppressWarnings("ReferenceEquality") // an outer Timeout is not ours, however equal
    public static boolean silent(Duration duration, Green.Work work) throws Exception {
        var timeout = after(duration);
        try {
            timeout.call(() -> {
                work.run();
                return null;
            });
            return true;
        } catch (Timeout e) {
            if (e != timeout) {
                throw e;
            }
            return false;
        }
    }

    /**
     * Returns whether {@code failure} says that a time was up (eventlet's is_timeout): a Timeout, an exception that the interrupt
     * of one caused and to which {@link #close} has added it, a {@link TimeoutException} or a {@link SocketTimeoutException}.
     *
     * @param failure what was caught
     * @return true if it is a matter of time
     */
    public static boolean isTimeout(Throwable failure) {
        if (failure instanceof Timeout
                || failure instanceof TimeoutException
                || failure instanceof SocketTimeoutException) {
            return true;
        }
        for (var suppressed : failure.getSuppressed()) {
            if (suppressed instanceof Timeout && Interruption.caused(failure)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether it has neither expired nor been closed.
     *
     * @return true while it may still expire
     */
    public boolean isPending() {
        return state == State.PENDING;
    }

    /**
     * Returns whether its time was up before it was closed.
     *
     * @return true once it has expired, for ever
     */
    public boolean isExpired() {
        return expired;
    }

    /**
     * Ends it, and throws nothing (eventlet's Timeout.cancel). An interrupt of it that nobody has noticed is taken back. Does
     * nothing if it is closed. The time is not extended by another: open a new one.
     *
     * @throws WrongThreadException if another thread has opened it
     */
    public void cancel() {
        end();
    }

    /**
     * Ends it, as {@link #cancel} does, and throws it if it has expired and has not been thrown. Does nothing if it is closed.
     *
     * @throws Timeout this one, or what it was given to throw in its place
     * @throws WrongThreadException if another thread has opened it
     */
    @Override
    public void close() {
        if (end() != Ending.DONE) {
            throw Throwables.<RuntimeException>rethrow(toThrow());
        }
    }

    /** Runs {@code work}, ends this and returns or throws as {@link Green#withTimeout} says. */
    <T extends @Nullable Object> T call(Callable<T> work) throws Exception {
        T result;
        try {
            result = work.call();
        } catch (Throwable e) {
            var ending = end();
            if (ending == Ending.DONE || !Interruption.caused(e)) {
                throw e;
            }
            var thrown = toThrow();
            thrown.addSuppressed(e);
            throw Throwables.<Exception>rethrow(thrown);
        }
        if (end() == Ending.SWALLOWED) {
            throw Throwables.<RuntimeException>rethrow(toThrow());
        }
        return result;
    }

    /** To CLOSED. Takes back the interrupt if it is only this one's. */
    private Ending end() {
        if (!open.areOfCurrentThread()) {
            throw new WrongThreadException("a Timeout is closed by the thread that opened it");
        }
        State was;
        synchronized (open) {
            was = state;
            state = State.CLOSED;
        }
        if (was == State.CLOSED) {
            return Ending.DONE;
        }
        TimeoutTimer.remove(this);
        open.popClosed();
        if (was != State.EXPIRED) {
            return Ending.DONE;
        }
        return open.clearInterrupt() ? Ending.UNNOTICED : Ending.SWALLOWED;
    }

    private Throwable toThrow() {
        if (instead != null) {
            return instead;
        }
        super.fillInStackTrace();
        return this;
    }

    // For the timer

    /** PENDING to EXPIRED, and interrupts; again, if that was swallowed. Returns whether to come again. */
    boolean expire() {
        synchronized (open) {
            if (state == State.PENDING) {
                state = State.EXPIRED;
                expired = true;
                open.interrupt();
            } else if (state == State.EXPIRED && !open.isInterrupted()) {
                open.interrupt();
            }
            return state == State.EXPIRED && open.isAlive();
        }
    }

    /** Makes it due again, a while from {@code nowNanos} on. */
    void postpone(long nowNanos) {
        synchronized (open) {
            dueNanos = nowNanos + againNanos;
            againNanos *= 2;
        }
    }

    long dueNanos() {
        return dueNanos;
    }

    /** Tells apart those that are due at the same time. */
    long sequence() {
        return sequence;
    }

    // For its thread's other timeouts

    @Nullable
    Timeout outer() {
        return outer;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    boolean isToBeThrown() {
        return state == State.EXPIRED;
    }

    @SuppressWarnings("ReferenceEquality") // an equal one may be anything
    boolean hasThrown(Throwable failure) {
        return state == State.THROWN && failure == (instead == null ? this : instead);
    }

    boolean isDueBefore(Timeout other) {
        return deadlineNanos - other.deadlineNanos < 0;
    }

    /** EXPIRED to THROWN. Returns what to throw. */
    Throwable take() {
        synchronized (open) {
            state = State.THROWN;
        }
        open.clearInterrupt();
        return toThrow();
    }

    // The throwable

    /** Returns the duration, as eventlet does: {@code 5 seconds}. */
    @Override
    public String getMessage() {
        if (duration == null) {
            return "never";
        }
        var seconds = BigDecimal.valueOf(duration.getSeconds())
                .add(BigDecimal.valueOf(duration.getNano(), 9))
                .stripTrailingZeros();
        return seconds.toPlainString() + (seconds.compareTo(BigDecimal.ONE) == 0 ? " second" : " seconds");
    }

    /** Does nothing: most are made and never thrown. The stack trace is where it is thrown. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
