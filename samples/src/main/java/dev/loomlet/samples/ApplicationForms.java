package dev.loomlet.samples;

import dev.loomlet.web.Response;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An application is anything that can be called with an environ and a {@code startResponse}: a function, an instance, or a class, whose
 * constructor is called then and whose instance is the body. {@code Server.spawn(ApplicationClass::new)} serves the last one.
 *
 * <pre>
 *   curl http://127.0.0.1:8080/function http://127.0.0.1:8080/instance http://127.0.0.1:8080/class
 * </pre>
 */
final class ApplicationForms implements Sample {

    private static final Headers TEXT = Headers.of("Content-Type", "text/plain");

    /** The function. */
    static Iterable<byte[]> function(Environ environ, StartResponse startResponse) {
        startResponse.start("200 OK", TEXT);
        return Body.of("a function\r\n");
    }

    /** The instance, which keeps something between requests. */
    record Instance(String greeting) implements Application {
        @Override
        public Iterable<byte[]> call(Environ environ, StartResponse startResponse) {
            startResponse.start("200 OK", TEXT);
            return Body.of(greeting);
        }
    }

    /** The class: made for each request, and then iterated; only at its first item it begins the response. */
    static final class ApplicationClass implements Iterable<byte[]> {
        private final Environ environ;
        private final StartResponse startResponse;

        ApplicationClass(Environ environ, StartResponse startResponse) {
            this.environ = environ;
            this.startResponse = startResponse;
        }

        @Override
        public Iterator<byte[]> iterator() {
            return Stream.of("a class at " + environ.pathInfo() + "\r\n")
                    .map(this::firstItem)
                    .iterator();
        }

        private byte[] firstItem(String text) {
            startResponse.start("200 OK", TEXT);
            return Body.of(text).getFirst();
        }
    }

    @Override
    public Application application() {
        Map<String, Application> forms = Map.of(
                "/function", ApplicationForms::function,
                "/instance", new Instance("an instance\r\n"),
                "/class", ApplicationClass::new);
        return (environ, startResponse) ->
                forms.getOrDefault(environ.pathInfo(), Response.error(404)).call(environ, startResponse);
    }

    @Override
    public About about() {
        return new About(
                "application-class",
                "an application as a function, as an instance and as a class",
                "curl URL/function URL/instance URL/class");
    }
}
