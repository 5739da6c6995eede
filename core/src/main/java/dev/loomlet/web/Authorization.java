package dev.loomlet.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code Authorization} or {@code Proxy-Authorization}: a scheme with a token or with parameters (RFC 9110 §11.4). Immutable,
 * for any thread. {@link #toString} holds no secret.
 */
public final class Authorization {

    private static final int MAX_PARAMETERS = 50;

    /**
     * User and password of the scheme Basic (RFC 7617).
     *
     * @param user the user, which has no colon
     * @param password the password
     */
    public record Basic(String user, String password) {

        /**
         * Checks the parts.
         *
         * @throws IllegalArgumentException if {@code user} has a colon, or one of them a control
         */
        public Basic {
            if (user.indexOf(':') >= 0 || hasControl(user)) {
                throw new IllegalArgumentException("user has a colon or a control");
            }
            if (hasControl(password)) {
                throw new IllegalArgumentException("password has a control");
            }
        }

        /** Returns the user alone. */
        @Override
        public String toString() {
            return "Basic[user=" + user + "]";
        }
    }

    private final String scheme;
    private final Optional<String> token;
    private final Map<String, String> parameters;

    private Authorization(String scheme, Optional<String> token, Map<String, String> parameters) {
        this.scheme = scheme;
        this.token = token;
        this.parameters = Collections.unmodifiableMap(parameters);
    }

    /**
     * Returns what a client sends for the scheme Basic, in UTF-8.
     *
     * @param user the user
     * @param password the password
     * @return the value
     * @throws IllegalArgumentException if {@code user} has a colon, or one of them a control
     */
    public static Authorization basic(String user, String password) {
        var checked = new Basic(user, password);
        var bytes = (checked.user + ":" + checked.password).getBytes(StandardCharsets.UTF_8);
        return new Authorization("Basic", Optional.of(Base64.getEncoder().encodeToString(bytes)), Map.of());
    }

    /**
     * Reads a header value.
     *
     * @param value the header's value
     * @return the value; empty if it is malformed, names a parameter twice, or has more than 50 of them
     */
    public static Optional<Authorization> parse(String value) {
        var scanner = new FieldScanner(Grammar.trimOws(value));
        var scheme = scanner.token();
        if (scheme == null || !(scanner.atEnd() || scanner.peek() == ' ')) {
            return Optional.empty();
        }
        scanner.skipOws();
        var rest = scanner.rest();
        if (isToken68(rest)) {
            return Optional.of(new Authorization(scheme, Optional.of(rest), Map.of()));
        }
        var parameters = parameters(scanner);
        return parameters == null
                ? Optional.empty()
                : Optional.of(new Authorization(scheme, Optional.empty(), parameters));
    }

    /* token68 = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"=" */
    private static boolean isToken68(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (!Grammar.isAlpha(c) && !Grammar.isDigit(c) && "-._~+/".indexOf(c) < 0) {
                return false;
            }
        }
        return end > 0;
    }

    /* #auth-param; auth-param = token BWS "=" BWS ( token / quoted-string ) */
    private static @Nullable Map<String, String> parameters(FieldScanner scanner) {
        var parameters = new LinkedHashMap<String, String>();
        while (scanner.nextElement()) {
            var name = scanner.token();
            scanner.skipOws();
            if (name == null || !scanner.take('=')) {
                return null;
            }
            scanner.skipOws();
            boolean taken = Parameters.takeValue(scanner, name, parameters);
            if (!taken || !scanner.endsElement() || parameters.size() > MAX_PARAMETERS) {
                return null;
            }
        }
        return parameters;
    }

    /**
     * Returns the scheme.
     *
     * @return as {@code "Basic"}, its case as sent
     */
    public String scheme() {
        return scheme;
    }

    /**
     * Tells whether the scheme is a given one.
     *
     * @param otherScheme a scheme in any case
     * @return whether it is that
     */
    public boolean is(String otherScheme) {
        return scheme.equalsIgnoreCase(otherScheme);
    }

    /**
     * Returns the token, as that of the scheme Bearer.
     *
     * @return what stands behind the scheme; empty if that is parameters, or nothing
     */
    public Optional<String> token() {
        return token;
    }

    /**
     * Returns the parameters, as those of the scheme Digest.
     *
     * @return values by name in lower case, in order, immutable; empty if there is a token, or nothing
     */
    public Map<String, String> parameters() {
        return parameters;
    }

    /**
     * Returns user and password of the scheme Basic.
     *
     * @return both; empty if the scheme is another, or what it brings is not Base64 of UTF-8 with a colon and without controls
     */
    public Optional<Basic> basic() {
        return is("Basic") ? token.flatMap(Authorization::decode) : Optional.empty();
    }

    private static Optional<Basic> decode(String token) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(token));
            /* A decoder of its own, since String would take different malformed passwords for one. */
            var text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            int colon = text.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Basic(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    /**
     * Returns the value as it is sent, with its secrets.
     *
     * @return a header value
     */
    public String headerValue() {
        var text = new StringBuilder(scheme);
        token.ifPresent(value -> text.append(' ').append(value));
        var separator = " ";
        for (var parameter : parameters.entrySet()) {
            text.append(separator).append(parameter.getKey()).append('=');
            Grammar.appendQuoted(text, parameter.getValue());
            separator = ", ";
        }
        return text.toString();
    }

    /** Tells whether {@code other} has an equal scheme, token and parameters. Not for comparing secrets, since it stops early. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Authorization that
                && is(that.scheme)
                && token.equals(that.token)
                && parameters.equals(that.parameters);
    }

    @Override
    public int hashCode() {
        return scheme.toLowerCase(Locale.ROOT).hashCode() + token.hashCode() + parameters.hashCode();
    }

    /** Returns the scheme alone. */
    @Override
    public String toString() {
        return "Authorization[" + scheme + "]";
    }
}
