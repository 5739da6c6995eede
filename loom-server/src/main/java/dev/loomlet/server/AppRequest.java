package dev.loomlet.server;

import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.NativeStrings;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import io.undertow.util.ParameterLimitException;
import io.undertow.util.StatusCodes;
import io.undertow.util.URLUtils;

/** An environ as an exchange of Undertow's, and the run of its handler. On the request's thread. */
final class AppRequest {

    private static final int MAX_PARAMETERS = 1000;
    private static final long ANY_SIZE = -1;

    private AppRequest() {}

    /**
     * Runs the handler until the exchange has ended.
     *
     * @throws Exception what kept the response from its end
     */
    static void run(HttpHandler handler, Environ environ, AppConnection connection, AppLoop loop) throws Exception {
        var exchange = new HttpServerExchange(connection, headers(environ), new HeaderMap(), ANY_SIZE);
        fill(exchange, environ);
        connection.begin(exchange);
        if (isBodyless(environ)) {
            Connectors.terminateRequest(exchange);
        }
        loop.begin(exchange);
        try {
            HttpHandler checked = parseQuery(exchange) ? handler : AppRequest::refuse;
            Connectors.executeRootHandler(checked, exchange);
            loop.runTasks();
        } finally {
            loop.end();
        }
        connection.requireWhole();
    }

    private static void refuse(HttpServerExchange exchange) {
        exchange.setStatusCode(StatusCodes.BAD_REQUEST).endExchange();
    }

    private static boolean parseQuery(HttpServerExchange exchange) {
        try {
            URLUtils.parseQueryString(
                    exchange.getQueryString(), exchange, "UTF-8", /* doDecode= */ true, MAX_PARAMETERS);
            return true;
        } catch (ParameterLimitException | IllegalArgumentException e) {
            return false;
        }
    }

    private static void fill(HttpServerExchange exchange, Environ environ) {
        var resolved = NativeStrings.decodeUtf8(environ.scriptName());
        var relative = NativeStrings.decodeUtf8(environ.pathInfo());
        var uri = environ.get(Environ.REQUEST_URI) instanceof String sent
                ? sent
                : environ.scriptName() + environ.pathInfo();
        int question = uri.indexOf('?');
        exchange.setProtocol(HttpString.tryFromString(environ.protocol()));
        exchange.setRequestMethod(HttpString.tryFromString(environ.method()));
        exchange.setRequestScheme(environ.scheme());
        exchange.setRequestURI(question < 0 ? uri : uri.substring(0, question));
        exchange.setQueryString(environ.queryString());
        exchange.setRequestPath(resolved + relative);
        exchange.setResolvedPath(resolved);
        exchange.setRelativePath(relative);
        Connectors.setRequestStartTime(exchange);
    }

    /* In HTTP/2 a body needs neither of the two. */
    private static boolean isBodyless(Environ environ) {
        return environ.protocol().startsWith("HTTP/1")
                && environ.contentLength().orElse(0) == 0
                && !environ.containsKey("HTTP_TRANSFER_ENCODING");
    }

    private static HeaderMap headers(Environ environ) {
        var map = new HeaderMap();
        if (environ.get(Environ.HEADERS_RAW) instanceof Headers raw) {
            for (var field : raw) {
                map.add(HttpString.tryFromString(field.name()), field.value());
            }
        }
        return map;
    }
}
