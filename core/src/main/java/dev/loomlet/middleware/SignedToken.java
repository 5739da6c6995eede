package dev.loomlet.middleware;

import dev.loomlet.web.Params;
import dev.loomlet.web.QueryString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names and values in a text that nobody can make who has not the key:
 *
 * <pre>
 *   token   = payload "." mac
 *   payload = base64url( seconds since 1970, decimal "." pairs as in a query )
 *   mac     = base64url( HMAC-SHA256( key, purpose NUL payload ) )
 * </pre>
 *
 * Any thread.
 */
final class SignedToken {

    private static final int MAX_LENGTH = 4096;
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private final String purpose;
    private final List<byte[]> keys;

    /**
     * Makes tokens for one purpose.
     *
     * @param purpose what it is for, so that a token for another is none
     * @param keys the first signs, each verifies
     */
    SignedToken(String purpose, List<byte[]> keys) {
        this.purpose = purpose;
        this.keys = keys;
    }

    String sign(Map<String, String> entries, Instant now) {
        var pairs = entries.entrySet().stream()
                .map(entry -> new Params.Pair(entry.getKey(), entry.getValue()))
                .toList();
        var text = now.getEpochSecond() + "." + QueryString.format(Params.of(pairs));
        var payload = ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return payload + "." + mac(keys.getFirst(), payload);
    }

    private String mac(byte[] key, String payload) {
        var message = (purpose + "\0" + payload).getBytes(StandardCharsets.UTF_8);
        return ENCODER.encodeToString(Digests.hmacSha256(key, message));
    }

    /** Returns what was signed, unless that is longer ago than {@code maxAge}; empty for anything else. */
    Optional<Map<String, String>> verify(String token, Instant now, Duration maxAge) {
        int dot = token.indexOf('.');
        if (dot < 0 || token.length() > MAX_LENGTH || !isSigned(token.substring(0, dot), token.substring(dot + 1))) {
            return Optional.empty();
        }
        /* From here on it is what sign made. */
        var text = new String(DECODER.decode(token.substring(0, dot)), StandardCharsets.UTF_8);
        int end = text.indexOf('.');
        var signed = Instant.ofEpochSecond(Long.parseLong(text.substring(0, end)));
        if (signed.plus(maxAge).isBefore(now) || signed.isAfter(now.plus(CLOCKS_DIFFER))) {
            return Optional.empty();
        }
        var entries = new LinkedHashMap<String, String>();
        QueryString.parse(text.substring(end + 1))
                .orElse(Params.empty())
                .forEach(pair -> entries.put(pair.name(), pair.value()));
        return Optional.of(entries);
    }

    private boolean isSigned(String payload, String mac) {
        var bytes = mac.getBytes(StandardCharsets.UTF_8);
        boolean signed = false;
        for (var key : keys) {
            signed |= MessageDigest.isEqual(mac(key, payload).getBytes(StandardCharsets.UTF_8), bytes);
        }
        return signed;
    }
}
