package dev.loomlet.benchmarks.load;

import java.time.Duration;

/**
 * Requests at a fixed rate, whether or not the server keeps up.
 *
 * @param target what is requested, without TLS
 * @param connections how many keep-alive connections share the requests, one request on each at a time
 * @param ratePerSecond requests a second over all connections, at most 1,000,000
 * @param warmUp how long the schedule runs before its requests count
 * @param duration how long the part of the schedule is whose requests count
 */
public record OpenLoopPlan(Target target, int connections, double ratePerSecond, Duration warmUp, Duration duration) {

    /** Checks the values. */
    public OpenLoopPlan {
        if (target.tls()) {
            throw new IllegalArgumentException("the open-loop generator speaks no TLS");
        }
        if (connections < 1) {
            throw new IllegalArgumentException("at least one connection is needed, not " + connections);
        }
        if (!(ratePerSecond > 0 && ratePerSecond <= 1_000_000)) {
            throw new IllegalArgumentException("a rate is above 0 and at most 1000000 a second, not " + ratePerSecond);
        }
        if (warmUp.isNegative() || duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("a warm-up is not negative and a duration is positive");
        }
    }

    /**
     * A plan whose requests all count.
     *
     * @param target what is requested
     * @param connections how many connections share the requests
     * @param ratePerSecond requests a second over all connections
     * @param duration how long the schedule is
     */
    public OpenLoopPlan(Target target, int connections, double ratePerSecond, Duration duration) {
        this(target, connections, ratePerSecond, Duration.ZERO, duration);
    }
}
