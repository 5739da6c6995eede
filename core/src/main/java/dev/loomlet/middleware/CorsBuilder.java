package dev.loomlet.middleware;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What a {@link Cors} is to allow. Not for several threads. */
public final class CorsBuilder {

    Set<String> origins = Set.of();
    boolean anyOrigin;
    boolean credentials;
    List<String> methods = List.of("GET", "HEAD", "POST");
    List<String> headers = List.of();
    List<String> exposed = List.of();
    Duration maxAge = Duration.ofMinutes(10);

    CorsBuilder() {}

    private CorsBuilder(CorsBuilder other) {
        origins = other.origins;
        anyOrigin = other.anyOrigin;
        credentials = other.credentials;
        methods = other.methods;
        headers = other.headers;
        exposed = other.exposed;
        maxAge = other.maxAge;
    }

    /**
     * Sets the origins that are allowed.
     *
     * @param allowed each as a browser sends it: {@code "https://app.example"}, a port if it is not the scheme's own, no path
     * @return this
     * @throws IllegalArgumentException if one is no such origin, as {@code "null"}, which any page can have
     */
    public CorsBuilder origins(String... allowed) {
        for (var origin : allowed) {
            if (!isOrigin(origin)) {
                throw new IllegalArgumentException(
                        "origin " + origin + " is not a scheme and a host in lower case, as https://app.example");
            }
        }
        origins = Set.of(allowed);
        return this;
    }

    private static boolean isOrigin(String origin) {
        try {
            var uri = new URI(origin);
            var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            var plain = uri.getScheme() + "://" + uri.getHost() + port;
            boolean ownPort = (plain.startsWith("https:") && uri.getPort() == 443)
                    || (plain.startsWith("http:") && uri.getPort() == 80);
            return uri.getHost() != null
                    && origin.equals(plain)
                    && !ownPort
                    && origin.chars().noneMatch(Character::isUpperCase);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /**
     * Allows every origin, without credentials: what is here is for everybody.
     *
     * @return this
     */
    public CorsBuilder anyOrigin() {
        anyOrigin = true;
        return this;
    }

    /**
     * Lets scripts of the listed origins send cookies and the like, and read what is answered to those.
     *
     * @return this
     */
    public CorsBuilder credentials() {
        credentials = true;
        return this;
    }

    /**
     * Sets the methods that are allowed; GET, HEAD and POST if nothing is said.
     *
     * @param allowed their names
     * @return this
     */
    public CorsBuilder methods(String... allowed) {
        methods = List.of(allowed);
        return this;
    }

    /**
     * Sets the request headers that are allowed beside those that always are; none if nothing is said.
     *
     * @param allowed their names
     * @return this
     */
    public CorsBuilder headers(String... allowed) {
        headers = List.of(allowed);
        return this;
    }

    /**
     * Sets the response headers that a script may read beside those that it always may; none if nothing is said.
     *
     * @param names their names
     * @return this
     */
    public CorsBuilder expose(String... names) {
        exposed = List.of(names);
        return this;
    }

    /**
     * Sets for how long a browser may remember the answer to a preflight request; ten minutes if nothing is said.
     *
     * @param duration in seconds, what is less is dropped; zero: not at all
     * @return this
     * @throws IllegalArgumentException if {@code duration} is negative
     */
    public CorsBuilder maxAge(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration " + duration + " is negative");
        }
        maxAge = duration;
        return this;
    }

    /**
     * Ends the building.
     *
     * @return the middleware
     * @throws IllegalStateException if any origin is allowed and there are listed ones or credentials too
     */
    public Cors build() {
        if (anyOrigin && (credentials || !origins.isEmpty())) {
            throw new IllegalStateException("any origin goes neither with credentials nor with listed origins");
        }
        return new Cors(new CorsBuilder(this));
    }
}
