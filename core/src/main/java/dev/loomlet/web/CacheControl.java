package dev.loomlet.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The value of {@code Cache-Control} of a request or a response (RFC 9111 §5.2). Immutable, for any thread.
 *
 * {@snippet lang = java :
 * var control = CacheControl.builder().cachePublic().maxAge(Duration.ofHours(1)).build();
 * }
 */
public final class CacheControl {

    /** How many directives are read; further ones are ignored. */
    public static final int MAX_DIRECTIVES = 100;

    /* RFC 9111 §1.2.2: what a greater number counts as. */
    private static final long GREATEST_SECONDS = 1L << 31;

    private final Map<String, Optional<String>> directives;

    CacheControl(Map<String, Optional<String>> directives) {
        this.directives = Collections.unmodifiableMap(directives);
    }

    /**
     * Returns a builder without directives.
     *
     * @return a new builder
     */
    public static CacheControlBuilder builder() {
        return new CacheControlBuilder();
    }

    /**
     * Reads a header value. An element that is malformed is left out; of a directive that is there twice the first counts (RFC 9111 §4.2.1).
     *
     * @param value the header's value
     * @return its directives, perhaps none
     */
    public static CacheControl parse(String value) {
        var directives = new LinkedHashMap<String, Optional<String>>();
        var scanner = new FieldScanner(value);
        while (scanner.nextElement() && directives.size() < MAX_DIRECTIVES) {
            /* cache-directive = token [ "=" ( token / quoted-string ) ] */
            var name = scanner.token();
            boolean hasArgument = name != null && scanner.take('=');
            var argument = hasArgument ? scanner.tokenOrQuotedString() : null;
            if (name != null && hasArgument == (argument != null) && scanner.endsElement()) {
                directives.putIfAbsent(name.toLowerCase(Locale.ROOT), Optional.ofNullable(argument));
            } else {
                scanner.upTo(',');
            }
        }
        return new CacheControl(directives);
    }

    /**
     * Returns all directives, also those that no method here is for.
     *
     * @return arguments by name in lower case, in order, immutable
     */
    public Map<String, Optional<String>> directives() {
        return directives;
    }

    /**
     * Tells whether a directive is there, with an argument or without.
     *
     * @param name its name, in any case, as {@code "no-store"}
     * @return whether it is there
     */
    public boolean contains(String name) {
        return directives.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /**
     * Returns the argument of a directive.
     *
     * @param name its name, in any case
     * @return the argument, without quotes; empty if it has none or is not there
     */
    public Optional<String> argument(String name) {
        return directives.getOrDefault(name.toLowerCase(Locale.ROOT), Optional.empty());
    }

    /**
     * Returns the argument of a directive as a time.
     *
     * @param name its name, as {@code "max-age"}, {@code "s-maxage"}, {@code "max-stale"}, {@code "min-fresh"},
     *     {@code "stale-while-revalidate"} or {@code "stale-if-error"}
     * @return whole seconds, at most 2^31; empty if there is no such directive, or its argument is no number
     */
    public Optional<Duration> seconds(String name) {
        return argument(name).flatMap(argument -> {
            var scanner = new FieldScanner(argument);
            long seconds = scanner.digits();
            return seconds < 0 || !scanner.atEnd()
                    ? Optional.empty()
                    : Optional.of(Duration.ofSeconds(Math.min(seconds, GREATEST_SECONDS)));
        });
    }

    /**
     * Returns the names of fields that {@code no-cache} or {@code private} of a response is for.
     *
     * @param name the directive's name
     * @return the names in order; empty if the directive is for the whole response, or not there
     */
    public List<String> fields(String name) {
        var names = new ArrayList<String>();
        var scanner = new FieldScanner(argument(name).orElse(""));
        while (scanner.nextElement()) {
            var field = scanner.token();
            if (field == null || !scanner.endsElement()) {
                return List.of();
            }
            names.add(field);
        }
        return List.copyOf(names);
    }

    /**
     * Returns {@code max-age} (RFC 9111 §5.2.1.1, §5.2.2.1).
     *
     * @return whole seconds, at most 2^31; empty if it is not there, or its argument is no number
     */
    public Optional<Duration> maxAge() {
        return seconds("max-age");
    }

    /**
     * Returns {@code s-maxage} of a response (§5.2.2.10).
     *
     * @return whole seconds, at most 2^31; empty if it is not there, or its argument is no number
     */
    public Optional<Duration> sMaxAge() {
        return seconds("s-maxage");
    }

    /**
     * Tells whether {@code no-cache} is there (§5.2.1.4, §5.2.2.4).
     *
     * @return whether nothing may be answered from a cache without asking; {@link #fields} tells whether that is for some fields only
     */
    public boolean noCache() {
        return contains("no-cache");
    }

    /**
     * Tells whether {@code no-store} is there (§5.2.1.5, §5.2.2.5).
     *
     * @return whether no cache may keep this
     */
    public boolean noStore() {
        return contains("no-store");
    }

    /**
     * Tells whether {@code no-transform} is there (§5.2.1.6, §5.2.2.6).
     *
     * @return whether nobody between may change the content, as by compressing it
     */
    public boolean noTransform() {
        return contains("no-transform");
    }

    /**
     * Tells whether {@code public} is there (§5.2.2.9).
     *
     * @return whether shared caches may keep the response
     */
    public boolean isPublic() {
        return contains("public");
    }

    /**
     * Tells whether {@code private} is there (§5.2.2.7).
     *
     * @return whether shared caches may not keep the response; {@link #fields} tells whether that is for some fields only
     */
    public boolean isPrivate() {
        return contains("private");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CacheControl that && directives.equals(that.directives);
    }

    @Override
    public int hashCode() {
        return directives.hashCode();
    }

    /** Returns the value as it is sent, {@code max-age=60, no-transform}. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        directives.forEach((name, argument) -> {
            text.append(text.isEmpty() ? "" : ", ").append(name);
            argument.ifPresent(value -> Grammar.appendTokenOrQuoted(text.append('='), value));
        });
        return text.toString();
    }
}
