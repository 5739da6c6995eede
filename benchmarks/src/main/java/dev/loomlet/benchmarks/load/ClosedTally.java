package dev.loomlet.benchmarks.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What became of the requests of the own closed loop so far. On the thread that runs it. */
final class ClosedTally {

    private static final long TIMEOUT_NANOS = Duration.ofSeconds(10).toNanos();

    private final Histogram latencyNanos = Outcomes.histogram();
    private long requests;
    private long errors;
    private @Nullable String reason;

    void answered(int status) {
        if (status < 400) {
            requests++;
        } else {
            failed(1, "status " + status);
        }
    }

    void latency(long nanos) {
        Outcomes.record(latencyNanos, nanos);
        if (nanos > TIMEOUT_NANOS) {
            failed(1, "an answer took more than 10 s");
        }
    }

    void failed(long count, String why) {
        errors += count;
        if (reason == null) {
            reason = why;
        }
    }

    boolean isEmpty() {
        return latencyNanos.getTotalCount() == 0 && requests == 0;
    }

    String reason() {
        return reason == null ? "the server sends nothing" : reason;
    }

    ClosedLoopResult result(double seconds) {
        return new ClosedLoopResult(requests, errors, seconds, micros(50), micros(99), "own");
    }

    private long micros(double percentile) {
        return latencyNanos.getValueAtPercentile(percentile) / 1_000;
    }
}
