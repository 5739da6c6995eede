package dev.loomlet.server;

import dev.loomlet.server.websocket.WebSocketConfig;
import dev.loomlet.server.websocket.WebSocketConfigBuilder;
import dev.loomlet.server.websocket.WebSocketHandler;
import dev.loomlet.server.websocket.WebSocketWSGI;
import dev.loomlet.wsgi.Application;

/** Small applications over WebSocket that many tests use. */
final class WebSocketApps {

    /** Sends back what it gets. */
    static final WebSocketHandler ECHO = ws -> {
        for (var message = ws.await(); message != null; message = ws.await()) {
            ws.send(message);
        }
    };

    private WebSocketApps() {}

    static Application echo() {
        return new WebSocketWSGI(ECHO);
    }

    static Application echo(WebSocketConfigBuilder settings) {
        return new WebSocketWSGI(ECHO, settings.build());
    }

    /** Settings that a test changes. */
    static WebSocketConfigBuilder settings() {
        return WebSocketConfig.builder();
    }
}
