package dev.loomlet.samples;

import dev.loomlet.middleware.IpFilter;
import dev.loomlet.wsgi.Application;

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

    @Override
    public Application application() {
        return IpFilter.allow("127.0.0.1").wrap(new Hello().application());
    }

    @Override
    public About about() {
        return new About(
                "ip-allow-list",
                "a middleware that lets 127.0.0.1 through and answers 403 to others",
                "curl URL/; curl --interface 127.0.0.2 URL/");
    }
}
