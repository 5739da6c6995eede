package dev.loomlet.web;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.InputBody;
import dev.loomlet.wsgi.Lint;
import dev.loomlet.wsgi.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an application answers to a request, as a server that keeps the contract would send it, with a {@link Lint} between. */
public record Sent(Status status, Headers headers, String body, Class<?> bodyType) {

    /** The answer to {@code GET /} with the given request headers, a name, a value, a name, … */
    public static Sent get(Application application, String... namesAndValues) throws Exception {
        return request("GET", application, namesAndValues);
    }

    /** The answer to another method. */
    public static Sent request(String method, Application application, String... namesAndValues) throws Exception {
        return to(application, environ(method, "/", namesAndValues));
    }

    /** A request's environ, its path already decoded. */
    public static Environ environ(String method, String path, String... namesAndValues) {
        var entries = new HashMap<String, Object>(Map.ofEntries(
                Map.entry("REQUEST_METHOD", method),
                Map.entry("SCRIPT_NAME", ""),
                Map.entry("PATH_INFO", path),
                Map.entry("QUERY_STRING", ""),
                Map.entry("SERVER_NAME", "127.0.0.1"),
                Map.entry("SERVER_PORT", "80"),
                Map.entry("SERVER_PROTOCOL", "HTTP/1.1"),
                Map.entry("wsgi.version", List.of(1, 0)),
                Map.entry("wsgi.url_scheme", "http"),
                Map.entry("wsgi.input", InputBody.of(new byte[0])),
                Map.entry("wsgi.errors", new PrintWriter(new StringWriter())),
                Map.entry("wsgi.multithread", true),
                Map.entry("wsgi.multiprocess", false),
                Map.entry("wsgi.run_once", false)));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            entries.put(
                    "HTTP_"
                            + namesAndValues[i]
                                    .toUpperCase(java.util.Locale.ROOT)
                                    .replace('-', '_'),
                    namesAndValues[i + 1]);
        }
        return Environ.of(entries);
    }

    /** The answer to a request. */
    public static Sent to(Application application, Environ environ) throws Exception {
        var heads = new ArrayList<Sent>();
        var bytes = new ByteArrayOutputStream();
        var result = new Lint(warning -> {}).wrap(application).call(environ, (status, headers, error) -> {
            heads.add(new Sent(Status.parse(status), headers, "", Object.class));
            return bytes::writeBytes;
        });
        try {
            for (var block : result) {
                bytes.writeBytes(block);
            }
        } finally {
            Body.close(result);
        }
        var head = heads.getLast();
        return new Sent(head.status, head.headers, bytes.toString(StandardCharsets.UTF_8), result.getClass());
    }

    /** A field's value, or {@code ""}. */
    public String header(String name) {
        return headers.first(name).orElse("");
    }
}
