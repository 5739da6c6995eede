package dev.loomlet.server;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.InetSocketAddress;

/** An Undertow server as others run it, on a free port, with HTTP/2 by prior knowledge. */
final class TestUndertow implements AutoCloseable {

    private final Undertow undertow;

    private TestUndertow(Undertow undertow) {
        this.undertow = undertow;
    }

    static TestUndertow of(HttpHandler handler) {
        var undertow = Undertow.builder()
                .setIoThreads(2)
                .setWorkerThreads(1)
                .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .addHttpListener(0, "127.0.0.1")
                .setHandler(handler)
                .build();
        undertow.start();
        return new TestUndertow(undertow);
    }

    int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
    }

    RawClient connect() throws IOException {
        return RawClient.connect(port());
    }

    @Override
    public void close() {
        undertow.stop();
    }
}
