package dev.loomlet.middleware;

import dev.loomlet.web.HttpException;
import dev.loomlet.web.Response;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.FileWrapper;
import dev.loomlet.wsgi.Middleware;
import dev.loomlet.wsgi.StartResponse;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Answers 500 to what an application throws, and writes it with its stack to {@code wsgi.errors}, with the request's method and path.
 *
 * <p>That is done for an {@link Exception} that comes out of the call, or out of the body before its first block. A response that was started,
 * but of which nothing was sent, is replaced (PEP 3333's {@code exc_info}); when something was sent the exception goes on to the server, which
 * breaks the response off. What else goes on: an {@link Error}; an {@link HttpException}, for {@link HttpExceptions}; an {@link
 * InterruptedException}; and whatever comes when the request's body has failed, for that is the client's fault.
 *
 * <p>{@link #debug()} shows the stack and the environ to the client, on a page for people. That is for development only: keys that sound
 * secret are masked, but what is secret does not always sound so.
 *
 * <p>Immutable; on the requests' threads.
 */
public final class ErrorPage implements Middleware {

    private final boolean debug;

    /** Tells clients nothing but the status. */
    public ErrorPage() {
        this(/* debug= */ false);
    }

    private ErrorPage(boolean debug) {
        this.debug = debug;
    }

    /**
     * Returns the middleware that shows stack and environ to the client.
     *
     * @return the one for development
     */
    public static ErrorPage debug() {
        return new ErrorPage(/* debug= */ true);
    }

    @Override
    public Application wrap(Application application) {
        Objects.requireNonNull(application, "application");
        return (environ, startResponse) -> call(application, environ, startResponse);
    }

    private Iterable<byte[]> call(Application application, Environ environ, StartResponse startResponse)
            throws Exception {
        var request = environ.method() + " " + environ.scriptName() + environ.pathInfo();
        var input = new WatchedInput(environ.input());
        environ.put(Environ.WSGI_INPUT, input);
        RescuedBody.Rescue rescue = failure -> {
            boolean goesOn = failure instanceof HttpException || failure instanceof InterruptedException;
            return goesOn || input.hasFailed()
                    ? Optional.empty()
                    : Optional.of(answer(failure, request, environ, startResponse));
        };
        try {
            var result = application.call(environ, startResponse);
            boolean inMemory = result instanceof List || result instanceof FileWrapper;
            return inMemory ? result : new RescuedBody(result, rescue);
        } catch (Exception e) {
            return rescue.answer(e).orElseThrow(() -> e);
        }
    }

    private Iterable<byte[]> answer(Exception failure, String request, Environ environ, StartResponse startResponse)
            throws Exception {
        /* With the error, which is harmless if nothing was started. */
        StartResponse again = (status, headers, error) -> startResponse.start(status, headers, failure);
        var answer = debug
                ? DebugPage.answer(failure, environ, again)
                : Response.error(500).call(environ, again);
        environ.errors().println("the application failed at " + DebugPage.printable(request));
        failure.printStackTrace(environ.errors());
        environ.errors().flush();
        return answer;
    }
}
