package dev.loomlet.samples;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.util.Map;

/**
 * One application for each path, and the allow list around them all: a whole site made of small applications.
 *
 * <pre>
 *   curl -i http://127.0.0.1:8080/dog
 * </pre>
 */
final class PathDispatch implements Sample {

    private static final Headers TEXT = Headers.of("Content-Type", "text/plain");

    private static Iterable<byte[]> dog(Environ environ, StartResponse startResponse) {
        startResponse.start("200 OK", TEXT);
        return Body.of("This is dog!");
    }

    private static Iterable<byte[]> cat(Environ environ, StartResponse startResponse) {
        startResponse.start("200 OK", TEXT);
        return Body.of("This is cat!");
    }

    static Iterable<byte[]> notFound(Environ environ, StartResponse startResponse) {
        startResponse.start("404 Not Found", TEXT);
        return Body.of("Not Found");
    }

    /** Calls the application of the path. */
    private static Application byPath(Map<String, Application> applications) {
        return (environ, startResponse) -> {
            var application = applications.getOrDefault(environ.pathInfo(), PathDispatch::notFound);
            return application.call(environ, startResponse);
        };
    }

    @Override
    public Application application() {
        var site = byPath(Map.of("/dog", PathDispatch::dog, "/cat", PathDispatch::cat));
        return IpAllowList.allowOnly("127.0.0.1").wrap(site);
    }

    @Override
    public About about() {
        return new About(
                "path-dispatch",
                "an application for each path, /dog and /cat, behind the allow list",
                "curl -i URL/dog");
    }
}
