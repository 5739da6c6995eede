package dev.loomlet.web;

import java.nio.charset.Charset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A media type with its parameters, as in {@code Content-Type: text/html; charset=utf-8} (RFC 9110 §8.3.1). Immutable, for any thread.
 *
 * <p>Type, subtype and names of parameters are in lower case here; values keep their case.
 */
public final class MediaType {

    /** How many parameters a value may have. */
    public static final int MAX_PARAMETERS = 50;

    private final String type;
    private final String subtype;
    private final Map<String, String> parameters;

    private MediaType(String type, String subtype, Map<String, String> parameters) {
        this.type = type.toLowerCase(Locale.ROOT);
        this.subtype = subtype.toLowerCase(Locale.ROOT);
        this.parameters = Collections.unmodifiableMap(parameters);
    }

    /**
     * Returns a media type without parameters.
     *
     * @param type as {@code "text"}
     * @param subtype as {@code "html"}
     * @return the media type
     * @throws IllegalArgumentException if one of them is no token
     */
    public static MediaType of(String type, String subtype) {
        return new MediaType(Grammar.checkToken("type", type), Grammar.checkToken("subtype", subtype), Map.of());
    }

    /**
     * Reads a header value.
     *
     * @param value the header's value
     * @return the media type; empty if it is malformed anywhere, names a parameter twice, or has more than {@value #MAX_PARAMETERS}
     */
    public static Optional<MediaType> parse(String value) {
        var scanner = new FieldScanner(value);
        scanner.skipOws();
        var type = scanner.token();
        var subtype = type != null && scanner.take('/') ? scanner.token() : null;
        if (type == null || subtype == null) {
            return Optional.empty();
        }
        return Parameters.scan(scanner, MAX_PARAMETERS)
                .filter(parameters -> scanner.atEnd())
                .map(parameters -> new MediaType(type, subtype, parameters));
    }

    /**
     * Returns the type.
     *
     * @return as {@code "text"}, in lower case
     */
    public String type() {
        return type;
    }

    /**
     * Returns the subtype.
     *
     * @return as {@code "html"}, in lower case
     */
    public String subtype() {
        return subtype;
    }

    /**
     * Returns type and subtype.
     *
     * @return as {@code "text/html"}, in lower case, without parameters
     */
    public String essence() {
        return type + "/" + subtype;
    }

    /**
     * Tells whether this is a given type, whatever its parameters.
     *
     * @param essence as {@code "text/html"}, in any case
     * @return whether {@link #essence()} is that
     */
    public boolean is(String essence) {
        return essence().equalsIgnoreCase(essence);
    }

    /**
     * Returns the parameters.
     *
     * @return values by name in lower case, in order, immutable
     */
    public Map<String, String> parameters() {
        return parameters;
    }

    /**
     * Returns a parameter.
     *
     * @param name its name, in any case
     * @return its value, without the quotes it may have been sent in
     */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * Returns the parameter {@code charset} as a charset.
     *
     * @return the charset; empty if there is no such parameter, or this JVM does not know the charset
     */
    public Optional<Charset> charset() {
        try {
            return parameter("charset").map(Charset::forName);
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    /**
     * Returns this type with one more parameter, or another value for it.
     *
     * @param name its name, a token
     * @param value its value; it is sent in quotes if it has to be
     * @return the changed type
     * @throws IllegalArgumentException if {@code name} is no token, or {@code value} has a control or a character above U+00FF
     */
    public MediaType withParameter(String name, String value) {
        Grammar.checkToken("name", name);
        if (Grammar.hasControl(value)) {
            throw new IllegalArgumentException("value of parameter " + name + " has an illegal character");
        }
        var changed = new LinkedHashMap<>(parameters);
        changed.put(name.toLowerCase(Locale.ROOT), value);
        return new MediaType(type, subtype, changed);
    }

    /**
     * Returns this type with a charset.
     *
     * @param charset the charset, whose name is sent in lower case
     * @return the changed type
     */
    public MediaType withCharset(Charset charset) {
        return withParameter("charset", charset.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MediaType that
                && type.equals(that.type)
                && subtype.equals(that.subtype)
                && parameters.equals(that.parameters);
    }

    @Override
    public int hashCode() {
        return essence().hashCode() + parameters.hashCode();
    }

    /** Returns the value as it is sent, {@code text/html; charset=utf-8}. */
    @Override
    public String toString() {
        var text = new StringBuilder(essence());
        Parameters.append(text, parameters);
        return text.toString();
    }
}
