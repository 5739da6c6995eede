package dev.loomlet.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A server that gives no answer for a tenth of each period, and what the two generators make of it. */
final class Stalls {

    private Stalls() {}

    static void areShownByTheOpenLoopOnly(Duration period) throws Exception {
        long stallNanos = period.toNanos() / 10;
        long start = System.nanoTime();
        TinyServer.Behaviour stalls = (head, number) -> {
            long phase = (System.nanoTime() - start) % period.toNanos() - period.toNanos() / 2;
            if (phase >= 0 && phase < stallNanos) {
                TimeUnit.NANOSECONDS.sleep(stallNanos - phase);
            }
            return TinyServer.OK;
        };
        try (var server = new TinyServer(stalls)) {
            var open = OpenLoop.run(new OpenLoopPlan(server.target(), 64, 500, period));
            assertThat(open.answered()).isEqualTo(open.intended());
            // Of the tenth of the requests that are due in the stall, a tenth waits for nine tenths of it or more.
            assertThat(open.latencyNanos().getValueAtPercentile(99)).isBetween(stallNanos * 3 / 4, stallNanos * 2);
            assertThat(open.latencyNanos().getValueAtPercentile(50)).isLessThan(stallNanos / 4);

            var closed = OwnClosedLoop.run(new ClosedLoopPlan(server.target(), 2, 1, false, 0, period));
            assertThat(closed.errors()).isZero();
            assertThat(TimeUnit.MICROSECONDS.toNanos(closed.p99Micros()))
                    .as("the closed loop asks nothing while the server stalls")
                    .isLessThan(stallNanos / 4);
        }
    }
}
