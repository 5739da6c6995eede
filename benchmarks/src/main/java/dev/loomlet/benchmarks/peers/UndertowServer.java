package dev.loomlet.benchmarks.peers;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import org.xnio.Options;

/** What the two configurations of Undertow share. */
final class UndertowServer {

    /* The default's size. */
    private static final int BUFFER_BYTES = 16 * 1024 - 20;

    private static final HttpHandler ECHO = Handlers.websocket((exchange, channel) -> {
        channel.getReceiveSetter().set(new Echo());
        channel.resumeReceives();
    });

    /** Whoever sends, sends back: on the I/O thread, which writes without waiting. */
    private static final class Echo extends AbstractReceiveListener {
        @Override
        protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
            WebSockets.sendText(message.getData(), channel, /* callback= */ null);
        }
    }

    private UndertowServer() {}

    static void start(ServerProcess process, HttpHandler handler) throws Exception {
        start(process, handler, Undertow.builder());
    }

    /**
     * As {@link #start}, for handlers on virtual threads: the pool keeps some direct buffers for each thread that ever used one, which with
     * a thread for each request is all the memory there is.
     */
    static void startWithoutCaches(ServerProcess process, HttpHandler handler) throws Exception {
        var pool = new DefaultByteBufferPool(
                /* direct= */ true, BUFFER_BYTES, /* maximumPoolSize= */ -1, /* threadLocalCacheSize= */ 0);
        start(process, handler, Undertow.builder().setByteBufferPool(pool));
    }

    private static void start(ServerProcess process, HttpHandler handler, Undertow.Builder builder) throws Exception {
        builder.setWorkerThreads(ServerProcess.WORKERS)
                .setSocketOption(Options.BACKLOG, ServerProcess.BACKLOG)
                /* A header that HTTP/1.1 does not need. */
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, ServerProcess.IDLE_SECONDS * 1000)
                .addHttpListener(process.port(), "127.0.0.1")
                .addHttpsListener(process.tlsPort(), "127.0.0.1", process.tls())
                .setHandler(exchange -> {
                    if (exchange.getRequestPath().equals(Route.WEBSOCKET.path())) {
                        ECHO.handleRequest(exchange);
                    } else {
                        handler.handleRequest(exchange);
                    }
                })
                .build()
                .start();
    }
}
