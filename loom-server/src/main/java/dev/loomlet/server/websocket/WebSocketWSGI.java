package dev.loomlet.server.websocket;

import dev.loomlet.server.frame.CloseCode;
import dev.loomlet.server.undertow.Upgrade;
import dev.loomlet.server.undertow.WebSocketConnection;
import dev.loomlet.server.undertow.WebSocketLimits;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import java.util.Objects;

/**
 * An application that answers each legal handshake of WebSocket (RFC 6455 §4.2) by taking the connection over, and goes on, on the same
 * thread, as a {@link WebSocketHandler} (eventlet's {@code websocket.WebSocketWSGI}). Any other request gets a 400, a 403 or a 426 with a
 * sentence.
 *
 * {@snippet lang = java :
 * var echo = new WebSocketWSGI(ws -> {
 *     for (var message = ws.await(); message != null; message = ws.await()) {
 *         ws.send(message);
 *     }
 * });
 * Server.spawn(echo).await();
 * }
 *
 * <p>It stands beside other applications as any of them, below middleware too: what middleware adds to the headers is on the 101. It needs
 * Loomlet's server, and HTTP/1.1; over HTTP/2 (RFC 8441) there is no WebSocket.
 *
 * <p>When the server stops, the client is sent 1001 and {@link WebSocket#await} returns null when it has returned what there was; the
 * handler has the grace period to end. The access log has one line, with 101 and the bytes that went to the client behind it, when it ends.
 */
public final class WebSocketWSGI implements Application {

    private static final System.Logger LOG = System.getLogger("dev.loomlet.server");

    private final WebSocketHandler handler;
    private final WebSocketConfig config;

    /**
     * With the default settings.
     *
     * @param handler what to do with each connection
     */
    public WebSocketWSGI(WebSocketHandler handler) {
        this(handler, WebSocketConfig.defaults());
    }

    /**
     * With these settings.
     *
     * @param handler what to do with each connection
     * @param config the settings
     */
    public WebSocketWSGI(WebSocketHandler handler, WebSocketConfig config) {
        this.handler = Objects.requireNonNull(handler);
        this.config = Objects.requireNonNull(config);
    }

    /**
     * Serves one connection, or refuses it.
     *
     * @throws IllegalStateException if the environ has nothing to take the connection over with: another server's
     */
    @Override
    public Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws Exception {
        return switch (Handshake.of(environ, config)) {
            case Handshake.Refused refused -> {
                if (environ.get(Environ.TRANSPORT) instanceof Upgrade upgrade) {
                    upgrade.refuse();
                }
                startResponse.start(refused.status(), refused.headers());
                yield Body.of(refused.sentence() + "\n");
            }
            case Handshake.Accepted accepted -> {
                if (!(environ.get(Environ.TRANSPORT) instanceof Upgrade upgrade)) {
                    throw new IllegalStateException("the environ has no " + Environ.TRANSPORT
                            + ", so the connection cannot become a WebSocket: it needs Loomlet's own server");
                }
                upgrade.allow();
                startResponse.start("101 Switching Protocols", accepted.headers());
                serve(upgrade.begin(limits(accepted)), environ, accepted);
                yield Body.empty();
            }
        };
    }

    private WebSocketLimits limits(Handshake.Accepted accepted) {
        return new WebSocketLimits(
                config.maxMessage(),
                config.maxQueued(),
                config.maxQueuedBytes(),
                config.pingAfter().toNanos(),
                config.idleTimeout().toNanos(),
                config.closeTimeout().toNanos(),
                accepted.deflate().isPresent());
    }

    private void serve(WebSocketConnection connection, Environ environ, Handshake.Accepted accepted) throws Exception {
        var webSocket = new WebSocket(connection, config, environ, accepted);
        try {
            handler.handle(webSocket);
            webSocket.close();
        } catch (ConnectionClosedException e) {
            LOG.log(System.Logger.Level.DEBUG, "the client of a WebSocket left", e);
            webSocket.close();
        } catch (Throwable e) {
            webSocket.close(CloseCode.INTERNAL_ERROR, "");
            throw e;
        } finally {
            webSocket.end();
        }
    }
}
