package dev.loomlet.benchmarks.load;

import org.HdrHistogram.Histogram;

/** What became of the requests of an open loop. On the receiver's thread; the caller's reads it when that thread has ended. */
final class Outcomes {

    static final long LONGEST_NANOS = 60_000_000_000L;

    private final Schedule schedule;
    private final Histogram latencyNanos = histogram();
    private long answered;
    private long errors;
    private long finished;

    Outcomes(Schedule schedule) {
        this.schedule = schedule;
    }

    static Histogram histogram() {
        return new Histogram(LONGEST_NANOS, /* numberOfSignificantValueDigits= */ 3);
    }

    /* A request has its answer or has failed, at that time. */
    void finished(long number, long nowNanos, boolean withSuccess) {
        finished++;
        if (!schedule.counts(number)) {
            return;
        }
        record(latencyNanos, nowNanos - schedule.dueNanos(number));
        if (withSuccess) {
            answered++;
        } else {
            errors++;
        }
    }

    boolean areComplete() {
        return finished == schedule.requests();
    }

    Histogram latencyNanos() {
        return latencyNanos;
    }

    long answered() {
        return answered;
    }

    long errors() {
        return errors;
    }

    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }
}
