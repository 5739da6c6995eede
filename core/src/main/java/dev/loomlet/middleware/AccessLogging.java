package dev.loomlet.middleware;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Middleware;
import dev.loomlet.wsgi.StartResponse;
import java.io.PrintStream;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Tells of each request when it is over: status, bytes, duration.
 *
 * {@snippet lang = java :
 * AccessLogging.to(System.out)
 * new AccessLogging(entry -> lines.add(entry.common()))
 * }
 *
 * <p>Under a server with posthooks ({@link Environ#POSTHOOKS}) a request is over when its response was sent or given up. Under another it is
 * over when its result is closed, and a result that is a list or a file, which is passed on as it is, when it is returned. A request is told
 * of once, also when the application or its body throws.
 *
 * <p>Unlike the server's own access log this sees only requests that come to the application, and what the middleware outside of it does
 * to them; the client's address is that in the environ at the end, so that {@link dev.loomlet.web.TrustedProxies} may stand on either side.
 *
 * <p>Immutable. The entry is taken on the request's thread, which waits for it.
 */
public final class AccessLogging implements Middleware {

    static final String REMOTE_USER = "REMOTE_USER";

    private final Consumer<? super AccessEntry> entries;

    /**
     * Gives entries to {@code entries}.
     *
     * @param entries called on the requests' threads, for several at once; should not block for long
     */
    public AccessLogging(Consumer<? super AccessEntry> entries) {
        this.entries = Objects.requireNonNull(entries, "entries");
    }

    /**
     * Writes lines in the combined format, and behind each the microseconds that the request took ({@code %D}).
     *
     * @param out where to; each line is written at once, and not flushed
     * @return the middleware
     */
    public static AccessLogging to(PrintStream out) {
        Objects.requireNonNull(out, "out");
        return new AccessLogging(entry -> out.print(line(entry) + "\n"));
    }

    /**
     * Logs lines in the combined format at INFO, and behind each the microseconds that the request took ({@code %D}).
     *
     * @param logger where to
     * @return the middleware
     */
    public static AccessLogging to(System.Logger logger) {
        Objects.requireNonNull(logger, "logger");
        return new AccessLogging(entry -> logger.log(System.Logger.Level.INFO, line(entry)));
    }

    private static String line(AccessEntry entry) {
        return entry.combined() + " " + entry.duration().toNanos() / 1000;
    }

    @Override
    public Application wrap(Application application) {
        Objects.requireNonNull(application, "application");
        return (environ, startResponse) -> call(application, environ, startResponse);
    }

    private Iterable<byte[]> call(Application application, Environ environ, StartResponse startResponse)
            throws Exception {
        var call = new LoggedCall(environ, startResponse, entries);
        try {
            return call.counted(application.call(environ, call));
        } catch (Exception | Error e) {
            call.failAndEnd();
            throw e;
        }
    }
}
