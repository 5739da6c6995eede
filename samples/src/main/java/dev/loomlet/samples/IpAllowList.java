package dev.loomlet.samples;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Middleware;
import java.util.Set;

/**
 * A middleware: to the server it is an application, and to the application it wraps it is the server. This one lets requests from
 * 127.0.0.1 through and answers all others itself, without the application.
 *
 * <pre>
 *   curl http://127.0.0.1:8080/
 *   curl --interface 127.0.0.2 http://127.0.0.1:8080/
 * </pre>
 */
final class IpAllowList implements Sample {

    /** Lets the clients at these addresses through. */
    static Middleware allowOnly(String... addresses) {
        var allowed = Set.of(addresses);
        return application -> (environ, startResponse) -> {
            if (allowed.contains(environ.remoteAddr())) {
                return application.call(environ, startResponse);
            }
            startResponse.start("403 Forbidden", Headers.of("Content-Type", "text/plain"));
            return Body.of("Forbidden\r\n");
        };
    }

    @Override
    public Application application() {
        return allowOnly("127.0.0.1").wrap(new Hello().application());
    }

    @Override
    public About about() {
        return new About(
                "ip-allow-list",
                "a middleware that lets 127.0.0.1 through and answers 403 to others",
                "curl URL/; curl --interface 127.0.0.2 URL/");
    }
}
