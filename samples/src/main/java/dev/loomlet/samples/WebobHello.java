package dev.loomlet.samples;

import dev.loomlet.middleware.HttpExceptions;
import dev.loomlet.web.Request;
import dev.loomlet.web.Response;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;

/**
 * WebOb's first program: a request instead of an environ, a response instead of a call of {@code start_response}. It prints what came, method,
 * headers and body, and answers with that. Of a form it shows the fields and files. What is malformed is an exception that answers for itself.
 *
 * <pre>
 *   curl -F name=Ada -F note=@README.md http://127.0.0.1:8080/
 * </pre>
 */
final class WebobHello implements Sample {

    private static Iterable<byte[]> hello(Environ environ, StartResponse startResponse) throws IOException {
        var request = Request.of(environ);
        var seen = new StringBuilder(request.method() + " " + request.pathAndQuery() + "\n");
        request.headers().forEach(field -> seen.append(field).append('\n'));
        seen.append('\n').append(body(request));
        print(seen.toString());
        return Response.text(seen.toString()).call(environ, startResponse);
    }

    private static String body(Request request) throws IOException {
        var form = request.form();
        var body = new StringBuilder();
        for (var field : form.fields()) {
            body.append(field).append('\n');
        }
        for (var file : form.uploads()) {
            body.append(file.name()).append(": ").append(file.filename()).append(", ");
            body.append(file.size()).append(" bytes\n");
        }
        return body.isEmpty() ? request.text() : body.toString();
    }

    /* A client may send what a terminal would obey. */
    private static void print(String text) {
        System.out.println(text.replaceAll("[\\p{Cntrl}&&[^\n]]", "?"));
    }

    @Override
    public Application application() {
        return new HttpExceptions().wrap(WebobHello::hello);
    }

    @Override
    public About about() {
        return new About(
                "webob-hello",
                "Request and Response: prints method, headers and body, and answers with them",
                "printf hello | curl -F name=Ada -F 'note=@-;filename=note.txt' URL/");
    }
}
