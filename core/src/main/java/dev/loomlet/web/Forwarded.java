package dev.loomlet.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One proxy's element of {@code Forwarded} (RFC 7239): whom it got the request from, and how. Immutable, for any thread.
 *
 * <p>Anybody can send this field. What an element says is worth as much as the peer that sent it, and the elements before it as much as
 * the proxy that is the {@code for} of the one behind them.
 *
 * @param parameters values by name in lower case, without quotes; immutable
 */
public record Forwarded(Map<String, String> parameters) {

    /** How many elements a field may have. */
    public static final int MAX_ELEMENTS = 100;

    private static final int MAX_PARAMETERS = 50;

    /** Copies the parameters. */
    public Forwarded {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /**
     * Reads a header value.
     *
     * @param value the header's value
     * @return its elements, that of the proxy nearest to the client first, without empty ones; empty if one is malformed, names a parameter twice, or they are
     *     more than {@value #MAX_ELEMENTS}: then nothing of the field is to be trusted
     */
    public static Optional<List<Forwarded>> parse(String value) {
        var elements = new ArrayList<Forwarded>();
        var scanner = new FieldScanner(value);
        while (scanner.nextElement()) {
            var element = scan(scanner);
            if (element == null || !scanner.endsElement() || elements.size() == MAX_ELEMENTS) {
                return Optional.empty();
            }
            if (!element.parameters.isEmpty()) {
                elements.add(element);
            }
        }
        return elements.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(elements));
    }

    /* forwarded-element = [ forwarded-pair ] *( ";" [ forwarded-pair ] ); forwarded-pair = token "=" value */
    private static @Nullable Forwarded scan(FieldScanner scanner) {
        var parameters = new LinkedHashMap<String, String>();
        do {
            /* The grammar has no white space here, but proxies send it. */
            scanner.skipOws();
            var name = scanner.token();
            if (name != null && !(scanner.take('=') && Parameters.takeValue(scanner, name, parameters))) {
                return null;
            }
            scanner.skipOws();
        } while (scanner.take(';') && parameters.size() <= MAX_PARAMETERS);
        return parameters.size() > MAX_PARAMETERS ? null : new Forwarded(parameters);
    }

    /**
     * Returns a parameter.
     *
     * @param name its name, in any case
     * @return its value
     */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * Returns whom the proxy got the request from, {@code for} (§5.2).
     *
     * @return the node; empty if there is none, or it is malformed
     */
    public Optional<ForwardedNode> forNode() {
        return parameter("for").flatMap(ForwardedNode::parse);
    }

    /**
     * Returns where the proxy got the request, {@code by} (§5.1).
     *
     * @return the node; empty if there is none, or it is malformed
     */
    public Optional<ForwardedNode> byNode() {
        return parameter("by").flatMap(ForwardedNode::parse);
    }

    /**
     * Returns the {@code Host} that the proxy got (§5.3).
     *
     * @return the value, which is not checked
     */
    public Optional<String> host() {
        return parameter("host");
    }

    /**
     * Returns the scheme by which the proxy got the request (§5.4).
     *
     * @return {@code http} or {@code https}, in lower case; empty if there is none or another
     */
    public Optional<String> proto() {
        return parameter("proto")
                .map(proto -> proto.toLowerCase(Locale.ROOT))
                .filter(proto -> proto.equals("http") || proto.equals("https"));
    }

    /** Returns the element as it is sent, {@code for="[2001:db8::1]";proto=https}. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        parameters.forEach((name, value) -> {
            text.append(text.isEmpty() ? "" : ";").append(name).append('=');
            Grammar.appendTokenOrQuoted(text, value);
        });
        return text.toString();
    }
}
