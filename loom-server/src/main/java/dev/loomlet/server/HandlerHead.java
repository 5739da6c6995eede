package dev.loomlet.server;

import dev.loomlet.server.http1.ByteBuilder;
import dev.loomlet.server.http1.ProtocolException;
import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.server.http1.RequestHeadParser;
import dev.loomlet.server.http1.Violation;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.NativeStrings;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Protocols;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the head of a request that Undertow has read, by this server's rules, and what handlers before have made of it. Pure functions. */
final class HandlerHead {

    private static final int GUESSED_LENGTH = 1024;

    private HandlerHead() {}

    /** The two ends of the connection, empty if it has none any more. */
    static Optional<Peer> peer(HttpServerExchange exchange) {
        var connection = exchange.getConnection();
        var remote = resolved(exchange.getSourceAddress(), connection.getPeerAddress(InetSocketAddress.class));
        var local = resolved(exchange.getDestinationAddress(), connection.getLocalAddress(InetSocketAddress.class));
        return remote.flatMap(client -> local.map(server -> Peer.of(client, server)));
    }

    /** A handler may have put a name there that nobody has looked up. */
    private static Optional<InetSocketAddress> resolved(
            @Nullable InetSocketAddress said, @Nullable InetSocketAddress real) {
        return Optional.ofNullable(said == null || said.isUnresolved() ? real : said);
    }

    /**
     * Writes the head as HTTP/1.1 would have it, and reads it.
     *
     * @throws ProtocolException if this server would refuse it
     */
    static RequestHead parse(HttpServerExchange exchange, int maxRequestLine) throws ProtocolException {
        var out = new ByteBuilder(GUESSED_LENGTH);
        var query = exchange.getQueryString();
        add(out, exchange.getRequestMethod().toString());
        out.add(' ');
        add(out, exchange.getRequestURI());
        if (!query.isEmpty()) {
            out.add('?');
            add(out, query);
        }
        out.add(' ');
        add(out, exchange.getProtocol().toString());
        if (out.length() > maxRequestLine) {
            throw new ProtocolException(Violation.LONG_REQUEST_LINE);
        }
        out.addLineEnd();
        for (var values : exchange.getRequestHeaders()) {
            var name = values.getHeaderName().toString();
            for (int i = 0; i < values.size() && !name.startsWith(":"); i++) {
                add(out, name);
                out.add(':').add(' ');
                add(out, values.get(i));
                out.addLineEnd();
            }
        }
        out.addLineEnd();
        int fields = exchange.getRequestHeaders().size() + 1;
        return exchange.getProtocol().equals(Protocols.HTTP_2_0)
                ? RequestHeadParser.parseHttp2(Arrays.copyOf(out.array(), out.length()), fields)
                : RequestHeadParser.parse(out.array(), 0, out.length(), fields);
    }

    /** A line end would be another line here, and HTTP/2 can carry one. */
    private static void add(ByteBuilder out, String text) throws ProtocolException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c > 0xff) {
                throw new ProtocolException(Violation.CONTROL_CHARACTER);
            }
        }
        out.add(text);
    }

    /** Puts in what handlers before have found out. */
    static void addTo(Environ environ, HttpServerExchange exchange) {
        var scheme = exchange.getRequestScheme();
        environ.put(Environ.WSGI_URL_SCHEME, scheme);
        if (scheme.equals("https")) {
            environ.put("HTTPS", "on");
        }
        var security = exchange.getSecurityContext();
        if (security != null && security.getAuthenticatedAccount() != null) {
            var name = security.getAuthenticatedAccount().getPrincipal().getName();
            environ.put("REMOTE_USER", NativeStrings.encodeUtf8(name));
            environ.put("AUTH_TYPE", NativeStrings.encodeUtf8(security.getMechanismName()));
        }
        if (!exchange.getResolvedPath().isEmpty() || !exchange.getRequestPath().equals(exchange.getRelativePath())) {
            addPath(environ, exchange);
        }
    }

    private static void addPath(Environ environ, HttpServerExchange exchange) {
        var script = NativeStrings.encodeUtf8(exchange.getResolvedPath());
        boolean asSent = exchange.getRequestPath().equals(exchange.getResolvedPath() + exchange.getRelativePath());
        if (asSent && environ.pathInfo().startsWith(script)) {
            environ.put(Environ.PATH_INFO, environ.pathInfo().substring(script.length()));
            if (environ.get(Environ.RAW_PATH_INFO) instanceof String raw && raw.startsWith(script)) {
                environ.put(Environ.RAW_PATH_INFO, raw.substring(script.length()));
            }
        } else {
            environ.put(Environ.PATH_INFO, NativeStrings.encodeUtf8(exchange.getRelativePath()));
        }
        environ.put(Environ.SCRIPT_NAME, script);
    }
}
