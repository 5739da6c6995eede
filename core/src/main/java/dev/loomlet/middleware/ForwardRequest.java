package dev.loomlet.middleware;

import dev.loomlet.web.HttpException;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers.Field;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * A request as it goes to a backend, whichever it is.
 *
 * @param method as it was sent
 * @param target path and query
 * @param fields the end-to-end fields and those of the proxy
 * @param body is read as the backend takes it
 * @param expectsContinue whether the client waits for 100 before it sends the body
 */
record ForwardRequest(String method, String target, List<Field> fields, ForwardBody body, boolean expectsContinue) {

    /* RFC 9110 §9.2.2 */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    /**
     * Reads a request.
     *
     * @param replayLimit bytes of the body to keep for another try, if the method allows one
     * @throws HttpException if it cannot be passed on
     * @throws IOException if the body cannot be read
     */
    static ForwardRequest of(Environ environ, ForwardConfig config, ProxyFields proxyFields, int replayLimit)
            throws IOException {
        refuseTunnels(environ);
        var target = ForwardTarget.of(environ, config.keepScriptName());
        if (!target.isEmpty() && target.charAt(0) != '/' && target.charAt(0) != '?') {
            throw HttpException.badRequest("The path does not begin with a slash.");
        }
        boolean expectsContinue =
                environ.header("Expect").map("100-continue"::equalsIgnoreCase).orElse(false);
        var fields = ForwardHeaders.of(environ, config, proxyFields);
        var body = ForwardBody.of(environ, expectsContinue, isIdempotent(environ.method()) ? replayLimit : 0);
        return new ForwardRequest(environ.method(), target, fields, body, expectsContinue && body.length() != 0);
    }

    private static void refuseTunnels(Environ environ) {
        if (environ.method().equals("CONNECT")) {
            throw HttpException.of(501, "This proxy opens no tunnels.");
        }
        var upgrade = environ.header("Upgrade").orElse("");
        if (ForwardHeaders.hasElement(upgrade, "websocket")) {
            throw HttpException.of(501, "This proxy does not forward WebSocket.");
        }
        if (ForwardHeaders.maxForwards(environ).filter(left -> left == 0).isPresent()) {
            throw HttpException.of(501, "This proxy is as far as the request may go.");
        }
        if ("*".equals(environ.get(Environ.REQUEST_URI))) {
            throw HttpException.of(501, "This proxy does not forward the request target *.");
        }
    }

    /** Whether doing it twice is like doing it once. */
    boolean isIdempotent() {
        return isIdempotent(method);
    }

    private static boolean isIdempotent(String method) {
        return IDEMPOTENT.contains(method);
    }
}
