package dev.loomlet.middleware;

import dev.loomlet.web.Response;
import dev.loomlet.web.Vary;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Middleware;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;

/**
 * Tells browsers what scripts of pages of other origins may do here (WHATWG Fetch, "CORS protocol").
 *
 * {@snippet lang = java :
 * Cors.builder().origins("https://app.example").methods("GET", "PUT").headers("Content-Type").credentials().build()
 * }
 *
 * <p>A preflight request, an OPTIONS with {@code Origin} and {@code Access-Control-Request-Method}, is answered with 204 and does not come
 * to the application. Every other is called as it comes, whatever its origin, since it is the browser that keeps the answer from a
 * script: this protects clients, not the application. To an origin that is not listed nothing is said, which forbids.
 *
 * <p>The origin is sent back only if it is listed, letter by letter; {@link CorsBuilder#anyOrigin() any origin} is {@code *}, and never goes
 * with credentials. {@code Vary} names {@code Origin} wherever the answer depends on it.
 *
 * <p>Immutable; on the requests' threads, never blocks.
 */
public final class Cors implements Middleware {

    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    private final CorsBuilder settings;

    Cors(CorsBuilder settings) {
        this.settings = settings;
    }

    /**
     * Begins a policy that allows nothing.
     *
     * @return its builder
     */
    public static CorsBuilder builder() {
        return new CorsBuilder();
    }

    @Override
    public Application wrap(Application application) {
        return (environ, startResponse) -> {
            var origin = environ.header("Origin").orElse("");
            boolean preflight = environ.method().equals("OPTIONS")
                    && !origin.isEmpty()
                    && environ.header("Access-Control-Request-Method").isPresent();
            return preflight
                    ? preflight(origin, environ, startResponse)
                    : application.call(
                            environ,
                            (status, headers, error) ->
                                    startResponse.start(status, headersFor(origin, headers), error));
        };
    }

    /** What the application says of CORS itself does not count: two policies would contradict each other. */
    private Headers headersFor(String origin, Headers headers) {
        var result = common(origin, headers);
        boolean allowed = result.contains(ALLOW_ORIGIN);
        return allowed && !settings.exposed.isEmpty()
                ? result.set("Access-Control-Expose-Headers", String.join(", ", settings.exposed))
                : result;
    }

    private Headers common(String origin, Headers headers) {
        var result = headers.without(ALLOW_ORIGIN).without("Access-Control-Allow-Credentials");
        if (settings.anyOrigin) {
            return result.with(ALLOW_ORIGIN, "*");
        }
        result = Vary.with(result, "Origin");
        if (!settings.origins.contains(origin)) {
            return result;
        }
        result = result.with(ALLOW_ORIGIN, origin);
        return settings.credentials ? result.with("Access-Control-Allow-Credentials", "true") : result;
    }

    private Iterable<byte[]> preflight(String origin, Environ environ, StartResponse startResponse) throws IOException {
        var headers = Vary.with(Headers.empty(), "Access-Control-Request-Method", "Access-Control-Request-Headers");
        headers = common(origin, headers);
        if (headers.contains(ALLOW_ORIGIN)) {
            headers = headers.with("Access-Control-Allow-Methods", String.join(", ", settings.methods));
            headers = settings.headers.isEmpty()
                    ? headers
                    : headers.with("Access-Control-Allow-Headers", String.join(", ", settings.headers));
            headers = headers.with("Access-Control-Max-Age", Long.toString(settings.maxAge.toSeconds()));
        }
        return Response.of(204).headers(headers).call(environ, startResponse);
    }
}
