package dev.loomlet.web;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The parameters behind a value, {@code ; name=value; name="value"} (RFC 9110 §5.6.6). */
final class Parameters {

    private Parameters() {}

    /* parameters = *( OWS ";" OWS [ parameter ] ); parameter = parameter-name "=" parameter-value */
    /**
     * Takes the parameters that begin here, and the white space behind them.
     *
     * @return values by name in lower case, in order; empty if one is malformed, is there twice, or they are more than {@code most}
     */
    static Optional<Map<String, String>> scan(FieldScanner scanner, int most) {
        var parameters = new LinkedHashMap<String, String>();
        scanner.skipOws();
        while (scanner.take(';')) {
            scanner.skipOws();
            var name = scanner.token();
            if (name != null) {
                if (!scanner.take('=') || !takeValue(scanner, name, parameters) || parameters.size() > most) {
                    return Optional.empty();
                }
                scanner.skipOws();
            }
        }
        return Optional.of(parameters);
    }

    /** Takes the value that begins here and keeps it by its name in lower case: whether it is well-formed and the name new. */
    static boolean takeValue(FieldScanner scanner, String name, Map<String, String> into) {
        var value = scanner.tokenOrQuotedString();
        return value != null && into.putIfAbsent(name.toLowerCase(Locale.ROOT), value) == null;
    }

    /** Appends the parameters as they are sent. */
    static void append(StringBuilder to, Map<String, String> parameters) {
        parameters.forEach((name, value) -> {
            to.append("; ").append(name).append('=');
            Grammar.appendTokenOrQuoted(to, value);
        });
    }
}
