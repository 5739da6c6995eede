package dev.loomlet.server;

import static dev.loomlet.server.WebSocketClient.FIN;
import static dev.loomlet.server.WebSocketClient.PING;
import static dev.loomlet.server.WebSocketClient.PONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.server.websocket.WebSocketHandler;
import dev.loomlet.server.websocket.WebSocketWSGI;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a WebSocket ends by the server, by silence and by the client's leaving, and many of them at once. */
class WebSocketEndTest {

    /* eventlet: test_close_idle */
    @Test
    void stop_tellsTheClient1001_andTheHandlerEnds() throws Exception {
        var code = new CompletableFuture<Integer>();
        WebSocketHandler handler = ws -> {
            ws.send("open");
            assertThat(ws.await()).isNull();
            code.complete(ws.closeCode());
        };
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(server)) {
            assertThat(client.readText()).isEqualTo("open");
            var stopping = CompletableFuture.supplyAsync(() -> stop(server, Duration.ofSeconds(5)));
            var close = client.read();
            assertThat(close.code()).isEqualTo(1001);
            assertThat(code.get(5, TimeUnit.SECONDS)).isEqualTo(1001);
            client.close(1001, "").raw().assertClosed();
            assertThat(stopping.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void stop_withAHandlerThatDoesNotEnd_interruptsItWhenTheGraceIsOver() throws Exception {
        var interrupted = new CompletableFuture<Boolean>();
        WebSocketHandler handler = ws -> {
            ws.send("open");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.complete(true);
                throw e;
            }
        };
        var server = TestServer.of(new WebSocketWSGI(handler));
        try (var client = WebSocketClient.open(server)) {
            assertThat(client.readText()).isEqualTo("open");
            assertThat(stop(server, Duration.ofMillis(200))).isFalse();
            assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
            assertThat(client.readClose().code()).isEqualTo(1001);
            assertThat(server.server().connections()).isZero();
        }
    }

    private static boolean stop(TestServer server, Duration grace) {
        try {
            return server.server().stop(grace);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void kill_endsAWaitingHandler() throws Exception {
        var ended = new CountDownLatch(1);
        WebSocketHandler handler = ws -> {
            try {
                ws.send("open");
                ws.await();
            } finally {
                ended.countDown();
            }
        };
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(server)) {
            assertThat(client.readText()).isEqualTo("open");
            server.kill();
            assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void client_thatIsSilent_isPinged_andStaysWhileItAnswers() throws Exception {
        var app = WebSocketApps.echo(
                WebSocketApps.settings().pingAfter(Duration.ofMillis(100)).idleTimeout(Duration.ofSeconds(30)));
        try (var server = TestServer.of(app, config -> config.idleTimeout(Duration.ofMillis(200)));
                var client = WebSocketClient.open(server)) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.read().opcode()).isEqualTo(PING);
                client.send(FIN | PONG);
            }
            assertThat(client.text("here").readText()).isEqualTo("here");
        }
    }

    @Test
    void client_thatIsSilentForTooLong_isClosedWith1001() throws Exception {
        var code = new CompletableFuture<Integer>();
        WebSocketHandler handler = ws -> {
            assertThat(ws.await()).isNull();
            code.complete(ws.closeCode());
        };
        var settings = WebSocketApps.settings()
                .pingAfter(Duration.ofMillis(100))
                .idleTimeout(Duration.ofMillis(300))
                .closeTimeout(Duration.ofMillis(300));
        try (var server = TestServer.of(
                        new WebSocketWSGI(handler, settings.build()),
                        config -> config.idleTimeout(Duration.ofMillis(200)));
                var client = WebSocketClient.open(server)) {
            assertThat(client.read().opcode()).isEqualTo(PING);
            assertThat(client.readClose().code()).isEqualTo(1001);
            assertThat(code.get(5, TimeUnit.SECONDS)).isEqualTo(1001);
        }
    }

    @Test
    void client_thatDoesNotAnswerAClose_isDisconnected() throws Exception {
        var app = new WebSocketWSGI(
                ws -> ws.close(4000, ""),
                WebSocketApps.settings().closeTimeout(Duration.ofMillis(200)).build());
        try (var server = TestServer.of(app, config -> config.idleTimeout(Duration.ofMillis(200)));
                var client = WebSocketClient.open(server)) {
            long before = System.nanoTime();
            assertThat(client.readClose().code()).isEqualTo(4000);
            assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(4));
        }
    }

    @Test
    void messages_thatCameBeforeTheServerStops_areReturnedFirst() throws Exception {
        var stop = new CountDownLatch(1);
        var seen = new CompletableFuture<String>();
        WebSocketHandler handler = ws -> {
            ws.send("open");
            assertThat(stop.await(5, TimeUnit.SECONDS)).isTrue();
            while (!ws.isClosed()) {
                Thread.onSpinWait();
            }
            seen.complete(ws.await() + " " + ws.await());
        };
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(server)) {
            client.text("kept").send(FIN | PING);
            assertThat(client.readText()).isEqualTo("open");
            assertThat(client.read().opcode()).isEqualTo(PONG);
            var stopping = CompletableFuture.supplyAsync(() -> stop(server, Duration.ofSeconds(5)));
            stop.countDown();
            assertThat(client.read().code()).isEqualTo(1001);
            client.close(1001, "");
            assertThat(seen.get(5, TimeUnit.SECONDS)).isEqualTo("Text[text=kept] null");
            assertThat(stopping.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Each a fifth: a close, an end, a reset, a reset while the handler waits to send, an end within a frame. */
    @Test
    @Timeout(60)
    void connections_endedInFiveWays_leaveNothing() throws Exception {
        WebSocketHandler handler = ws -> {
            for (var message = ws.await(); message != null; message = ws.await()) {
                ws.send(message);
                while (ws.environ().queryString().isEmpty()
                        && message.toString().contains("flood")) {
                    ws.send(new byte[64 * 1024]);
                }
            }
        };
        try (var server = TestServer.of(new WebSocketWSGI(handler))) {
            for (int round = 0; round < 10; round++) {
                var clients = new ArrayList<WebSocketClient>();
                for (int i = 0; i < 50; i++) {
                    clients.add(WebSocketClient.open(server).text(i % 5 == 3 ? "flood" : "hello"));
                }
                for (int i = 0; i < clients.size(); i++) {
                    var client = clients.get(i);
                    assertThat(client.readText()).isNotEmpty();
                    switch (i % 5) {
                        case 0 -> client.close(1000, "").readClose();
                        case 1 -> client.raw().endOutput();
                        case 2, 3 -> client.raw().reset();
                        default ->
                            client.raw()
                                    .send(new byte[] {(byte) 0x81, (byte) 0xfe, 1})
                                    .endOutput();
                    }
                    client.close();
                }
            }
            server.awaitConnections(0);
        }
    }

    @Test
    @Timeout(60)
    void connections_512_allAnswer() throws Exception {
        try (var server = TestServer.of(WebSocketApps.echo())) {
            var clients = new ArrayList<WebSocketClient>();
            for (int i = 0; i < 512; i++) {
                clients.add(WebSocketClient.open(server));
            }
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < clients.size(); i++) {
                    clients.get(i).text(round + " " + i);
                }
                for (int i = 0; i < clients.size(); i++) {
                    assertThat(clients.get(i).readText()).isEqualTo(round + " " + i);
                }
            }
            for (var client : clients) {
                client.close(1000, "");
            }
            for (var client : clients) {
                assertThat(client.readClose().code()).isEqualTo(1000);
                client.close();
            }
            server.awaitConnections(0);
        }
    }

    @Test
    void jdkClient_isServed() throws Exception {
        var received = new CompletableFuture<String>();
        var closed = new CompletableFuture<Integer>();
        var listener = new WebSocket.Listener() {
            private final StringBuilder text = new StringBuilder();

            @Override
            public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
                text.append(data);
                if (last) {
                    received.complete(text.toString());
                }
                ws.request(1);
                return null;
            }

            @Override
            public CompletionStage<?> onClose(WebSocket ws, int code, String reason) {
                closed.complete(code);
                return null;
            }
        };
        try (var server = TestServer.of(WebSocketApps.echo());
                var client = HttpClient.newHttpClient()) {
            var ws = client.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/"), listener)
                    .get(5, TimeUnit.SECONDS);
            ws.sendText("in ", false).get(5, TimeUnit.SECONDS);
            ws.sendPing(ByteBuffer.allocate(3)).get(5, TimeUnit.SECONDS);
            ws.sendText("pieces", true).get(5, TimeUnit.SECONDS);
            assertThat(received.get(5, TimeUnit.SECONDS)).isEqualTo("in pieces");
            ws.sendClose(4000, "done").get(5, TimeUnit.SECONDS);
            assertThat(closed.get(5, TimeUnit.SECONDS)).isEqualTo(4000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_536})
    void close_withACodeThatMayNotBeSent_isRefusedAtOnce(int code) throws Exception {
        WebSocketHandler handler = ws -> assertThatThrownBy(() -> ws.close(code, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Integer.toString(code));
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(server)) {
            assertThat(client.read().code()).isEqualTo(1000);
            client.close(1000, "");
        }
    }

    @Test
    void close_withAReasonOf124Bytes_isRefusedAtOnce() throws Exception {
        WebSocketHandler handler = ws -> {
            assertThatThrownBy(() -> ws.close(1000, "ä".repeat(62))).isInstanceOf(IllegalArgumentException.class);
            ws.close(1000, "ä".repeat(61) + "x");
        };
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(server)) {
            assertThat(client.read().reason()).isEqualTo("ä".repeat(61) + "x");
            client.close(1000, "");
        }
    }
}
