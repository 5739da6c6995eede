package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** WebSocket over TLS (RFC 6455 §10.6): the connection's thread leaves what protects it to the hub with the socket. */
class TlsWebSocketTest {

    private static final int LARGE = 300_000;

    private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();

    /** Gathers messages, and says how it ended. */
    private final class Listener implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                received.add(message.toString());
                message.setLength(0);
            }
            return WebSocket.Listener.super.onText(webSocket, data, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            received.add("closed " + statusCode);
            return WebSocket.Listener.super.onClose(webSocket, statusCode, reason);
        }
    }

    @Test
    void messages_comeBack_largeOnesToo() throws Exception {
        var large = "x".repeat(LARGE);
        try (var server = TestServer.withoutLint(WebSocketApps.echo(), TlsClients.TLS);
                var client =
                        HttpClient.newBuilder().sslContext(TlsClients.context()).build()) {
            var webSocket = client.newWebSocketBuilder()
                    .buildAsync(URI.create("wss://localhost:" + server.port() + "/"), new Listener())
                    .get(5, TimeUnit.SECONDS);
            webSocket.sendText("small", /* last= */ true).get(5, TimeUnit.SECONDS);
            assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("small");
            webSocket.sendText(large, /* last= */ true).get(5, TimeUnit.SECONDS);
            assertThat(large.equals(received.poll(5, TimeUnit.SECONDS))).isTrue();
            webSocket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(5, TimeUnit.SECONDS);
            assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("closed 1000");
            server.awaitConnections(0);
        }
    }
}
