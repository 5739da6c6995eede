package dev.loomlet.server.websocket;

import dev.loomlet.server.http1.FieldReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The lists in the fields of a handshake (RFC 6455 §4.3).
 *
 * <pre>
 *   Sec-WebSocket-Protocol = 1#token
 *   Sec-WebSocket-Extensions = 1#( extension-token *( ";" token [ "=" ( token / quoted-string ) ] ) )
 *   Connection = #token        Upgrade = #( token [ "/" token ] )
 * </pre>
 */
final class HandshakeFields {

    /**
     * An extension that a client offers.
     *
     * @param name its name, in lower case
     * @param parameters in order, {@code ""} for one without a value; empty if one is there twice
     */
    record Extension(String name, Optional<Map<String, String>> parameters) {}

    private HandshakeFields() {}

    /** The tokens of a list, a version behind a slash dropped; empty if it is malformed. */
    static Optional<List<String>> tokens(String value) {
        var tokens = new ArrayList<String>();
        var reader = new FieldReader(value);
        do {
            var token = reader.skipWhiteSpace().token();
            if (token.isEmpty() || (reader.skip('/') && reader.token().isEmpty())) {
                return Optional.empty();
            }
            tokens.add(token);
        } while (reader.skipWhiteSpace().skip(','));
        return reader.isAtEnd() ? Optional.of(tokens) : Optional.empty();
    }

    /** Whether a list holds a token, in any case. */
    static boolean contains(String value, String token) {
        return tokens(value).orElse(List.of()).stream().anyMatch(token::equalsIgnoreCase);
    }

    /** The extensions of a list; empty if it is malformed. */
    static Optional<List<Extension>> extensions(String value) {
        var extensions = new ArrayList<Extension>();
        var reader = new FieldReader(value);
        do {
            var name = reader.skipWhiteSpace().token().toLowerCase(Locale.ROOT);
            var parameters = new HashMap<String, String>();
            boolean once = true;
            boolean legal = !name.isEmpty();
            while (legal && reader.skipWhiteSpace().skip(';')) {
                var parameter = reader.skipWhiteSpace().token();
                boolean hasValue = reader.skipWhiteSpace().skip('=');
                var given = hasValue ? reader.skipWhiteSpace().tokenOrQuoted() : "";
                legal = !parameter.isEmpty() && hasValue != given.isEmpty();
                once &= parameters.put(parameter, given) == null;
            }
            if (!legal) {
                return Optional.empty();
            }
            extensions.add(new Extension(name, once ? Optional.of(parameters) : Optional.empty()));
        } while (reader.skipWhiteSpace().skip(','));
        return reader.isAtEnd() ? Optional.of(extensions) : Optional.empty();
    }
}
