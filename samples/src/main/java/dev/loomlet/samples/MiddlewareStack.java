package dev.loomlet.samples;

import dev.loomlet.middleware.AccessLogging;
import dev.loomlet.middleware.Compress;
import dev.loomlet.middleware.ErrorPage;
import dev.loomlet.middleware.HttpExceptions;
import dev.loomlet.middleware.PathDispatch;
import dev.loomlet.middleware.RateLimit;
import dev.loomlet.middleware.RequestId;
import dev.loomlet.middleware.SecurityHeaders;
import dev.loomlet.middleware.Timeouts;
import dev.loomlet.web.HttpException;
import dev.loomlet.web.Response;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Middleware;
import dev.loomlet.wsgi.StartResponse;
import java.time.Duration;

/**
 * What usually stands around an application, in one line: each middleware is wrapped by the one before it.
 *
 * <pre>
 *   curl -i http://127.0.0.1:8080/
 *   curl -i http://127.0.0.1:8080/teapot
 *   curl -i http://127.0.0.1:8080/fails
 *   curl -i http://127.0.0.1:8080/sleeps
 * </pre>
 */
final class MiddlewareStack implements Sample {

    private static Iterable<byte[]> teapot(Environ environ, StartResponse startResponse) {
        throw HttpException.of(418, "short and stout");
    }

    private static Iterable<byte[]> fails(Environ environ, StartResponse startResponse) {
        throw new IllegalStateException("this is in the log, and not in the answer");
    }

    private static Iterable<byte[]> sleeps(Environ environ, StartResponse startResponse) throws InterruptedException {
        Thread.sleep(Duration.ofHours(1));
        throw new AssertionError("nobody waits that long");
    }

    @Override
    public Application application() {
        var site = PathDispatch.builder()
                .get("/", Response.text("Hello from within!\r\n"))
                .get("/teapot", MiddlewareStack::teapot)
                .get("/fails", MiddlewareStack::fails)
                .get("/sleeps", MiddlewareStack::sleeps)
                .build();
        return Middleware.compose(
                        AccessLogging.to(System.err),
                        new RequestId(),
                        new SecurityHeaders(),
                        RateLimit.of(100, Duration.ofSeconds(1)),
                        new Compress(),
                        new ErrorPage(),
                        Timeouts.after(Duration.ofSeconds(1)),
                        new HttpExceptions())
                .wrap(site);
    }

    @Override
    public About about() {
        return new About(
                "middleware-stack",
                "what usually stands around an application, composed in one line",
                "curl -i URL/; curl -i URL/teapot; curl -i URL/sleeps");
    }
}
