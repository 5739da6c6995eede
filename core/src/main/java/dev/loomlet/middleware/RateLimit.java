package dev.loomlet.middleware;

import dev.loomlet.web.Response;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Middleware;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Answers 429 with {@code Retry-After} (RFC 6585 §4) to who asks too often.
 *
 * {@snippet lang = java :
 * RateLimit.of(100, Duration.ofMinutes(1)).burst(20)
 * }
 *
 * <p>Each client has a token bucket: a request takes a token, and they come back evenly. A client is told by its address, {@code
 * REMOTE_ADDR}, an IPv6 address by its first 64 bits; behind a proxy {@link dev.loomlet.web.TrustedProxies} has to stand before this. {@link #by} tells it by
 * something else.
 *
 * <p>The memory is bounded: of the buckets that are too many those that were not used for longest are dropped, which is to fill them. Keys of
 * more than 64 characters are kept as their SHA-256.
 *
 * <p>Settings are immutable; the buckets are those of one object of this class, for all that it wraps, and safe for all requests' threads,
 * which wait for each other for moments only.
 */
public final class RateLimit implements Middleware {

    /** How many buckets there are at the most, if nothing is said: some 10 MB. */
    public static final int DEFAULT_MAX_KEYS = 100_000;

    private record Settings(
            long tokenNanos,
            int burst,
            int maxKeys,
            Function<? super Environ, Optional<String>> key,
            LongSupplier clock) {}

    private static final long NANOS_A_SECOND = 1_000_000_000;
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Settings settings;
    private final Buckets buckets;

    private RateLimit(Settings settings) {
        this.settings = settings;
        this.buckets = new Buckets(settings.tokenNanos, settings.burst, settings.maxKeys);
    }

    /**
     * Limits each client to {@code requests} in {@code period} on average, and as many at once.
     *
     * @param requests how many, at least 1
     * @param period in what time; at least a nanosecond for each, at most 100 years
     * @return the middleware
     * @throws IllegalArgumentException if {@code requests} is less than 1, or {@code period} out of range
     */
    public static RateLimit of(int requests, Duration period) {
        return of(requests, period, System::nanoTime);
    }

    static RateLimit of(int requests, Duration period, LongSupplier clock) {
        require(requests >= 1, "requests " + requests + " is less than 1");
        require(period.compareTo(LONGEST) <= 0, "period " + period + " is more than 100 years");
        long tokenNanos = period.dividedBy(requests).toNanos();
        require(tokenNanos >= 1, "period " + period + " is too short for " + requests + " requests");
        return new RateLimit(new Settings(
                tokenNanos, requests, DEFAULT_MAX_KEYS, environ -> Optional.of(ClientKeys.address(environ)), clock));
    }

    /**
     * Sets how many requests may come at once, after a pause.
     *
     * @param requests at least 1, and not so many that it takes more than 100 years until they may come again
     * @return another middleware, its buckets full
     * @throws IllegalArgumentException if {@code requests} is out of range
     */
    public RateLimit burst(int requests) {
        require(requests >= 1, "requests " + requests + " is less than 1");
        require(requests <= LONGEST.toNanos() / settings.tokenNanos, "requests " + requests + " are too many");
        return new RateLimit(
                new Settings(settings.tokenNanos, requests, settings.maxKeys, settings.key, settings.clock));
    }

    /**
     * Sets what tells one client from another.
     *
     * @param key called for each request on its thread; where it returns empty the request is not limited
     * @return another middleware, its buckets full
     */
    public RateLimit by(Function<? super Environ, Optional<String>> key) {
        return new RateLimit(new Settings(
                settings.tokenNanos,
                settings.burst,
                settings.maxKeys,
                Objects.requireNonNull(key, "key"),
                settings.clock));
    }

    /**
     * Sets how many buckets are kept.
     *
     * @param count at least 1; each takes some 100 bytes
     * @return another middleware, its buckets full
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    public RateLimit maxKeys(int count) {
        require(count >= 1, "count " + count + " is less than 1");
        return new RateLimit(new Settings(settings.tokenNanos, settings.burst, count, settings.key, settings.clock));
    }

    private static void require(boolean kept, String otherwise) {
        if (!kept) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /* How many buckets there are now. */
    int keys() {
        return buckets.size();
    }

    @Override
    public Application wrap(Application application) {
        return (environ, startResponse) -> {
            long waitNanos = settings.key
                    .apply(environ)
                    .map(key -> buckets.take(ClientKeys.bounded(key), settings.clock.getAsLong()))
                    .orElse(0L);
            if (waitNanos == 0) {
                return application.call(environ, startResponse);
            }
            long seconds = (waitNanos + NANOS_A_SECOND - 1) / NANOS_A_SECOND;
            return Response.error(429)
                    .header("Retry-After", Long.toString(seconds))
                    .call(environ, startResponse);
        };
    }
}
