package dev.loomlet.server;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An application that keeps which requests it was called for. */
final class Calls implements Application {

    private final Application application;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    Calls(Application application) {
        this.application = application;
    }

    @Override
    public Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws Exception {
        requests.add(environ.method() + " " + environ.pathInfo());
        return application.call(environ, startResponse);
    }

    /** Method and path of each call, in order. */
    List<String> requests() {
        return List.copyOf(requests);
    }
}
