package dev.loomlet.samples;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Objects;

/**
 * Answers any request with what it was, as JSON: the method, target and version, each header as {@code [name, value]} just as it was
 * sent, and the body in Base64. It holds the whole body in memory, which a service for strangers must not do.
 *
 * <pre>
 *   curl -d 'some body' 'http://127.0.0.1:8080/a%20path?query'
 * </pre>
 */
final class Echo implements Sample {

    private static Iterable<byte[]> echo(Environ environ, StartResponse startResponse) throws IOException {
        var body = environ.input().readAllBytes();
        var raw = (Headers) Objects.requireNonNull(environ.get(Environ.HEADERS_RAW));
        var headers = new ArrayList<String>();
        for (var field : raw) {
            headers.add(Json.array(Json.string(field.name()), Json.string(field.value())));
        }
        var target = (String) Objects.requireNonNull(environ.get(Environ.REQUEST_URI));
        startResponse.start("200 OK", Headers.of("Content-Type", "application/json"));
        return Body.of(Json.object(
                        "method", Json.string(environ.method()),
                        "target", Json.string(target),
                        "version", Json.string(environ.protocol()),
                        "headers", Json.array(headers.toArray(String[]::new)),
                        "body", Json.string(Base64.getEncoder().encodeToString(body)))
                + "\r\n");
    }

    @Override
    public Application application() {
        return Echo::echo;
    }

    @Override
    public About about() {
        return new About(
                "echo",
                "answers any request with all that was in it, as JSON",
                "curl -d 'some body' 'URL/a%20path?query'");
    }
}
