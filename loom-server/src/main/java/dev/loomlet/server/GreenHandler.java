package dev.loomlet.server;

import dev.loomlet.wsgi.Application;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Serves an {@link Application} inside an Undertow server that exists already, so that a program can move to Loomlet one handler at a time:
 *
 * {@snippet lang = java :
 * var handler = Handlers.path(theOldHandlers).addPrefixPath("/new", GreenHandler.of(application));
 * Undertow.builder().addHttpListener(8080, "localhost").setHandler(handler).build().start();
 * }
 *
 * <p>Each request is served by a virtual thread of its own, on the JDK's scheduler; the application may block. The environ and the rules for
 * the response are those of {@link Server}. {@code SCRIPT_NAME} is the path that a {@code PathHandler} before this handler has resolved,
 * {@code REMOTE_ADDR} what a {@code ProxyPeerAddressHandler} has set, and {@code wsgi.url_scheme} the exchange's scheme. Bodies stream both
 * ways, over HTTP/1.1 and HTTP/2, at the client's pace. A request that {@link Server} would refuse, since it could be read in two ways, is
 * refused here too.
 *
 * <p>Undertow's own settings hold for everything that is not the application's: connections, the size of a head, idle times, and how many
 * requests there may be at once, for which there is {@code RequestLimitingHandler}. Of {@link ServerConfig} have an effect: {@code accessLog},
 * {@code bodyTimeout}, {@code debug}, {@code environ}, {@code errors}, {@code logForwardedFor}, {@code maxBodyBytes}, {@code
 * maxRequestLine}, {@code minBodyRate}, {@code minimumChunkSize}, {@code writeTimeout}. {@code InputBody.continueHeaders} has none: the 100 is
 * Undertow's, sent at the first read.
 *
 * <p>An instance may serve any number of exchanges at once, in several servers.
 */
public final class GreenHandler implements HttpHandler {

    private static final Executor THREADS = Thread.ofVirtual()::start;

    private final StopSignal stopSignal = new StopSignal();
    private final Service service;
    private final HttpHandler dispatcher = new HttpContinueReadHandler(this::dispatch);

    private GreenHandler(Application application, ServerConfig config) {
        service = new Service(application, config, stopSignal);
    }

    private void dispatch(HttpServerExchange exchange) {
        exchange.dispatch(THREADS, () -> new HandlerRequest(service, exchange).serve());
    }

    /**
     * Returns a handler that serves {@code application} with {@linkplain ServerConfig#defaults() the defaults}.
     *
     * @param application what answers the requests
     * @return the handler
     */
    public static GreenHandler of(Application application) {
        return of(application, ServerConfig.defaults());
    }

    /**
     * Returns a handler that serves {@code application}.
     *
     * @param application what answers the requests
     * @param config the settings, of which those listed above have an effect
     * @return the handler
     */
    public static GreenHandler of(Application application, ServerConfig config) {
        return new GreenHandler(
                Objects.requireNonNull(application, "application"), Objects.requireNonNull(config, "config"));
    }

    /** Has a virtual thread serve the exchange. On Undertow's thread; does not wait. */
    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        dispatcher.handleRequest(exchange);
    }

    /**
     * Tells applications that the server is about to stop, so that responses without an end of their own end: call it before {@code
     * GracefulShutdownHandler.shutdown()}. Undertow does not tell of its stop by itself. Any thread; does not wait.
     */
    public void stopping() {
        stopSignal.begin();
    }
}
