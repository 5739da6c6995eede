package dev.loomlet.middleware;

import dev.loomlet.web.Response;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.FileWrapper;
import dev.loomlet.wsgi.Middleware;
import dev.loomlet.wsgi.StartResponse;
import dev.loomlet.wsgi.Writer;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Answers 503 with {@code Retry-After} when an answer does not begin in time (eventlet's {@code with Timeout(seconds)} around an
 * application).
 *
 * {@snippet lang = java :
 * Timeouts.after(Duration.ofSeconds(10))
 * }
 *
 * <p>An answer has begun when the application has returned a list or a file, when the iterator of another result has given a block that is not
 * empty or ended, or when a block is written by {@code write()}. From then on there is no limit: a response may stream for as long as it
 * likes.
 *
 * <p>When the time is over, a green thread interrupts the request's, so that what it waits in ends: a sleep, a lock, a queue, a socket of its
 * own, which is closed by that. What comes out of the application then does not matter, and is closed. An application that goes on all the
 * same, since it computes or swallows the interrupt, is not ended, and answered for when it returns. The body's reading is the server's and
 * has the server's timeouts: it is not interrupted, which would close the connection, but the read after it throws {@link
 * InterruptedIOException}.
 *
 * <p>The interrupt never comes later: once the answer has begun, or has been replaced by the 503, the thread's flag is as it was.
 *
 * <p>A connection that was taken over, for WebSocket say, is in the application's call until it ends: {@link #except} such requests.
 *
 * <p>Immutable; the application runs on the request's thread as ever. Each request has a green thread that waits, and is cancelled.
 */
public final class Timeouts implements Middleware {

    private final Duration limit;
    private final Duration retryAfter;
    private final Predicate<? super Environ> exception;

    private Timeouts(Duration limit, Duration retryAfter, Predicate<? super Environ> exception) {
        this.limit = limit;
        this.retryAfter = retryAfter;
        this.exception = exception;
    }

    /**
     * Limits the time until an answer begins.
     *
     * @param limit more than zero; also what {@code Retry-After} says, in seconds rounded up
     * @return the middleware
     * @throws IllegalArgumentException if {@code limit} is not positive
     */
    public static Timeouts after(Duration limit) {
        return new Timeouts(positive("limit", limit), limit, environ -> false);
    }

    /**
     * Sets what {@code Retry-After} says.
     *
     * @param delay more than zero, in seconds rounded up
     * @return another middleware
     * @throws IllegalArgumentException if {@code delay} is not positive
     */
    public Timeouts retryAfter(Duration delay) {
        return new Timeouts(limit, positive("delay", delay), exception);
    }

    /**
     * Sets which requests have no limit.
     *
     * @param requests called for each request on its thread
     * @return another middleware
     */
    public Timeouts except(Predicate<? super Environ> requests) {
        return new Timeouts(limit, retryAfter, Objects.requireNonNull(requests, "requests"));
    }

    private static Duration positive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(name + " " + duration + " is not positive");
        }
        return duration;
    }

    @Override
    public Application wrap(Application application) {
        Objects.requireNonNull(application, "application");
        return (environ, startResponse) -> exception.test(environ)
                ? application.call(environ, startResponse)
                : call(application, environ, startResponse, TimeLimit.start(limit));
    }

    /** Calls the application; the limit has begun. */
    Iterable<byte[]> call(Application application, Environ environ, StartResponse startResponse, TimeLimit time)
            throws Exception {
        Iterable<byte[]> result;
        try {
            environ.put(Environ.WSGI_INPUT, new TimedInput(environ.input(), time));
            result = application.call(environ, timed(startResponse, time));
        } catch (Exception e) {
            if (time.end()) {
                throw e;
            }
            return answer(environ, startResponse);
        } catch (Error e) {
            time.end();
            throw e;
        }
        boolean whole = result instanceof List || result instanceof FileWrapper;
        if (whole ? time.end() : time.toServer()) {
            return whole
                    ? result
                    : new RescuedBody(
                            new TimedResult(result, time),
                            failure -> time.end() ? Optional.empty() : Optional.of(answer(environ, startResponse)));
        }
        Body.close(result);
        return answer(environ, startResponse);
    }

    private static StartResponse timed(StartResponse startResponse, TimeLimit time) {
        return (status, headers, error) -> {
            Writer writer = startResponse.start(status, headers, error);
            return block -> {
                if (!time.end()) {
                    throw new InterruptedIOException("the request's time is over");
                }
                writer.write(block);
            };
        };
    }

    /** In place of what was started, but not sent. */
    private Iterable<byte[]> answer(Environ environ, StartResponse startResponse) throws Exception {
        var overdue = new TimedResult.Overdue();
        long seconds = retryAfter.plusNanos(999_999_999).toSeconds();
        return Response.error(503)
                .header("Retry-After", Long.toString(seconds))
                .call(environ, (status, headers, error) -> startResponse.start(status, headers, overdue));
    }
}
