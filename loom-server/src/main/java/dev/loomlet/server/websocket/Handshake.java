package dev.loomlet.server.websocket;

import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What becomes of a request to a {@link WebSocketWSGI} (RFC 6455 §4.2). */
sealed interface Handshake {

    /**
     * The connection becomes a WebSocket.
     *
     * @param headers of the answer, but for Upgrade and Connection, which are the server's
     * @param protocol the subprotocol, {@code ""} if none was agreed on
     * @param deflate what of permessage-deflate was agreed on
     */
    record Accepted(Headers headers, String protocol, Optional<DeflateOffer> deflate) implements Handshake {}

    /**
     * It does not.
     *
     * @param status of the answer
     * @param headers of the answer
     * @param sentence why
     */
    record Refused(String status, Headers headers, String sentence) implements Handshake {}

    /** The version of RFC 6455. */
    String VERSION = "13";

    /* RFC 6455 §1.3 */
    String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** Decides by the request. */
    static Handshake of(Environ environ, WebSocketConfig config) {
        var wrong = wrong(environ);
        if (wrong.isPresent()) {
            return refused("400 Bad Request", wrong.get());
        }
        /* §4.4 */
        if (!environ.header("Sec-WebSocket-Version").orElse("").equals(VERSION)) {
            return new Refused(
                    "426 Upgrade Required",
                    Headers.of("Content-Type", "text/plain", "Sec-WebSocket-Version", VERSION),
                    "Of WebSocket's versions only 13 is supported.");
        }
        /* §4.2.1: 5 */
        var key = environ.header("Sec-WebSocket-Key").orElse("");
        if (!isKey(key)) {
            return refused("400 Bad Request", "Sec-WebSocket-Key must be 16 bytes in base64.");
        }
        /* §4.2.2: 1, 4; §10.2 */
        var origin = environ.header("Origin");
        if (origin.isPresent() && !config.origins().allows(origin.get(), environ)) {
            return refused("403 Forbidden", "Pages of this origin may not connect.");
        }
        return negotiate(environ, config, key);
    }

    /* §4.2.1: 1 to 4; RFC 9110 §7.8. A body would be read as frames. */
    private static Optional<String> wrong(Environ environ) {
        if (environ.protocol().startsWith("HTTP/2")) {
            return Optional.of("WebSocket over HTTP/2 (RFC 8441) is not supported; connect by HTTP/1.1.");
        }
        if (!environ.protocol().equals("HTTP/1.1")) {
            return Optional.of("WebSocket needs HTTP/1.1.");
        }
        if (!HandshakeFields.contains(environ.header("Upgrade").orElse(""), "websocket")
                || !HandshakeFields.contains(environ.header("Connection").orElse(""), "upgrade")) {
            return Optional.of(
                    "This is a WebSocket: the request must have Upgrade: websocket and Connection: Upgrade.");
        }
        if (!environ.method().equals("GET")) {
            return Optional.of("A WebSocket is opened by GET.");
        }
        boolean hasBody = environ.contentLength().orElse(0) > 0
                || environ.header("Transfer-Encoding").isPresent();
        return hasBody ? Optional.of("A request that opens a WebSocket has no body.") : Optional.empty();
    }

    private static Handshake negotiate(Environ environ, WebSocketConfig config, String key) {
        var protocols = environ.header("Sec-WebSocket-Protocol");
        var offered = protocols.isEmpty() ? Optional.of(List.<String>of()) : HandshakeFields.tokens(protocols.get());
        if (offered.isEmpty()) {
            return refused("400 Bad Request", "Sec-WebSocket-Protocol is malformed.");
        }
        var extensions = environ.header("Sec-WebSocket-Extensions");
        var offers = extensions.isEmpty()
                ? Optional.of(List.<HandshakeFields.Extension>of())
                : HandshakeFields.extensions(extensions.get());
        if (offers.isEmpty()) {
            return refused("400 Bad Request", "Sec-WebSocket-Extensions is malformed.");
        }
        var protocol = offered.get().stream()
                .filter(config.protocols()::contains)
                .findFirst()
                .orElse("");
        var deflate = DeflateOffer.choose(offers.get(), config.deflate());
        var fields = new ArrayList<Headers.Field>();
        fields.add(new Headers.Field("Sec-WebSocket-Accept", accept(key)));
        if (!protocol.isEmpty()) {
            fields.add(new Headers.Field("Sec-WebSocket-Protocol", protocol));
        }
        deflate.ifPresent(agreed -> fields.add(new Headers.Field("Sec-WebSocket-Extensions", agreed.answer())));
        return new Accepted(Headers.of(fields), protocol, deflate);
    }

    private static Handshake refused(String status, String sentence) {
        return new Refused(status, Headers.of("Content-Type", "text/plain"), sentence);
    }

    private static boolean isKey(String key) {
        try {
            return key.length() == 24 && Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /* §4.2.2: 5.4 */
    private static String accept(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-1", e);
        }
    }
}
