package dev.loomlet.middleware;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Middleware;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives each request a name, by which what is logged about it in several places can be found together. It is in the environ at
 * {@link #KEY}, in the request's {@code X-Request-ID}, for those whom the application asks in turn, and in the response's.
 *
 * <p>It is a random UUID. What a client sends under that name is replaced, since anybody could send anything; where a proxy in front
 * names requests, {@link #trusting()} keeps its name if it is 1 to 128 letters, digits, {@code -}, {@code _} and {@code .}.
 *
 * <p>Immutable; on the requests' threads, never blocks.
 */
public final class RequestId implements Middleware {

    /** The environ's key: a {@code String}. */
    public static final String KEY = "loomlet.request_id";

    private static final String HEADER = "X-Request-ID";
    private static final String HTTP_HEADER = "HTTP_X_REQUEST_ID";
    private static final int MAX_LENGTH = 128;

    private final boolean trusts;

    /** Names each request itself. */
    public RequestId() {
        this(/* trusts= */ false);
    }

    private RequestId(boolean trusts) {
        this.trusts = trusts;
    }

    /**
     * Returns the middleware that keeps the name with which a request comes, if it is a sane one.
     *
     * @return the trusting one
     */
    public static RequestId trusting() {
        return new RequestId(/* trusts= */ true);
    }

    /**
     * Returns the request's name.
     *
     * @param environ the request
     * @return the name, empty if the request has not gone through this middleware
     */
    public static Optional<String> of(Environ environ) {
        return environ.get(KEY) instanceof String id ? Optional.of(id) : Optional.empty();
    }

    @Override
    public Application wrap(Application application) {
        return (environ, startResponse) -> {
            var id = Optional.ofNullable(environ.get(HTTP_HEADER))
                    .map(Object::toString)
                    .filter(sent -> trusts && isSane(sent))
                    .orElseGet(() -> UUID.randomUUID().toString());
            environ.put(KEY, id);
            environ.put(HTTP_HEADER, id);
            return application.call(
                    environ, (status, headers, error) -> startResponse.start(status, headers.set(HEADER, id), error));
        };
    }

    private static boolean isSane(String id) {
        return !id.isEmpty() && id.length() <= MAX_LENGTH && id.chars().allMatch(RequestId::isSane);
    }

    private static boolean isSane(int c) {
        return (c < 128 && Character.isLetterOrDigit(c)) || c == '-' || c == '_' || c == '.';
    }
}
