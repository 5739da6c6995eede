package dev.loomlet.benchmarks.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * How late the generator sent: the time from when a request was due and its connection was free until it was sent. What a request waits
 * for its connection is the server's doing and not in here. Each thread that sends has one; they are added when the threads have ended.
 */
final class SendTimes {

    /*
     * Kept up means that at most one request of a thousand was sent more than 10 ms late. A pause of the machine that is
     * shorter, or hits fewer, does not move p99 by itself; and 10 ms is above what the scheduler of a busy machine does now and then.
     */
    private static final long LATE_NANOS = 10_000_000;
    private static final double MOST_LATE = 0.001;

    private final Histogram latenessNanos = Outcomes.histogram();
    private long late;

    void sent(long latenessNanosOfOne) {
        Outcomes.record(latenessNanos, latenessNanosOfOne);
        if (latenessNanosOfOne > LATE_NANOS) {
            late++;
        }
    }

    void add(SendTimes other) {
        latenessNanos.add(other.latenessNanos);
        late += other.late;
    }

    boolean keptUp() {
        return late <= MOST_LATE * latenessNanos.getTotalCount();
    }

    Duration worst() {
        return Duration.ofNanos(latenessNanos.getMaxValue());
    }

    Duration median() {
        return Duration.ofNanos(latenessNanos.getValueAtPercentile(50));
    }
}
