package dev.loomlet.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Collects a {@link CacheControl}. Each method returns this builder; a value that cannot be sent is an {@link IllegalArgumentException} at
 * once. Times are sent in whole seconds. For one thread.
 */
public final class CacheControlBuilder {

    private static final String PUBLIC = "public";
    private static final String PRIVATE = "private";
    private static final String NO_STORE = "no-store";

    private final Map<String, Optional<String>> directives = new LinkedHashMap<>();

    CacheControlBuilder() {}

    /**
     * Lets every cache keep the response (RFC 9111 §5.2.2.9).
     *
     * @return this builder
     */
    public CacheControlBuilder cachePublic() {
        return directive(PUBLIC);
    }

    /**
     * Lets the client's own cache alone keep the response (§5.2.2.7).
     *
     * @return this builder
     */
    public CacheControlBuilder cachePrivate() {
        return directive(PRIVATE);
    }

    /**
     * Sets how long a response is fresh, or how old one may be (§5.2.1.1, §5.2.2.1).
     *
     * @param time the time
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public CacheControlBuilder maxAge(Duration time) {
        return seconds("max-age", time);
    }

    /**
     * Sets how long a response is fresh in shared caches (§5.2.2.10).
     *
     * @param time the time
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public CacheControlBuilder sMaxAge(Duration time) {
        return seconds("s-maxage", time);
    }

    /**
     * Sets how long a request accepts a response that is fresh no more (§5.2.1.2).
     *
     * @param time the time
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public CacheControlBuilder maxStale(Duration time) {
        return seconds("max-stale", time);
    }

    /**
     * Sets how long a response must still be fresh for a request (§5.2.1.3).
     *
     * @param time the time
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public CacheControlBuilder minFresh(Duration time) {
        return seconds("min-fresh", time);
    }

    /**
     * Sets how long a response may be used while a cache asks for a new one (RFC 5861 §3).
     *
     * @param time the time
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public CacheControlBuilder staleWhileRevalidate(Duration time) {
        return seconds("stale-while-revalidate", time);
    }

    /**
     * Sets how long a response may be used while the server answers with an error (RFC 5861 §4).
     *
     * @param time the time
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public CacheControlBuilder staleIfError(Duration time) {
        return seconds("stale-if-error", time);
    }

    /**
     * Has caches ask before they answer (§5.2.1.4, §5.2.2.4).
     *
     * @param fields of a response, the names of fields that this is for; none for all of it
     * @return this builder
     * @throws IllegalArgumentException if a name is no token
     */
    public CacheControlBuilder noCache(String... fields) {
        for (var field : fields) {
            Grammar.checkToken("field", field);
        }
        return fields.length == 0 ? directive("no-cache") : put("no-cache", String.join(", ", fields));
    }

    /**
     * Has no cache keep it (§5.2.1.5, §5.2.2.5).
     *
     * @return this builder
     */
    public CacheControlBuilder noStore() {
        return directive(NO_STORE);
    }

    /**
     * Has nobody between change the content (§5.2.1.6, §5.2.2.6).
     *
     * @return this builder
     */
    public CacheControlBuilder noTransform() {
        return directive("no-transform");
    }

    /**
     * Has a request answered from a cache or by a 504 (§5.2.1.7).
     *
     * @return this builder
     */
    public CacheControlBuilder onlyIfCached() {
        return directive("only-if-cached");
    }

    /**
     * Has caches ask once the response is fresh no more, also where they need not (§5.2.2.2).
     *
     * @return this builder
     */
    public CacheControlBuilder mustRevalidate() {
        return directive("must-revalidate");
    }

    /**
     * Has shared caches ask once the response is fresh no more (§5.2.2.8).
     *
     * @return this builder
     */
    public CacheControlBuilder proxyRevalidate() {
        return directive("proxy-revalidate");
    }

    /**
     * Says that the response will not change while it is fresh (RFC 8246).
     *
     * @return this builder
     */
    public CacheControlBuilder immutable() {
        return directive("immutable");
    }

    /**
     * Adds any directive without an argument.
     *
     * @param name its name
     * @return this builder
     * @throws IllegalArgumentException if {@code name} is no token
     */
    public CacheControlBuilder directive(String name) {
        directives.put(Grammar.checkToken("name", name).toLowerCase(Locale.ROOT), Optional.empty());
        return this;
    }

    /**
     * Adds any directive with an argument.
     *
     * @param name its name
     * @param argument its argument, which is sent in quotes if it has to be
     * @return this builder
     * @throws IllegalArgumentException if {@code name} is no token, or {@code argument} has a control or a character above U+00FF
     */
    public CacheControlBuilder directive(String name, String argument) {
        if (Grammar.hasControl(argument)) {
            throw new IllegalArgumentException("argument of " + name + " has an illegal character");
        }
        return put(Grammar.checkToken("name", name).toLowerCase(Locale.ROOT), argument);
    }

    private CacheControlBuilder seconds(String name, Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException(name + " " + time + " is negative");
        }
        return put(name, Long.toString(time.toSeconds()));
    }

    private CacheControlBuilder put(String name, String argument) {
        directives.put(name, Optional.of(argument));
        return this;
    }

    /**
     * Returns the value.
     *
     * @return the value
     * @throws IllegalArgumentException if it has no directive, or says {@code public} beside {@code private} or {@code no-store}
     */
    public CacheControl build() {
        if (directives.isEmpty()) {
            throw new IllegalArgumentException("directives must not be empty");
        }
        if (directives.containsKey(PUBLIC) && (directives.containsKey(PRIVATE) || directives.containsKey(NO_STORE))) {
            throw new IllegalArgumentException("directives " + directives.keySet() + " contradict each other");
        }
        return new CacheControl(new LinkedHashMap<>(directives));
    }
}
