package dev.loomlet.server;

import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.InputBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** The plain way to make an environ: a map that has every key from the beginning, the same as {@link RequestEnviron} has in the end. */
final class EagerEnviron {

    private EagerEnviron() {}

    static Map<String, Object> of(Map<String, Object> common, RequestHead head, Peer peer, InputBody input) {
        var map = new HashMap<>(common);
        map.put(Environ.REQUEST_METHOD, head.method());
        map.put(Environ.SCRIPT_NAME, "");
        map.put(Environ.PATH_INFO, head.target().path());
        map.put(Environ.RAW_PATH_INFO, head.target().rawPath());
        map.put(Environ.REQUEST_URI, head.target().raw());
        map.put(Environ.QUERY_STRING, head.target().query());
        map.put(Environ.SERVER_NAME, peer.serverName());
        map.put(Environ.SERVER_PORT, peer.serverPort());
        map.put(Environ.SERVER_PROTOCOL, head.version().toString());
        map.put(Environ.REMOTE_ADDR, peer.remoteAddr());
        map.put(Environ.REMOTE_PORT, peer.remotePort());
        map.put(Environ.WSGI_INPUT, input);
        map.put(Environ.HEADERS_RAW, RequestVariables.rawHeaders(head));
        map.put(Environ.POSTHOOKS, new ArrayList<>(1));
        putHeaders(map, head);
        return map;
    }

    private static void putHeaders(Map<String, Object> map, RequestHead head) {
        for (int i = 0; i < head.size(); i++) {
            if (i == head.contentType()) {
                map.put(Environ.CONTENT_TYPE, head.value(i));
            } else if (i == head.contentLength()) {
                map.put(Environ.CONTENT_LENGTH, head.value(i));
            } else {
                var key = head.cgiKey("HTTP_", i);
                if (!key.isEmpty() && !key.equals("HTTP_PROXY")) {
                    map.merge(key, head.value(i), (first, next) -> first + "," + next);
                }
            }
        }
    }
}
