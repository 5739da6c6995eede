package dev.loomlet.server;

import dev.loomlet.server.http1.ResponseFraming;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Status;
import java.util.Locale;
import java.util.Set;

/** What a server checks at start_response (PEP 3333, "The start_response() Callable", "Other HTTP Features"). */
final class ResponseRules {

    /* RFC 9110 §7.6.1, and "trailers" as wsgiref spells it: between two hops, so the server's business. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "trailers",
            "transfer-encoding",
            "upgrade");

    private ResponseRules() {}

    /** Reads a status that may end a request: not an interim one, but for a 101 of who takes the connection over. */
    static Status finalStatus(String text, boolean mayUpgrade) {
        var status = Status.parse(text);
        if (status.code() < 200 && !(mayUpgrade && status.code() == 101)) {
            throw new IllegalArgumentException(
                    "status " + status.code() + " is an interim one; the final one is 200 or more");
        }
        return status;
    }

    /** Checks the fields of an interim response, which has no body to be long. */
    static void checkInterim(Headers headers) {
        if (contentLength(headers) >= 0) {
            throw new IllegalArgumentException("header Content-Length: an interim response has no body");
        }
    }

    /** Checks the fields and returns the Content-Length among them, {@link ResponseFraming#UNKNOWN} if there is none. */
    static long contentLength(Headers headers) {
        long length = ResponseFraming.UNKNOWN;
        for (int i = 0; i < headers.size(); i++) {
            var name = headers.get(i).name();
            if (isHopByHop(name)) {
                throw new IllegalArgumentException(
                        "header " + name + " is hop-by-hop; it is the server's, not the application's");
            }
            if (name.length() == 14 && name.equalsIgnoreCase("Content-Length")) {
                if (length >= 0) {
                    throw new IllegalArgumentException("header Content-Length is given twice");
                }
                length = decimal(headers.get(i).value());
            }
        }
        return length;
    }

    static boolean isHopByHop(String name) {
        return isLikeHopByHop(name) && HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Spares most names the look-up: c, k, p, t and u begin the hop-by-hop ones. */
    private static boolean isLikeHopByHop(String name) {
        return switch (name.charAt(0) | 0x20) {
            case 'c' -> name.length() == 10;
            case 'k', 'p', 't', 'u' -> true;
            default -> false;
        };
    }

    private static long decimal(String value) {
        boolean digits = !value.isEmpty() && value.length() <= 18;
        for (int i = 0; i < value.length(); i++) {
            digits &= value.charAt(i) >= '0' && value.charAt(i) <= '9';
        }
        if (!digits) {
            throw new IllegalArgumentException("header Content-Length is not a decimal number of at most 18 digits");
        }
        return Long.parseLong(value);
    }
}
