package dev.loomlet.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * The value of a response's {@code Set-Cookie} (RFC 6265 §4.1, and RFC 6265bis). Immutable, for any thread.
 *
 * {@snippet lang = java :
 * var cookie = SetCookie.builder("theme", "dark").maxAge(Duration.ofDays(365)).secure().sameSite(SameSite.LAX).build();
 * startResponse.start(Status.of(200), Headers.of("Set-Cookie", cookie.toString()));
 * }
 */
public final class SetCookie {

    private final String name;
    private final String text;

    SetCookie(SetCookieBuilder builder) {
        this.name = builder.name;
        this.text = write(builder);
    }

    /**
     * Returns a cookie for all paths of the host it is sent from, until the browser is closed, unless the builder is told otherwise.
     *
     * @param name the cookie's name
     * @param value any text. One of other characters than RFC 6265 allows is sent in quotes, its UTF-8 bytes as {@code \ooo}; this is
     *     what {@link Cookies} reads back, and a script in a browser does not
     * @return a builder
     * @throws IllegalArgumentException if {@code name} is no token, or name and value are more than 4096 bytes, which browsers refuse
     */
    public static SetCookieBuilder builder(String name, String value) {
        return new SetCookieBuilder(name, value);
    }

    /**
     * Returns a cookie that deletes the one of this name. Path and domain have to be those that it was set with.
     *
     * @param name the cookie's name
     * @return a builder, with an empty value, a {@code Max-Age} of 0 and {@code Expires} in 1970
     * @throws IllegalArgumentException if {@code name} is no token
     */
    public static SetCookieBuilder delete(String name) {
        return new SetCookieBuilder(name, "").maxAge(Duration.ZERO).expires(Instant.EPOCH);
    }

    /**
     * Returns the name.
     *
     * @return the cookie's name
     */
    public String name() {
        return name;
    }

    /** Tells whether {@code other} is sent as this is. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SetCookie that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns the value as it is sent. It holds the cookie's value: mind where it is logged. */
    @Override
    public String toString() {
        return text;
    }

    private static String write(SetCookieBuilder builder) {
        var text = new StringBuilder(builder.name).append('=').append(quote(builder.value));
        text.append("; Path=").append(builder.path);
        builder.domain.ifPresent(domain -> text.append("; Domain=").append(domain));
        builder.maxAge.ifPresent(age -> text.append("; Max-Age=").append(age.toSeconds()));
        builder.expires.ifPresent(time -> text.append("; Expires=").append(HttpDate.format(time)));
        if (builder.secure) {
            text.append("; Secure");
        }
        if (builder.httpOnly) {
            text.append("; HttpOnly");
        }
        builder.sameSite.ifPresent(site -> text.append("; SameSite=").append(site));
        if (builder.partitioned) {
            text.append("; Partitioned");
        }
        return text.toString();
    }

    static String quote(String value) {
        boolean plain = value.chars().allMatch(SetCookie::isCookieOctet);
        if (plain) {
            return value;
        }
        var quoted = new StringBuilder(value.length() + 2).append('"');
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (b == ' ' || isCookieOctet(b)) {
                quoted.append((char) b);
            } else {
                quoted.append('\\')
                        .append((char) ('0' + (b >> 6 & 3)))
                        .append((char) ('0' + (b >> 3 & 7)))
                        .append((char) ('0' + (b & 7)));
            }
        }
        return quoted.append('"').toString();
    }

    /* cookie-octet = %x21 / %x23-2B / %x2D-3A / %x3C-5B / %x5D-7E */
    private static boolean isCookieOctet(int c) {
        return c > ' ' && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
    }
}
