package dev.loomlet.middleware;

import java.time.Duration;

/**
 * How a {@link Balance} asks its backends whether they are well: by a GET that has to be answered with 200 to 399 in time. Immutable.
 *
 * @param path what is asked for, with its query perhaps; begins with a slash
 * @param interval the time between the end of a check and the next one's beginning
 * @param timeout how long a check may take, its answer's body included
 * @param rise checks in a row that must succeed until a backend that is down is up
 * @param fall checks in a row that must fail until a backend that is up is down
 */
public record HealthCheck(String path, Duration interval, Duration timeout, int rise, int fall) {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if {@code path} does not begin with a slash, a duration is not more than 0, or a count less than 1
     */
    public HealthCheck {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path must begin with a slash");
        }
        ForwardConfigBuilder.positive("interval", interval);
        ForwardConfigBuilder.positive("timeout", timeout);
        BalanceBuilder.atLeast("rise", 1, rise);
        BalanceBuilder.atLeast("fall", 1, fall);
    }

    /**
     * Returns a check every 5 s that may take 2 s; two that succeed bring a backend back, three that fail take it out.
     *
     * @param path what is asked for
     * @return the check
     * @throws IllegalArgumentException if {@code path} does not begin with a slash
     */
    public static HealthCheck of(String path) {
        return new HealthCheck(path, INTERVAL, TIMEOUT, /* rise= */ 2, /* fall= */ 3);
    }

    /**
     * Returns this check with other times.
     *
     * @param newInterval between checks
     * @param newTimeout of one
     * @return the changed check
     * @throws IllegalArgumentException if one is not more than 0
     */
    public HealthCheck every(Duration newInterval, Duration newTimeout) {
        return new HealthCheck(path, newInterval, newTimeout, rise, fall);
    }

    /**
     * Returns this check with other counts.
     *
     * @param newRise that must succeed in a row
     * @param newFall that must fail in a row
     * @return the changed check
     * @throws IllegalArgumentException if one is less than 1
     */
    public HealthCheck after(int newRise, int newFall) {
        return new HealthCheck(path, interval, timeout, newRise, newFall);
    }
}
