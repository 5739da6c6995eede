package dev.loomlet.samples;

import dev.loomlet.middleware.IpFilter;
import dev.loomlet.middleware.PathDispatch;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;

/**
 * One application for each path, and the allow list around them all: a whole site made of small applications.
 *
 * <pre>
 *   curl -i http://127.0.0.1:8080/dog
 *   curl http://127.0.0.1:8080/animal/horse
 * </pre>
 */
final class PathDispatchSample implements Sample {

    private static final Headers TEXT = Headers.of("Content-Type", "text/plain");

    private static Iterable<byte[]> dog(Environ environ, StartResponse startResponse) {
        startResponse.start("200 OK", TEXT);
        return Body.of("This is dog!");
    }

    private static Iterable<byte[]> cat(Environ environ, StartResponse startResponse) {
        startResponse.start("200 OK", TEXT);
        return Body.of("This is cat!");
    }

    private static Iterable<byte[]> animal(Environ environ, StartResponse startResponse) {
        startResponse.start("200 OK", Headers.of("Content-Type", "text/plain; charset=utf-8"));
        return Body.of("This is " + PathDispatch.variable(environ, "name") + "!");
    }

    @Override
    public Application application() {
        var site = PathDispatch.builder()
                .get("/dog", PathDispatchSample::dog)
                .get("/cat", PathDispatchSample::cat)
                .get("/animal/{name}", PathDispatchSample::animal)
                .build();
        return IpFilter.allow("127.0.0.1").wrap(site);
    }

    @Override
    public About about() {
        return new About(
                "path-dispatch",
                "an application for each path, /dog and /cat, behind the allow list",
                "curl -i URL/dog");
    }
}
