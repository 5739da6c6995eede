package dev.loomlet.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Collects a {@link SetCookie}. Each method returns this builder; a value that cannot be sent is an {@link IllegalArgumentException} at
 * once. For one thread.
 */
public final class SetCookieBuilder {

    /* RFC 6265bis §5.7: a user agent ignores longer ones. */
    private static final int MAX_NAME_AND_VALUE = 4096;

    private static final int MAX_ATTRIBUTE = 1024;

    final String name;
    final String value;
    String path = "/";
    Optional<String> domain = Optional.empty();
    Optional<Duration> maxAge = Optional.empty();
    Optional<Instant> expires = Optional.empty();
    Optional<SameSite> sameSite = Optional.empty();
    boolean secure;
    boolean httpOnly;
    boolean partitioned;

    SetCookieBuilder(String name, String value) {
        this.name = Grammar.checkToken("name of a cookie", name);
        this.value = value;
        if (name.length() + SetCookie.quote(value).length() > MAX_NAME_AND_VALUE) {
            throw new IllegalArgumentException(
                    "name and value of cookie " + name + " are more than " + MAX_NAME_AND_VALUE + " bytes");
        }
    }

    /**
     * Sets below which path a browser sends the cookie; {@code "/"} unless it is set.
     *
     * @param path a path that begins with a slash, of visible characters of ASCII without {@code ;}
     * @return this builder
     * @throws IllegalArgumentException if it is none, or longer than 1024 characters
     */
    public SetCookieBuilder path(String path) {
        boolean visible = path.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != ';');
        if (!path.startsWith("/") || !visible || path.length() > MAX_ATTRIBUTE) {
            throw new IllegalArgumentException("path of cookie " + name + " is not a path that can be sent");
        }
        this.path = path;
        return this;
    }

    /**
     * Sets a domain, to whose hosts a browser sends the cookie, too; without one it is sent to the host that set it.
     *
     * @param domain a domain in ASCII; a dot before it has no meaning any more and is left out
     * @return this builder
     * @throws IllegalArgumentException if it is no domain
     */
    public SetCookieBuilder domain(String domain) {
        var plain = domain.startsWith(".") ? domain.substring(1) : domain;
        boolean legal = plain.chars()
                .allMatch(c -> Grammar.isAlpha((char) c) || Grammar.isDigit((char) c) || c == '-' || c == '.');
        if (plain.isEmpty() || !legal || plain.length() > MAX_ATTRIBUTE) {
            throw new IllegalArgumentException("domain of cookie " + name + " is not a domain");
        }
        this.domain = Optional.of(plain);
        return this;
    }

    /**
     * Sets how long a browser keeps the cookie; without it and {@link #expires}, until it is closed.
     *
     * @param maxAge whole seconds are sent; zero deletes the cookie
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public SetCookieBuilder maxAge(Duration maxAge) {
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("maxAge " + maxAge + " is negative");
        }
        this.maxAge = Optional.of(maxAge);
        return this;
    }

    /**
     * Sets until when a browser keeps the cookie. {@link #maxAge} has precedence.
     *
     * @param expires the time, in whole seconds
     * @return this builder
     * @throws IllegalArgumentException if its year has not four digits
     */
    public SetCookieBuilder expires(Instant expires) {
        HttpDate.format(expires);
        this.expires = Optional.of(expires);
        return this;
    }

    /**
     * Has the cookie sent over TLS only.
     *
     * @return this builder
     */
    public SetCookieBuilder secure() {
        secure = true;
        return this;
    }

    /**
     * Hides the cookie from scripts.
     *
     * @return this builder
     */
    public SetCookieBuilder httpOnly() {
        httpOnly = true;
        return this;
    }

    /**
     * Sets with which requests of other sites the cookie is sent; browsers take {@link SameSite#LAX} or {@link SameSite#NONE} otherwise.
     *
     * @param sameSite with which
     * @return this builder
     */
    public SetCookieBuilder sameSite(SameSite sameSite) {
        this.sameSite = Optional.of(sameSite);
        return this;
    }

    /**
     * Has a browser keep the cookie once for each site that embeds this one (CHIPS).
     *
     * @return this builder
     */
    public SetCookieBuilder partitioned() {
        partitioned = true;
        return this;
    }

    /**
     * Returns the cookie.
     *
     * @return the cookie
     * @throws IllegalArgumentException if browsers would refuse it (RFC 6265bis §4.1.3, §5.7): {@link SameSite#NONE}, {@code Partitioned}
     *     or a name that begins with {@code __Secure-} or {@code __Host-} without {@code Secure}, or a name that begins with
     *     {@code __Host-} with a domain or a path other than {@code "/"}
     */
    public SetCookie build() {
        var prefix = name.toLowerCase(Locale.ROOT);
        boolean host = prefix.startsWith("__host-");
        boolean needsSecure =
                host || prefix.startsWith("__secure-") || partitioned || sameSite.equals(Optional.of(SameSite.NONE));
        if (needsSecure && !secure) {
            throw new IllegalArgumentException("cookie " + name + " has to be secure");
        }
        if (host && (domain.isPresent() || !path.equals("/"))) {
            throw new IllegalArgumentException("cookie " + name + " may have no domain, and no path but /");
        }
        return new SetCookie(this);
    }
}
