package dev.loomlet.server;

import dev.loomlet.server.undertow.Upgrade;
import dev.loomlet.server.undertow.WebSocketConnection;
import dev.loomlet.server.undertow.WebSocketLimits;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What takes a connection of HTTP/1.1 over behind the response to one request. On the connection's thread. */
final class Http1Upgrade implements Upgrade {

    private final Connection connection;
    private final Response response;
    private final Http1Outlet outlet;
    private @Nullable WebSocketConnection webSocket;

    Http1Upgrade(Connection connection, Response response, Http1Outlet outlet) {
        this.connection = connection;
        this.response = response;
        this.outlet = outlet;
    }

    @Override
    public void refuse() {
        outlet.endAfterThis();
    }

    @Override
    public void allow() {
        response.allowUpgrade();
    }

    @Override
    public WebSocketConnection begin(WebSocketLimits limits) throws IOException {
        outlet.upgrade("websocket", response.upgrade());
        webSocket = connection.leaveToWebSocket(limits);
        return webSocket;
    }

    /** Bytes that were sent behind the 101. */
    long bytesSent() {
        return webSocket == null ? 0 : webSocket.bytesSent();
    }
}
