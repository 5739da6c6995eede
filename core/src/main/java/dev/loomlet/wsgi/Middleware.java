package dev.loomlet.wsgi;

import java.util.List;

/**
 * What stands between a server and an application: to the server an application, to the application a server
 * (PEP 3333, "Middleware: Components that Play Both Sides").
 */
@FunctionalInterface
public interface Middleware {

    /**
     * Returns an application that does this middleware's part around {@code application}.
     *
     * @param application what is wrapped
     * @return the wrapping application
     */
    Application wrap(Application application);

    /**
     * Returns the middleware that applies the given ones, the first outermost: {@code compose(a, b).wrap(app)} is
     * {@code a.wrap(b.wrap(app))}. Of none, it is the middleware that does nothing.
     *
     * @param middlewares the outermost first
     * @return their composition
     */
    static Middleware compose(Middleware... middlewares) {
        var outermostFirst = List.of(middlewares);
        return application -> {
            var wrapped = application;
            for (var middleware : outermostFirst.reversed()) {
                wrapped = middleware.wrap(wrapped);
            }
            return wrapped;
        };
    }
}
