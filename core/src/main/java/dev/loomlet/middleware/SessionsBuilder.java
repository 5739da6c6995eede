package dev.loomlet.middleware;

import dev.loomlet.web.SameSite;
import dev.loomlet.web.SetCookie;
import dev.loomlet.web.SetCookieBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How {@link Sessions} are kept. Not for several threads. */
public final class SessionsBuilder {

    /** Bytes that a session may take of a cookie, if nothing is said; browsers take 4096 for name and value. */
    public static final int DEFAULT_MAX_BYTES = 4000;

    private static final int MIN_KEY = 32;

    String cookieName = "session";
    Duration maxAge = Duration.ofDays(14);
    int maxBytes = DEFAULT_MAX_BYTES;

    private final List<byte[]> keys = new ArrayList<>();
    private String path = "/";
    private Optional<String> domain = Optional.empty();
    private SameSite sameSite = SameSite.LAX;
    private boolean insecure;

    SessionsBuilder(byte[] key) {
        keys.add(checked("key", key));
    }

    private SessionsBuilder(SessionsBuilder other) {
        cookieName = other.cookieName;
        maxAge = other.maxAge;
        maxBytes = other.maxBytes;
        path = other.path;
        domain = other.domain;
        sameSite = other.sameSite;
        insecure = other.insecure;
    }

    private static byte[] checked(String name, byte[] key) {
        if (key.length < MIN_KEY) {
            throw new IllegalArgumentException(name + " has " + key.length + " bytes, less than " + MIN_KEY);
        }
        return key.clone();
    }

    /**
     * Adds a key that signed before and is still good, so that keys can be changed: the new one first everywhere as an older key, then as
     * the one that signs, then without the old one.
     *
     * @param key at least 32 bytes; copied
     * @return this
     * @throws IllegalArgumentException if {@code key} is shorter
     */
    public SessionsBuilder olderKey(byte[] key) {
        keys.add(checked("key", key));
        return this;
    }

    /**
     * Sets the cookie's name; {@code session} if nothing is said. A name that begins with {@code __Host-} holds against other hosts of the
     * domain.
     *
     * @param name a token
     * @return this
     */
    public SessionsBuilder cookieName(String name) {
        cookieName = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Sets how long a session is good after it was changed last; 14 days if nothing is said.
     *
     * @param duration at least a second
     * @return this
     * @throws IllegalArgumentException if {@code duration} is less
     */
    public SessionsBuilder maxAge(Duration duration) {
        if (duration.toSeconds() < 1) {
            throw new IllegalArgumentException("duration " + duration + " is less than a second");
        }
        maxAge = duration;
        return this;
    }

    /**
     * Sets how much a session may hold. One that is larger when the response begins is an {@link IllegalStateException} there.
     *
     * @param bytes of the cookie's value, 100 to 4000
     * @return this
     * @throws IllegalArgumentException if {@code bytes} is out of range
     */
    public SessionsBuilder maxBytes(int bytes) {
        if (bytes < 100 || bytes > DEFAULT_MAX_BYTES) {
            throw new IllegalArgumentException("bytes " + bytes + " is not 100 to " + DEFAULT_MAX_BYTES);
        }
        maxBytes = bytes;
        return this;
    }

    /**
     * Sets below which path browsers send the cookie; {@code "/"} if nothing is said.
     *
     * @param prefix begins with a slash
     * @return this
     */
    public SessionsBuilder path(String prefix) {
        path = Objects.requireNonNull(prefix, "prefix");
        return this;
    }

    /**
     * Has browsers send the cookie to all hosts of a domain; to this one only if nothing is said.
     *
     * @param name the domain
     * @return this
     */
    public SessionsBuilder domain(String name) {
        domain = Optional.of(name);
        return this;
    }

    /**
     * Sets with which requests of other sites the cookie is sent; {@link SameSite#LAX} if nothing is said.
     *
     * @param which with which
     * @return this
     */
    public SessionsBuilder sameSite(SameSite which) {
        sameSite = Objects.requireNonNull(which, "which");
        return this;
    }

    /**
     * Lets browsers send the cookie without TLS too: for development.
     *
     * @return this
     */
    public SessionsBuilder insecure() {
        insecure = true;
        return this;
    }

    /** Sets on a cookie what is the same for all, {@code HttpOnly} always. */
    SetCookieBuilder with(SetCookieBuilder cookie) {
        cookie.path(path).sameSite(sameSite).httpOnly();
        domain.ifPresent(cookie::domain);
        return insecure ? cookie : cookie.secure();
    }

    /**
     * Ends the building.
     *
     * @return the middleware
     * @throws IllegalArgumentException if browsers would refuse such a cookie ({@link SetCookieBuilder#build})
     */
    public Sessions build() {
        return build(InstantSource.system());
    }

    Sessions build(InstantSource clock) {
        with(SetCookie.builder(cookieName, "")).build();
        return new Sessions(new SessionsBuilder(this), List.copyOf(keys), clock);
    }
}
