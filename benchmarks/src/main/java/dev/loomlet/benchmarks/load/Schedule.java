package dev.loomlet.benchmarks.load;

import java.time.Duration;

/**
 * When the requests of an open loop are due, fixed before the first is sent. Requests are numbered from 0; the one with the number i is
 * due at {@code startNanos + i / rate} and goes to the connection {@code i mod connections}.
 *
 * @param startNanos a value of System.nanoTime
 * @param ratePerSecond requests a second
 * @param connections how many connections there are
 * @param warmUpRequests how many requests come before the first that counts
 * @param requests how many requests there are, those of the warm-up included
 */
record Schedule(long startNanos, double ratePerSecond, int connections, long warmUpRequests, long requests) {

    private static final double NANOS_A_SECOND = 1e9;

    static Schedule of(OpenLoopPlan plan, long startNanos) {
        long warmUp = requestsIn(plan.warmUp(), plan.ratePerSecond());
        long counting = Math.max(1, requestsIn(plan.duration(), plan.ratePerSecond()));
        return new Schedule(startNanos, plan.ratePerSecond(), plan.connections(), warmUp, warmUp + counting);
    }

    long dueNanos(long number) {
        return startNanos + (long) (number / ratePerSecond * NANOS_A_SECOND);
    }

    boolean counts(long number) {
        return number >= warmUpRequests;
    }

    private static long requestsIn(Duration duration, double rate) {
        return Math.round(duration.toNanos() / NANOS_A_SECOND * rate);
    }
}
