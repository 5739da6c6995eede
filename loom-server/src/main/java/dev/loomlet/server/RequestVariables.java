package dev.loomlet.server;

import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.server.http1.RequestTarget;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.InputBody;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The CGI variables of a request (RFC 3875 §4.1, PEP 3333), each made from the head when it is asked for: the part of {@link
 * RequestEnviron} that is the request's own.
 *
 * <p>Left out are headers whose name has an underscore, which could pass for another's, and {@code Proxy}, which CGI programs have
 * taken for the variable that names their proxy (CVE-2016-5385).
 */
abstract class RequestVariables extends AbstractMap<String, Object> implements Environ {

    private static final List<String> KEYS = List.of(
            Environ.REQUEST_METHOD,
            Environ.SCRIPT_NAME,
            Environ.PATH_INFO,
            Environ.RAW_PATH_INFO,
            Environ.REQUEST_URI,
            Environ.QUERY_STRING,
            Environ.CONTENT_TYPE,
            Environ.CONTENT_LENGTH,
            Environ.SERVER_NAME,
            Environ.SERVER_PORT,
            Environ.SERVER_PROTOCOL,
            Environ.REMOTE_ADDR,
            Environ.REMOTE_PORT,
            Environ.WSGI_INPUT,
            Environ.WSGI_URL_SCHEME,
            Environ.HEADERS_RAW,
            Environ.TRANSPORT);

    private static final String HTTP = "HTTP_";
    private static final String HTTP_HOST = "HTTP_HOST";

    private final RequestHead head;
    private final Peer peer;
    private final InputBody input;
    private final @Nullable Response response;

    RequestVariables(RequestHead head, Peer peer, InputBody input, @Nullable Response response) {
        this.head = head;
        this.peer = peer;
        this.input = input;
        this.response = response;
    }

    final @Nullable Object variable(String key) {
        return switch (key) {
            case Environ.REQUEST_METHOD -> head.method();
            case Environ.SCRIPT_NAME -> "";
            case Environ.PATH_INFO -> head.target().path();
            case Environ.RAW_PATH_INFO -> head.target().rawPath();
            case Environ.REQUEST_URI -> head.target().raw();
            case Environ.QUERY_STRING -> head.target().query();
            case Environ.CONTENT_TYPE -> valueAt(head.contentType());
            case Environ.CONTENT_LENGTH -> valueAt(head.contentLength());
            case Environ.SERVER_NAME -> peer.serverName();
            case Environ.SERVER_PORT -> peer.serverPort();
            case Environ.SERVER_PROTOCOL -> head.version().toString();
            case Environ.REMOTE_ADDR -> peer.remoteAddr();
            case Environ.REMOTE_PORT -> peer.remotePort().isEmpty() ? null : peer.remotePort();
            case Environ.WSGI_INPUT -> input;
            case Environ.HEADERS_RAW -> rawHeaders(head);
            case Environ.TRANSPORT -> response == null ? null : response.takeover();
            case Environ.POSTHOOKS -> posthooks();
            case Environ.WSGI_URL_SCHEME -> peer.tls().isPresent() ? "https" : null;
            default -> key.startsWith(HTTP) ? headerVariable(key) : tlsVariable(key);
        };
    }

    final void putAllInto(Map<String, Object> map) {
        for (var key : KEYS) {
            putVariable(map, key);
        }
        peer.tls().ifPresent(session -> TlsVariables.keys(session).forEach(key -> putVariable(map, key)));
        putHeaders(map);
    }

    /** In one pass, however many there are and however much their names have in common. */
    private void putHeaders(Map<String, Object> map) {
        var repeated = new HashMap<String, StringBuilder>(0);
        for (int i = 0; i < head.size(); i++) {
            var key = head.cgiKey(HTTP, i);
            if (!key.isEmpty() && !isLeftOut(key)) {
                var value = head.value(i);
                var first = map.putIfAbsent(key, value);
                if (first != null) {
                    repeated.computeIfAbsent(key, name -> new StringBuilder(first.toString()))
                            .append(separator(key))
                            .append(value);
                }
            }
        }
        repeated.forEach((key, value) -> map.put(key, value.toString()));
        putVariable(map, HTTP_HOST);
    }

    private void putVariable(Map<String, Object> map, String key) {
        var value = variable(key);
        if (value != null) {
            map.put(key, value);
        }
    }

    /** A list of hooks to add to, the environ's from now on. */
    abstract List<Object> posthooks();

    private @Nullable String valueAt(int index) {
        return index < 0 ? null : head.value(index);
    }

    private @Nullable String headerVariable(String key) {
        return key.equals(HTTP_HOST) ? host() : isLeftOut(key) ? null : joined(key);
    }

    private @Nullable Object tlsVariable(String key) {
        return peer.tls().isPresent() ? TlsVariables.of(peer.tls().get(), key) : null;
    }

    /* The first two have keys without HTTP_. */
    private static boolean isLeftOut(String key) {
        return switch (key) {
            case "HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH", "HTTP_PROXY" -> true;
            default -> false;
        };
    }

    private static String separator(String key) {
        return key.equals("HTTP_COOKIE") ? "; " : ",";
    }

    /* RFC 9112 §3.2.2: an absolute target's authority takes the place of what Host says. */
    private @Nullable String host() {
        boolean absolute = head.target().form() == RequestTarget.Form.ABSOLUTE;
        return absolute ? head.target().authority() : valueAt(head.host());
    }

    private @Nullable String joined(String key) {
        String value = null;
        for (int i = 0; i < head.size(); i++) {
            if (head.isCgiName(i, key, HTTP.length())) {
                value = value == null ? head.value(i) : value + separator(key) + head.value(i);
            }
        }
        return value;
    }

    static Headers rawHeaders(RequestHead head) {
        var fields = new ArrayList<Headers.Field>(head.size());
        for (int i = 0; i < head.size(); i++) {
            fields.add(new Headers.Field(head.name(i), head.value(i)));
        }
        return Headers.of(fields);
    }
}
