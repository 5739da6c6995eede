package dev.loomlet.middleware;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Middleware;
import java.time.Duration;
import java.util.Objects;

/**
 * Adds headers by which browsers protect their users, where the application has not set them itself.
 *
 * <ul>
 *   <li>{@code X-Content-Type-Options: nosniff}: no guessing of types
 *   <li>{@code X-Frame-Options: DENY}: not within another page
 *   <li>{@code Referrer-Policy: same-origin}: no other site is told where its visitors come from
 *   <li>{@code Cross-Origin-Opener-Policy: same-origin}: no other site's page holds on to a window
 * </ul>
 *
 * <p>Those that depend on the site have to be asked for: {@link #contentSecurityPolicy}, {@link #strictTransportSecurity}; {@link
 * #with} sets any other, or one of the above to another value.
 *
 * <p>Immutable; on the requests' threads, never blocks.
 */
public final class SecurityHeaders implements Middleware {

    private static final String HSTS = "Strict-Transport-Security";

    private final Headers headers;

    /** Adds the headers above. */
    public SecurityHeaders() {
        this(Headers.of(
                "X-Content-Type-Options", "nosniff",
                "X-Frame-Options", "DENY",
                "Referrer-Policy", "same-origin",
                "Cross-Origin-Opener-Policy", "same-origin"));
    }

    private SecurityHeaders(Headers headers) {
        this.headers = headers;
    }

    /**
     * Sets a header.
     *
     * @param name its name
     * @param value its value
     * @return another middleware
     * @throws IllegalArgumentException if name or value is not legal
     */
    public SecurityHeaders with(String name, String value) {
        return new SecurityHeaders(headers.set(name, value));
    }

    /**
     * Leaves a header out.
     *
     * @param name its name
     * @return another middleware
     */
    public SecurityHeaders without(String name) {
        return new SecurityHeaders(headers.without(name));
    }

    /**
     * Says from where a page may load what (W3C Content Security Policy).
     *
     * @param policy the directives, like {@code "default-src 'self'"}
     * @return another middleware
     * @throws IllegalArgumentException if {@code policy} is not legal in a header
     */
    public SecurityHeaders contentSecurityPolicy(String policy) {
        return with("Content-Security-Policy", policy);
    }

    /**
     * Has browsers come by HTTPS only from now on (RFC 6797). It is sent by HTTPS only, as they want it.
     *
     * @param duration for how long, in seconds; what is less is dropped
     * @param includeSubDomains whether for all hosts below this one too
     * @return another middleware
     * @throws IllegalArgumentException if {@code duration} is negative
     */
    public SecurityHeaders strictTransportSecurity(Duration duration, boolean includeSubDomains) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration " + duration + " is negative");
        }
        return with(HSTS, "max-age=" + duration.toSeconds() + (includeSubDomains ? "; includeSubDomains" : ""));
    }

    @Override
    public Application wrap(Application application) {
        Objects.requireNonNull(application, "application");
        return (environ, startResponse) -> {
            boolean secure = environ.scheme().equals("https");
            return application.call(
                    environ, (status, given, error) -> startResponse.start(status, added(given, secure), error));
        };
    }

    private Headers added(Headers given, boolean secure) {
        var all = given;
        for (var field : headers) {
            boolean fits = secure || !field.name().equalsIgnoreCase(HSTS);
            if (fits && !given.contains(field.name())) {
                all = all.with(field.name(), field.value());
            }
        }
        return all;
    }
}
