package dev.loomlet.middleware;

import dev.loomlet.web.HttpException;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.FileWrapper;
import dev.loomlet.wsgi.Middleware;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Answers with the {@link HttpException} that an application throws (WebOb's {@code HTTPExceptionMiddleware}): when it is called, and, in
 * place of a body that is neither in memory nor a file, as long as no block of it was given.
 *
 * <p>When the application had started its response, the answer takes its place, as long as nothing was sent; behind that the exception goes
 * on to the server, which breaks the response off. Other exceptions pass.
 *
 * <p>It runs on the request's thread and has no state.
 */
public final class HttpExceptions implements Middleware {

    /** Makes the middleware. */
    public HttpExceptions() {}

    @Override
    public Application wrap(Application application) {
        Objects.requireNonNull(application, "application");
        return (environ, startResponse) -> call(application, environ, startResponse);
    }

    private static Iterable<byte[]> call(Application application, Environ environ, StartResponse startResponse)
            throws Exception {
        try {
            var result = application.call(environ, startResponse);
            /* Those two throw no such thing, and a server sends them better if they stay what they are. */
            boolean passes = result instanceof List || result instanceof FileWrapper;
            return passes
                    ? result
                    : new RescuedBody(
                            result,
                            failure -> failure instanceof HttpException e
                                    ? Optional.of(answer(e, environ, startResponse))
                                    : Optional.empty());
        } catch (HttpException e) {
            return answer(e, environ, startResponse);
        }
    }

    /** With the error, which is harmless if nothing was started (PEP 3333, "The start_response() Callable"). */
    private static Iterable<byte[]> answer(HttpException e, Environ environ, StartResponse startResponse)
            throws IOException {
        return e.call(environ, (status, headers, error) -> startResponse.start(status, headers, e));
    }
}
