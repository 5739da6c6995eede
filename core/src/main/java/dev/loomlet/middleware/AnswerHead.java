package dev.loomlet.middleware;

import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Headers.Field;
import dev.loomlet.wsgi.Status;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;

/**
 * Status and fields of a backend's answer as they are passed on.
 *
 * @param status the backend's, its reason that of the registry, since the client does not tell the backend's
 * @param headers end-to-end fields
 */
record AnswerHead(Status status, Headers headers) {

    private static final int NO_CONTENT = 204;

    /**
     * Reads a head. Where it leaves open how long the body is, it is refused: what the client took it for might not be what others do (RFC 9112
     * §6.3, §11.1).
     *
     * @throws BackendException if it cannot be passed on
     */
    static AnswerHead of(ResponseInfo info, ProxyFields proxyFields) throws BackendException {
        var given = info.headers();
        checkFraming(given);
        var dropped = HopByHop.of(given.allValues("Connection"));
        var fields = new ArrayList<Field>();
        try {
            given.map().forEach((name, values) -> {
                boolean passes = !dropped.contains(name) && !name.equals("content-length") && !name.equals("via");
                if (passes) {
                    values.forEach(value -> fields.add(new Field(name, value)));
                }
            });
            if (info.statusCode() != NO_CONTENT) {
                given.firstValue("Content-Length").ifPresent(length -> fields.add(new Field("content-length", length)));
            }
            var via = String.join(", ", given.allValues("Via"));
            proxyFields
                    .via(Optional.of(via).filter(list -> !list.isEmpty()), "1.1")
                    .ifPresent(fields::add);
            return new AnswerHead(Status.of(info.statusCode()), Headers.of(fields));
        } catch (IllegalArgumentException e) {
            throw BackendException.invalid(String.valueOf(e.getMessage()));
        }
    }

    private static void checkFraming(HttpHeaders given) throws BackendException {
        var codings = given.allValues("Transfer-Encoding");
        var lengths = new HashSet<>(given.allValues("Content-Length"));
        if (!codings.isEmpty()) {
            if (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
                throw BackendException.invalid("Transfer-Encoding is not chunked");
            }
            if (!lengths.isEmpty()) {
                throw BackendException.invalid("Content-Length beside Transfer-Encoding");
            }
        }
        if (lengths.size() > 1 || !lengths.stream().allMatch(AnswerHead::isLength)) {
            throw BackendException.invalid("Content-Length is not one number");
        }
    }

    private static boolean isLength(String value) {
        return !value.isEmpty() && value.length() <= 18 && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
