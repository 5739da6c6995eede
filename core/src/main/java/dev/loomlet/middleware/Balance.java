package dev.loomlet.middleware;

import dev.loomlet.web.HttpException;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@link Forward} to several backends.
 *
 * {@snippet lang = java :
 * var balance = Balance.builder()
 *         .backend(URI.create("http://10.0.0.1:9000"))
 *         .backend(URI.create("http://10.0.0.2:9000"))
 *         .strategy(BalanceStrategy.leastConnections())
 *         .healthCheck(HealthCheck.of("/health"))
 *         .build();
 * }
 *
 * <p>A request goes to a backend that is up. One is up until checks say that it is not ({@link BalanceBuilder#healthCheck}), or several requests
 * in a row got no answer from it ({@link BalanceBuilder#maxFailures}). An answer is one whatever its status: a 500 is the application's.
 *
 * <p>A request that got no answer is sent to another backend if that is safe: nothing of it was sent, since there was no connection; or its method
 * is idempotent (RFC 9110 §9.2.2), the connection ended before the answer's first block, and its body, as far as it was read, is no longer than
 * {@link BalanceBuilder#replayBytes}. A backend that only takes too long may be at work, so there is no second try. When all tries are used up
 * the client gets the 502 or 504 of the last; when no backend is up, 503 with Retry-After.
 *
 * <p>All else is as with {@link Forward}: threads, blocking, interrupts, and the answers in place of a backend's.
 */
public final class Balance implements Application, AutoCloseable {

    private static final System.Logger LOG = System.getLogger("dev.loomlet.middleware");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Backend> backends;
    private final ForwardConfig config;
    private final BalanceStrategy.Chooser chooser;
    private final int tries;
    private final int replayBytes;
    private final Duration retryAfter;
    private final BackendClient client;
    private final Optional<HealthChecks> checks;

    Balance(BalanceBuilder builder) {
        backends = builder.backends.stream()
                .map(uri -> new Backend(uri, builder.maxFailures, builder.restTime))
                .toList();
        config = builder.config;
        chooser = builder.strategy.chooser();
        tries = builder.tries;
        replayBytes = builder.replayBytes;
        retryAfter = builder.healthCheck.map(HealthCheck::interval).orElse(SECOND);
        client = new BackendClient(config);
        checks = builder.healthCheck.map(check -> new HealthChecks(client, check, backends));
    }

    /**
     * Returns a builder without a backend, in which the rest has its default.
     *
     * @return a new builder
     */
    public static BalanceBuilder builder() {
        return new BalanceBuilder();
    }

    /**
     * Returns how the backends are, for a page of them, say. Any thread.
     *
     * @return one entry each, in the order in which they were added
     */
    public List<BackendStatus> backends() {
        long now = System.nanoTime();
        return backends.stream().map(backend -> backend.status(now)).toList();
    }

    /**
     * Passes a request on and waits for the beginning of an answer.
     *
     * @throws IOException if the request's body cannot be read
     * @throws InterruptedException if the thread is interrupted
     */
    @Override
    public Iterable<byte[]> call(Environ environ, StartResponse startResponse)
            throws IOException, InterruptedException {
        try {
            var request = ForwardRequest.of(environ, config, client.proxyFields(), replayBytes);
            return send(environ, request, startResponse);
        } catch (HttpException refusal) {
            return refusal.call(environ, startResponse);
        }
    }

    private Iterable<byte[]> send(Environ environ, ForwardRequest request, StartResponse startResponse)
            throws IOException, InterruptedException {
        var untried = new ArrayList<>(backends);
        var backend = choose(untried, environ).orElseThrow(() -> HttpException.serviceUnavailable(untilOneIsUp()));
        for (int left = tries; ; left--) {
            untried.remove(backend);
            try {
                return Gateway.pass(attempt(backend, request), startResponse);
            } catch (BackendException fault) {
                var next =
                        left > 1 && maySendAgain(fault, request) ? choose(untried, environ) : Optional.<Backend>empty();
                if (next.isEmpty()) {
                    return Gateway.fail(backend.uri(), fault).call(environ, startResponse);
                }
                LOG.log(
                        Level.DEBUG,
                        "backend {0}, another is tried: {1}",
                        backend.uri().uri(),
                        fault.getMessage());
                backend = next.get();
            }
        }
    }

    private Optional<Backend> choose(List<Backend> untried, Environ environ) {
        long now = System.nanoTime();
        var candidates = untried.stream().filter(backend -> backend.isUp(now)).toList();
        return candidates.isEmpty() ? Optional.empty() : Optional.of(chooser.choose(candidates, environ));
    }

    private AnswerBody attempt(Backend backend, ForwardRequest request) throws IOException, InterruptedException {
        boolean passed = false;
        backend.begin();
        try {
            var answer = client.send(backend.uri(), request);
            backend.succeeded();
            answer.whenClosed(backend::end);
            passed = true;
            return answer;
        } catch (BackendException e) {
            backend.failed(System.nanoTime());
            throw e;
        } finally {
            if (!passed) {
                backend.end();
            }
        }
    }

    private static boolean maySendAgain(BackendException fault, ForwardRequest request) {
        boolean lost = fault.reason() == BackendException.Reason.LOST;
        return (fault.isUnsent() || (lost && request.isIdempotent()))
                && request.body().rewind();
    }

    private Duration untilOneIsUp() {
        long now = System.nanoTime();
        long rest = backends.stream()
                .mapToLong(backend -> backend.restNanos(now))
                .filter(nanos -> nanos > 0)
                .min()
                .orElse(retryAfter.toNanos());
        /* Whole seconds, and not none of them. */
        return Duration.ofSeconds(
                Duration.ofNanos(rest).plus(SECOND).minusNanos(1).toSeconds());
    }

    /** Ends the checks and the connections to the backends; requests in progress fail. May block for a moment, and be called again. */
    @Override
    public void close() {
        checks.ifPresent(HealthChecks::close);
        client.close();
    }
}
