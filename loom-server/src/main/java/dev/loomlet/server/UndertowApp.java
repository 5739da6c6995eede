package dev.loomlet.server;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import io.undertow.server.HttpHandler;
import java.util.Objects;

/**
 * An {@link Application} that runs an Undertow {@link HttpHandler}, so that handlers which a program has go on under this server, or behind
 * its middleware:
 *
 * {@snippet lang = java :
 * Server.spawn(UndertowApp.of(Handlers.resource(new PathResourceManager(folder))));
 * }
 *
 * <p>The handler runs on the request's own green thread, which is no I/O thread of Undertow's ({@code isInIoThread()} is false), so it may
 * block at once, and {@code BlockingHandler} adds nothing. What it dispatches without an executor of its own, and the listeners of its
 * channels, run on that thread too, one after the other. Bodies stream both ways: a read of the request's channel, and a write to the
 * response's, wait for the client instead of returning 0, within the server's timeouts. A client that left is an {@code IOException} there.
 *
 * <p>A handler may also dispatch to an executor of its own and use the exchange there, if nobody waits for it on the request's thread: each
 * read and write is passed to the request's thread, and blocks the other until it is done, for a minute at the longest. {@code
 * executeAfter} of the exchange's I/O thread works. The request ends when the exchange does; a handler that never ends its exchange keeps
 * the request's thread, as an application that waits for ever does.
 *
 * <p>What a handler cannot do here, since PEP 3333 has no place for it:
 *
 * <ul>
 *   <li>{@code upgradeChannel} and {@code acceptConnectRequest} throw, so WebSocket handlers of Undertow do not work
 *   <li>{@code isPushSupported()} is false, and {@code pushResource} returns false
 *   <li>{@code isContinueResponseSupported()} is false: the server sends the 100 at the first read
 *   <li>trailers are neither read nor sent; hop-by-hop fields of the response, {@code Connection} too, are left out
 *   <li>{@code MAX_ENTITY_SIZE} has no effect; the server's {@code maxBodyBytes} has
 * </ul>
 *
 * <p>Undertow's paths come from the environ: {@code SCRIPT_NAME} is the resolved one, {@code PATH_INFO} the relative one, decoded as UTF-8;
 * path parameters stay in it. The application may be called by any number of threads at once, as its handler is.
 */
public final class UndertowApp implements Application {

    private final HttpHandler handler;

    private UndertowApp(HttpHandler handler) {
        this.handler = handler;
    }

    /**
     * Returns an application that runs {@code handler}.
     *
     * @param handler answers the requests
     * @return the application
     */
    public static UndertowApp of(HttpHandler handler) {
        return new UndertowApp(Objects.requireNonNull(handler, "handler"));
    }

    /**
     * Runs the handler until its exchange has ended. What the handler throws is answered with 500 by Undertow, which logs it.
     *
     * @throws Exception if the client left, the handler gave its response up or set one that is not legal
     */
    @Override
    public Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws Exception {
        var loop = new AppLoop();
        var connection = new AppConnection(environ, startResponse, loop);
        AppRequest.run(handler, environ, connection, loop);
        return Body.empty();
    }
}
