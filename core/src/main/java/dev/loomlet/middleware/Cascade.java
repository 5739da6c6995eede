package dev.loomlet.middleware;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Middleware;
import dev.loomlet.wsgi.StartResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Tries one application after the other, until one does not answer 404 or 405; the last one's answer counts whatever it is (Paste's
 * {@code cascade}).
 *
 * {@snippet lang = java :
 * Application site = Cascade.of(files, pages);
 * }
 *
 * <p>It is an application; as a middleware it tries its own first and then the one it wraps.
 *
 * <p>Each gets the environ as it came, and the body from its beginning: up to {@link #MAX_REPLAY} bytes of what others have read are kept
 * for the next. If one reads more than that, or writes more by {@code write()}, its answer counts, whatever it is. An answer that is passed over is closed; what it gave or
 * wrote is dropped. When an application has not called {@code startResponse} when it returns, its first blocks are asked for at once, until it
 * has.
 *
 * <p>Immutable; called on the requests' threads.
 */
public final class Cascade implements Application, Middleware {

    /** Bytes of a request's body that are kept for the next application, and of what one has written. */
    public static final int MAX_REPLAY = 64 * 1024;

    private final List<Application> applications;

    private Cascade(List<Application> applications) {
        this.applications = applications;
    }

    /**
     * Returns the cascade of some applications.
     *
     * @param applications at least one, in the order in which they are tried
     * @return the cascade
     * @throws IllegalArgumentException if there is none
     */
    public static Cascade of(Application... applications) {
        if (applications.length == 0) {
            throw new IllegalArgumentException("applications are none");
        }
        return new Cascade(List.of(applications));
    }

    /** {@inheritDoc} It is tried last. */
    @Override
    public Application wrap(Application application) {
        var all = new ArrayList<>(applications);
        all.add(application);
        return new Cascade(List.copyOf(all));
    }

    @Override
    public Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws Exception {
        var asItCame = new HashMap<String, Object>(environ);
        var input = new ReplayInput(environ.input(), MAX_REPLAY);
        for (var application : applications.subList(0, applications.size() - 1)) {
            environ.put(Environ.WSGI_INPUT, input.fromTheStart());
            var attempt = new CascadeAttempt(startResponse, input);
            var result = attempt.call(application, environ);
            if (result.isPresent()) {
                return result.get();
            }
            environ.clear();
            environ.putAll(asItCame);
        }
        environ.put(Environ.WSGI_INPUT, input.fromTheStart());
        return applications.getLast().call(environ, startResponse);
    }
}
