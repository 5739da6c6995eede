package dev.loomlet.web;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import dev.loomlet.wsgi.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * An answer that is thrown (WebOb's {@code webob.exc}). Each is an {@link Application} too, so that it can be answered with as it is;
 * {@code dev.loomlet.middleware.HttpExceptions} does so with what an application throws. Without that the server answers 500.
 *
 * <p>There is a method for each answer that applications give, and {@link #of(int, String)} makes any other. Its type tells the class of
 * its status: {@link Redirection}, {@link ClientError} or {@link ServerError}.
 *
 * {@snippet lang = java :
 * throw HttpException.notFound("no article " + number);
 * }
 *
 * <p>The message is for the client, who gets it escaped; the cause is not sent. It can be used by any thread.
 */
public abstract sealed class HttpException extends RuntimeException implements Application {

    private static final long serialVersionUID = 1;

    /** The answer is elsewhere, or is what the client has: 3xx. */
    public static final class Redirection extends HttpException {
        private static final long serialVersionUID = 1;

        private Redirection(Response response, String message) {
            super(response, message);
        }
    }

    /** The client's fault: 4xx. */
    public static final class ClientError extends HttpException {
        private static final long serialVersionUID = 1;

        private ClientError(Response response, String message) {
            super(response, message);
        }
    }

    /** The server's fault: 5xx. */
    public static final class ServerError extends HttpException {
        private static final long serialVersionUID = 1;

        private ServerError(Response response, String message) {
            super(response, message);
        }
    }

    private final transient Response response;

    private HttpException(Response response, String message) {
        super(message);
        this.response = response;
    }

    /**
     * Returns an exception that is answered with {@code response}.
     *
     * @param response the answer, its status 300 to 599
     * @param message what went wrong, for the log
     * @return the exception
     * @throws IllegalArgumentException if the status is another
     */
    public static HttpException of(Response response, String message) {
        int code = response.status().code();
        return switch (code / 100) {
            case 3 -> new Redirection(response, message);
            case 4 -> new ClientError(response, message);
            case 5 -> new ServerError(response, message);
            default -> throw new IllegalArgumentException("status " + code + " of response is not 300 to 599");
        };
    }

    /**
     * Returns an exception with a status of one's choice, answered with a page in the form that the client likes best
     * ({@link Response#error(int, String)}).
     *
     * @param status 300 to 599
     * @param message what went wrong, for the client
     * @return the exception
     * @throws IllegalArgumentException if the status is another
     */
    public static HttpException of(int status, String message) {
        return of(Response.error(status, message), message);
    }

    /**
     * Returns an exception with a status of one's choice and nothing said.
     *
     * @param status 300 to 599
     * @return the exception
     * @throws IllegalArgumentException if the status is another
     */
    public static HttpException of(int status) {
        return of(Response.error(status), Status.of(status).reason());
    }

    /**
     * Returns a 301: what was asked for has another address for good.
     *
     * @param location as with {@link Response#redirect(String)}
     * @return the exception
     */
    public static HttpException movedPermanently(String location) {
        return redirect(301, location);
    }

    /**
     * Returns a 302: what was asked for is elsewhere for now.
     *
     * @param location as with {@link Response#redirect(String)}
     * @return the exception
     */
    public static HttpException found(String location) {
        return redirect(302, location);
    }

    /**
     * Returns a 303: the answer is to be got there with GET, usually behind a form.
     *
     * @param location as with {@link Response#redirect(String)}
     * @return the exception
     */
    public static HttpException seeOther(String location) {
        return redirect(303, location);
    }

    /**
     * Returns a 307: as {@link #found}, the method kept.
     *
     * @param location as with {@link Response#redirect(String)}
     * @return the exception
     */
    public static HttpException temporaryRedirect(String location) {
        return redirect(307, location);
    }

    /**
     * Returns a 308: as {@link #movedPermanently}, the method kept.
     *
     * @param location as with {@link Response#redirect(String)}
     * @return the exception
     */
    public static HttpException permanentRedirect(String location) {
        return redirect(308, location);
    }

    private static HttpException redirect(int status, String location) {
        return of(Response.redirect(status, location), Status.of(status).reason());
    }

    /**
     * Returns a 400: the request is malformed.
     *
     * @param message what is wrong with it
     * @return the exception
     */
    public static HttpException badRequest(String message) {
        return of(400, message);
    }

    /**
     * Returns a 401: who asks must say who they are.
     *
     * @param challenge the {@code WWW-Authenticate} field, as {@code Basic realm="site"}
     * @return the exception
     * @throws IllegalArgumentException if {@code challenge} has a character that may not be sent
     */
    public static HttpException unauthorized(String challenge) {
        return of(401).header("WWW-Authenticate", challenge);
    }

    /**
     * Returns a 403: who asks may not.
     *
     * @param message why
     * @return the exception
     */
    public static HttpException forbidden(String message) {
        return of(403, message);
    }

    /**
     * Returns a 404: there is no such thing.
     *
     * @param message what is missing
     * @return the exception
     */
    public static HttpException notFound(String message) {
        return of(404, message);
    }

    /**
     * Returns a 404 with nothing said.
     *
     * @return the exception
     */
    public static HttpException notFound() {
        return of(404);
    }

    /**
     * Returns a 405: this method is none for it.
     *
     * @param allow the methods that are, for the {@code Allow} field; may be empty
     * @return the exception
     */
    public static HttpException methodNotAllowed(List<String> allow) {
        return of(405).header("Allow", String.join(", ", allow));
    }

    /**
     * Returns a 409: it cannot be done as things stand.
     *
     * @param message what hinders
     * @return the exception
     */
    public static HttpException conflict(String message) {
        return of(409, message);
    }

    /**
     * Returns a 410: it was here, and will not come back.
     *
     * @param message what is gone
     * @return the exception
     */
    public static HttpException gone(String message) {
        return of(410, message);
    }

    /**
     * Returns a 413: the request's body is too large.
     *
     * @param message the limit
     * @return the exception
     */
    public static HttpException contentTooLarge(String message) {
        return of(413, message);
    }

    /**
     * Returns a 415: the request's body is of a kind that is not read here.
     *
     * @param message the kinds that are
     * @return the exception
     */
    public static HttpException unsupportedMediaType(String message) {
        return of(415, message);
    }

    /**
     * Returns a 422: the request's body is well-formed but says what cannot be.
     *
     * @param message what is wrong
     * @return the exception
     */
    public static HttpException unprocessableContent(String message) {
        return of(422, message);
    }

    /**
     * Returns a 429: too many requests.
     *
     * @param retryAfter when to try again; rounded up to seconds
     * @return the exception
     */
    public static HttpException tooManyRequests(Duration retryAfter) {
        return of(429).header("Retry-After", seconds(retryAfter));
    }

    /**
     * Returns a 503: not now.
     *
     * @param retryAfter when to try again; rounded up to seconds
     * @return the exception
     */
    public static HttpException serviceUnavailable(Duration retryAfter) {
        return of(503).header("Retry-After", seconds(retryAfter));
    }

    private static String seconds(Duration time) {
        return Long.toString(Math.max(0, time.plusNanos(999_999_999).toSeconds()));
    }

    /**
     * Returns an exception with one field set in its answer.
     *
     * @param name the field's name
     * @param value its only value
     * @return another exception, with this call's stack trace
     * @throws IllegalArgumentException if name or value is not legal
     */
    public HttpException header(String name, String value) {
        var other = of(response.header(name, value), String.valueOf(getMessage()));
        return getCause() == null ? other : other.causedBy(getCause());
    }

    /**
     * Sets what it came from, for the log.
     *
     * @param cause what was thrown
     * @return this exception
     * @throws IllegalStateException if it has a cause
     */
    public HttpException causedBy(Throwable cause) {
        initCause(cause);
        return this;
    }

    /**
     * Returns the status that is answered.
     *
     * @return 300 to 599
     */
    public Status status() {
        return response.status();
    }

    /**
     * Returns the answer.
     *
     * @return a response that can be sent to any number of clients
     */
    public Response response() {
        return response;
    }

    /** Answers with {@link #response()}. */
    @Override
    public Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws IOException {
        return response.call(environ, startResponse);
    }
}
