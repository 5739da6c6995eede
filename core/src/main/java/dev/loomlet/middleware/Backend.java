package dev.loomlet.middleware;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * One of several backends: its counts, and whether it is up. Two things can take it out: active checks that fail, until they succeed again, and
 * requests that fail one after the other, for a while.
 *
 * <pre>
 *        fall checks fail                    maxFailures requests fail in a row
 *   UP ──────────────────► DOWN      UP ─────────────────────────────────────────► RESTING
 *    ▲──────────────────────┘         ▲──────────────────────────────────────────────┘
 *       rise checks succeed              restTime is over, or rise checks succeed
 * </pre>
 *
 * A backend that rested and fails again at once rests again at once. Any thread; nothing here blocks for longer than others take to count.
 */
final class Backend {

    private static final System.Logger LOG = System.getLogger("dev.loomlet.middleware");

    private final BackendUri uri;
    private final int maxFailures;
    private final Duration restTime;
    private final AtomicInteger active = new AtomicInteger();
    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();

    /* Guarded by this. */
    private boolean down;
    private boolean resting;
    private long restEndNanos;
    private int failuresInARow;
    private int goodChecks;
    private int badChecks;

    /**
     * Makes a backend that is up.
     *
     * @param maxFailures 0: failed requests never take it out
     */
    Backend(BackendUri uri, int maxFailures, Duration restTime) {
        this.uri = uri;
        this.maxFailures = maxFailures;
        this.restTime = restTime;
    }

    BackendUri uri() {
        return uri;
    }

    int active() {
        return active.get();
    }

    synchronized boolean isUp(long nowNanos) {
        return !down && (!resting || nowNanos - restEndNanos >= 0);
    }

    /** How long it surely stays out, 0 if that is not known. */
    synchronized long restNanos(long nowNanos) {
        return resting ? Math.max(0, restEndNanos - nowNanos) : 0;
    }

    void begin() {
        active.incrementAndGet();
        requests.increment();
    }

    void end() {
        active.decrementAndGet();
    }

    synchronized void succeeded() {
        failuresInARow = 0;
        resting = false;
    }

    synchronized void failed(long nowNanos) {
        failures.increment();
        goodChecks = 0;
        failuresInARow++;
        if (maxFailures > 0 && failuresInARow >= maxFailures) {
            if (isUp(nowNanos)) {
                LOG.log(
                        Level.WARNING,
                        "backend {0} gets no requests for {1} s: {2} failed in a row",
                        uri.uri(),
                        restTime.toSeconds(),
                        failuresInARow);
            }
            resting = true;
            restEndNanos = nowNanos + restTime.toNanos();
        }
    }

    /** Takes the outcome of a check. */
    synchronized void checked(boolean good, HealthCheck check) {
        goodChecks = good ? goodChecks + 1 : 0;
        badChecks = good ? 0 : badChecks + 1;
        if (good && goodChecks >= check.rise() && (down || resting)) {
            down = false;
            succeeded();
            LOG.log(Level.INFO, "backend {0} is up", uri.uri());
        } else if (!good && badChecks >= check.fall() && !down) {
            down = true;
            LOG.log(Level.WARNING, "backend {0} is down: {1} checks failed", uri.uri(), badChecks);
        }
    }

    BackendStatus status(long nowNanos) {
        return new BackendStatus(uri.uri(), isUp(nowNanos), active.get(), requests.sum(), failures.sum());
    }
}
