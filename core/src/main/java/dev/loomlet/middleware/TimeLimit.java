package dev.loomlet.middleware;

import dev.loomlet.green.Green;
import dev.loomlet.green.GreenThread;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The time of one request, and whether its thread may be interrupted when that is over.
 *
 * <pre>
 *          toServer                end
 *   APPLICATION &lt;-----------&gt; SERVER ----------&gt; OVER   (from both)
 *       |   toApplication       |
 *       | expire, interrupts    | expire
 *       +-------&gt; EXPIRED &lt;-----+
 * </pre>
 *
 * <p>The thread is interrupted only while it is the application's: an interrupt within the server's reading or writing would close the
 * connection. Transitions are made under this object's monitor, the interrupt too, so that once the request's thread has seen EXPIRED
 * or set OVER none comes any more; what came is cleared by the method that sees EXPIRED.
 *
 * <p>The request's thread calls all but {@code expire}, which is a green thread's.
 */
final class TimeLimit {

    private enum State {
        APPLICATION,
        SERVER,
        EXPIRED,
        OVER
    }

    private final Thread thread = Thread.currentThread();
    private State state = State.APPLICATION;
    private @Nullable GreenThread<?> timer;

    private TimeLimit() {}

    /** Begins; the thread is the application's. */
    static TimeLimit start(Duration duration) {
        var limit = new TimeLimit();
        limit.timer = Green.spawnAfter(duration, limit::expire);
        return limit;
    }

    /** For tests, which call {@link #expire} themselves. */
    static TimeLimit untimed() {
        return new TimeLimit();
    }

    synchronized void expire() {
        if (state == State.APPLICATION) {
            thread.interrupt();
        }
        if (state != State.OVER) {
            state = State.EXPIRED;
        }
    }

    /** The thread goes on in the server. Returns false if the time is over; an interrupt that came of it is cleared. */
    synchronized boolean toServer() {
        return leave(State.SERVER);
    }

    /** The thread goes on in the application. Returns false if the time is over. */
    synchronized boolean toApplication() {
        if (state == State.SERVER) {
            state = State.APPLICATION;
        }
        return state != State.EXPIRED;
    }

    /** The thread goes on in the application, interrupted if the time is over. */
    synchronized void backToApplication() {
        if (!toApplication()) {
            thread.interrupt();
        }
    }

    /** There is no limit any more. Returns false if the time was over; an interrupt that came of it is cleared. */
    boolean end() {
        if (timer != null) {
            timer.cancel();
        }
        synchronized (this) {
            return leave(State.OVER);
        }
    }

    private boolean leave(State next) {
        if (state == State.EXPIRED) {
            if (isCurrent(thread)) {
                Thread.interrupted();
            }
            return false;
        }
        if (state != State.OVER) {
            state = next;
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // a subclass of Thread may say it equals another
    private static boolean isCurrent(Thread thread) {
        return thread == Thread.currentThread();
    }
}
