package dev.loomlet.green;

import java.util.Comparator;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Expires timeouts when they are due, on a platform thread of its own, {@code loomlet-timeouts}, which starts with the first one.
 *
 * <p>Most timeouts are closed long before. So closing one does not wake the thread, and opening one only if it is due before the
 * moment the thread will wake at anyway: a program that opens and closes timeouts of five seconds wakes it every five seconds.
 */
final class TimeoutTimer implements Runnable {

    /* Differences, since nanoTime may wrap around. */
    private static final Comparator<Timeout> DUE_FIRST = (a, b) -> {
        int byTime = Long.compare(a.dueNanos() - b.dueNanos(), 0);
        return byTime != 0 ? byTime : Long.compare(a.sequence(), b.sequence());
    };

    /** A wait without a timeout in sight; a wake-up for nothing now and then is cheap. */
    private static final long IDLE_NANOS = 3_600_000_000_000L;

    private static final TimeoutTimer TIMER = new TimeoutTimer();

    private final ConcurrentSkipListSet<Timeout> open = new ConcurrentSkipListSet<>(DUE_FIRST);
    private final Thread thread;
    private volatile long wakeNanos = System.nanoTime() + IDLE_NANOS;

    private TimeoutTimer() {
        thread = Thread.ofPlatform().name("loomlet-timeouts").daemon().unstarted(this);
        thread.start();
    }

    /** Has {@code timeout} expired when it is due. Any thread. */
    static void add(Timeout timeout) {
        TIMER.open.add(timeout);
        if (timeout.dueNanos() - TIMER.wakeNanos < 0) {
            LockSupport.unpark(TIMER.thread);
        }
    }

    /** Forgets {@code timeout}, which may still be about to expire. Any thread. */
    static void remove(Timeout timeout) {
        TIMER.open.remove(timeout);
    }

    @Override
    public void run() {
        while (true) {
            long now = System.nanoTime();
            expireDue(now);
            long wake = nextDue(now);
            wakeNanos = wake;
            /* One that came after the look did not see this wake-up: look again. */
            if (nextDue(now) - wake >= 0) {
                LockSupport.parkNanos(this, wake - System.nanoTime());
            }
        }
    }

    private void expireDue(long now) {
        for (var first = first(); first != null && first.dueNanos() - now <= 0; first = first()) {
            open.remove(first);
            if (first.expire()) {
                first.postpone(now);
                open.add(first);
            }
        }
    }

    private long nextDue(long now) {
        var first = first();
        return first == null ? now + IDLE_NANOS : first.dueNanos();
    }

    private @Nullable Timeout first() {
        var timeouts = open.iterator();
        return timeouts.hasNext() ? timeouts.next() : null;
    }
}
