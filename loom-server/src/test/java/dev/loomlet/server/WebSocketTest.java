package dev.loomlet.server;

import static dev.loomlet.server.WebSocketClient.BINARY;
import static dev.loomlet.server.WebSocketClient.CONTINUATION;
import static dev.loomlet.server.WebSocketClient.FIN;
import static dev.loomlet.server.WebSocketClient.PING;
import static dev.loomlet.server.WebSocketClient.PONG;
import static dev.loomlet.server.WebSocketClient.TEXT;
import static dev.loomlet.server.WebSocketClient.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.server.websocket.ConnectionClosedException;
import dev.loomlet.server.websocket.Message;
import dev.loomlet.server.websocket.WebSocket;
import dev.loomlet.server.websocket.WebSocketHandler;
import dev.loomlet.server.websocket.WebSocketWSGI;
import dev.loomlet.wsgi.Application;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages over WebSocket, and how it ends (RFC 6455 §5, §7). */
@Timeout(30)
class WebSocketTest {

    /* eventlet: test_send_recv_13 */
    @Test
    void messages_textAndBytes_areToldApart() throws Exception {
        var seen = new LinkedBlockingQueue<Message>();
        WebSocketHandler handler = ws -> {
            for (var message = ws.await(); message != null; message = ws.await()) {
                seen.add(message);
                switch (message) {
                    case Message.Text(String text) -> ws.send(text);
                    case Message.Binary(byte[] bytes) -> ws.send(bytes);
                }
            }
        };
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(server)) {
            assertThat(client.text("häß €😀").readText()).isEqualTo("häß €😀");
            var bytes = client.send(FIN | BINARY, (byte) 0, (byte) 0xff).read();
            assertThat(bytes.opcode()).isEqualTo(BINARY);
            assertThat(bytes.payload()).containsExactly(0, 0xff);
            assertThat(client.text("").readText()).isEmpty();
            client.close(1000, "");
            assertThat(client.readClose().code()).isEqualTo(1000);
            assertThat(seen)
                    .containsExactly(
                            new Message.Text("häß €😀"),
                            new Message.Binary(new byte[] {0, (byte) 0xff}),
                            new Message.Text(""));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 125, 126, 127, 65_535, 65_536, 3_000_000})
    void message_ofAnyLength_comesBack(int length) throws Exception {
        var payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) (i * 31 + (i >> 8));
        }
        try (var server = TestServer.of(WebSocketApps.echo());
                var client = WebSocketClient.open(server)) {
            client.send(FIN | BINARY, payload);
            assertThat(client.read().payload()).isEqualTo(payload);
        }
    }

    @Test
    void frames_thatCameWithTheHandshake_areNotLost() throws Exception {
        try (var server = TestServer.of(WebSocketApps.echo());
                var client = server.connect()) {
            var request = new ByteArrayOutputStream();
            request.writeBytes(Apps.bytes(
                    "GET / HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", WebSocketClient.handshake()) + "\r\n\r\n"));
            request.writeBytes(WebSocketClient.frame(FIN | TEXT, utf8("early bird")));
            client.send(request.toByteArray());

            assertThat(client.head().status()).isEqualTo(101);
            assertThat(Apps.text(client.exactly(12))).isEqualTo("\u0081\nearly bird");
        }
    }

    @Test
    void frames_byteByByte_areRead() throws Exception {
        try (var server = TestServer.of(WebSocketApps.echo());
                var client = WebSocketClient.open(server)) {
            for (byte b : WebSocketClient.frame(FIN | TEXT, utf8("slow €"))) {
                client.raw().send(new byte[] {b});
            }
            assertThat(client.readText()).isEqualTo("slow €");
        }
    }

    @Test
    void pings_betweenFragments_areAnsweredBeforeTheMessage() throws Exception {
        try (var server = TestServer.of(WebSocketApps.echo());
                var client = WebSocketClient.open(server)) {
            client.send(TEXT, utf8("ab")).send(FIN | PING, utf8("?")).send(FIN | CONTINUATION, utf8("cd"));
            var pong = client.read();
            assertThat(pong.opcode()).isEqualTo(PONG);
            assertThat(pong.text()).isEqualTo("?");
            assertThat(client.readText()).isEqualTo("abcd");
        }
    }

    @Test
    void pings_whileTheHandlerDoesSomethingElse_areAnswered_andSoIsAClose() throws Exception {
        var left = new CountDownLatch(1);
        WebSocketHandler busy =
                ws -> assertThat(left.await(5, TimeUnit.SECONDS)).isTrue();
        try (var server = TestServer.of(new WebSocketWSGI(busy));
                var client = WebSocketClient.open(server)) {
            client.send(FIN | PING, utf8("there?"));
            assertThat(client.read().text()).isEqualTo("there?");
            client.close(3000, "bye");
            var close = client.readClose();
            assertThat(close.code()).isEqualTo(3000);
            left.countDown();
        }
    }

    @Test
    void manyMessages_pipelined_comeBackInOrder() throws Exception {
        try (var server = TestServer.of(WebSocketApps.echo());
                var client = WebSocketClient.open(server)) {
            var sender = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 5000; i++) {
                        client.text("message " + i);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            for (int i = 0; i < 5000; i++) {
                assertThat(client.readText()).isEqualTo("message " + i);
            }
            sender.join();
        }
    }

    /* eventlet: test_client_closing_connection_13; RFC 6455 §5.5.1 */
    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void close_ofTheClient_endsTheHandler_andIsAnsweredWithItsCode(int code) throws Exception {
        var ended = new CompletableFuture<String>();
        WebSocketHandler handler = ws -> {
            var message = ws.await();
            ended.complete(message + " " + ws.closeCode() + " " + ws.closeReason() + " " + ws.isClosed());
        };
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(server)) {
            client.close(code, "grüße");
            var close = client.readClose();
            assertThat(close.code()).isEqualTo(code);
            assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo("null " + code + " grüße true");
        }
    }

    @Test
    void close_withoutACode_isAnsweredWithoutOne() throws Exception {
        var code = new CompletableFuture<Integer>();
        WebSocketHandler handler = ws -> {
            assertThat(ws.await()).isNull();
            code.complete(ws.closeCode());
        };
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(server)) {
            assertThat(client.send(FIN | WebSocketClient.CLOSE).readClose().payload())
                    .isEmpty();
            assertThat(code.get(5, TimeUnit.SECONDS)).isEqualTo(1005);
        }
    }

    @Test
    void close_ofTheServer_comesBehindWhatWasSent_andWaitsForTheClients() throws Exception {
        WebSocketHandler handler = ws -> {
            ws.send("last");
            ws.close(4001, "done");
            assertThat(ws.isClosed()).isTrue();
            assertThat(ws.await()).isNull();
            assertThatThrownBy(() -> ws.send("more")).isInstanceOf(ConnectionClosedException.class);
            assertThatThrownBy(ws::ping).isInstanceOf(ConnectionClosedException.class);
            ws.close(1000, "a second close has no effect");
        };
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(server)) {
            client.text("not read any more");
            assertThat(client.readText()).isEqualTo("last");
            var close = client.read();
            assertThat(close.code()).isEqualTo(4001);
            assertThat(close.reason()).isEqualTo("done");
            client.close(4001, "").raw().assertClosed();
        }
    }

    @Test
    void handler_thatReturns_closesWith1000() throws Exception {
        try (var server = TestServer.of(new WebSocketWSGI(ws -> ws.send("bye")));
                var client = WebSocketClient.open(server)) {
            assertThat(client.readText()).isEqualTo("bye");
            assertThat(client.read().code()).isEqualTo(1000);
            client.close(1000, "");
            var entry = server.nextRecord();
            assertThat(entry.status()).isEqualTo(101);
            assertThat(entry.bodyLength()).isEqualTo(2 + 3 + 2 + 2);
        }
    }

    @Test
    @LogsErrors(LogsErrors.AFTER_BEGIN)
    void handler_thatThrows_closesWith1011_andIsLoggedOnce() throws Exception {
        WebSocketHandler handler = ws -> {
            throw new IllegalArgumentException("oops");
        };
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(server)) {
            var close = client.read();
            assertThat(close.code()).isEqualTo(1011);
            assertThat(close.reason()).isEmpty();
            client.close(1011, "");
            assertThat(server.nextRecord().status()).isEqualTo(101);
        }
    }

    /* eventlet: test_breaking_the_connection_13 */
    @Test
    void client_thatLeaves_isNoError_forOneWhoSends() throws Exception {
        var ended = new CompletableFuture<Integer>();
        WebSocketHandler handler = ws -> {
            try {
                while (true) {
                    ws.send("tick");
                }
            } catch (ConnectionClosedException e) {
                ended.complete(e.code());
                throw e;
            }
        };
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(server)) {
            client.raw().reset();
            assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo(1006);
            assertThat(server.nextRecord().status()).isEqualTo(101);
        }
    }

    @Test
    void interrupt_ofAWait_leavesTheWebSocketAsItWas() throws Exception {
        WebSocketHandler handler = ws -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(ws::await).isInstanceOf(InterruptedException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> ws.send("x")).isInstanceOf(InterruptedException.class);
            var self = Thread.currentThread();
            var timeout = Thread.ofVirtual().start(self::interrupt);
            assertThatThrownBy(ws::await).isInstanceOf(InterruptedException.class);
            timeout.join();
            ws.send("alive");
            WebSocketApps.ECHO.handle(ws);
        };
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(server)) {
            assertThat(client.readText()).isEqualTo("alive");
            assertThat(client.text("still").readText()).isEqualTo("still");
        }
    }

    @Test
    void await_byTwoThreads_isAnErrorOfTheSecond() throws Exception {
        WebSocketHandler handler = ws -> {
            var waits = new CountDownLatch(1);
            var first = Thread.ofVirtual().start(() -> {
                waits.countDown();
                assertThat(awaitQuietly(ws)).isEqualTo(new Message.Text("x"));
            });
            waits.await();
            while (first.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(ws::await).isInstanceOf(IllegalStateException.class);
            ws.send("checked");
            first.join();
        };
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(server)) {
            assertThat(client.readText()).isEqualTo("checked");
            client.text("x");
            assertThat(client.read().code()).isEqualTo(1000);
            client.close(1000, "");
        }
    }

    private static Message awaitQuietly(WebSocket ws) {
        try {
            return ws.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void sends_ofManyThreads_areWholeMessages() throws Exception {
        WebSocketHandler handler = ws -> {
            var senders = new Thread[8];
            for (int i = 0; i < senders.length; i++) {
                var text = Character.toString('a' + i).repeat(1000);
                senders[i] = Thread.ofVirtual().start(() -> {
                    try {
                        for (int j = 0; j < 100; j++) {
                            ws.send(text);
                        }
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
            for (var sender : senders) {
                sender.join();
            }
        };
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(server)) {
            for (int i = 0; i < 800; i++) {
                assertThat(client.readText()).matches("(.)\\1{999}");
            }
            assertThat(client.read().code()).isEqualTo(1000);
            client.close(1000, "");
        }
    }

    @Test
    void accessors_tellOfTheHandshake() throws Exception {
        WebSocketHandler handler = ws -> ws.send(ws.path() + " " + ws.environ().queryString() + " "
                + ws.origin().orElse("-") + " " + ws.version() + " " + ws.protocol() + "| " + ws.closeCode() + " "
                + ws.isClosed() + " " + Thread.currentThread().isVirtual());
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = server.connect()) {
            client.get("/a%20b?c=d", WebSocketClient.handshake("Origin: http://localhost"));
            assertThat(client.head().status()).isEqualTo(101);
            client.exactly(2);
            var expected = "/a b c=d http://localhost 13 | 1005 false true";
            assertThat(Apps.text(client.exactly(expected.length()))).isEqualTo(expected);
        }
    }

    /* eventlet: test_wrapped_wsgi */
    @Test
    void webSocket_besideOtherApplications_onOneConnection() throws Exception {
        var echo = WebSocketApps.echo();
        Application site = (environ, startResponse) ->
                (environ.pathInfo().equals("/ws") ? echo : Apps.HELLO).call(environ, startResponse);
        try (var server = TestServer.of(site);
                var client = server.connect()) {
            assertThat(client.get("/").response().text()).isEqualTo("Hello, World!\r\n");
            assertThat(client.get("/ws").response().status()).isEqualTo(400);
            try (var other = server.connect()) {
                assertThat(other.get("/").response().text()).isEqualTo("Hello, World!\r\n");
                other.get("/ws", WebSocketClient.handshake());
                assertThat(other.head().status()).isEqualTo(101);
                other.send(WebSocketClient.frame(FIN | TEXT, utf8("hi")));
                assertThat(Apps.text(other.exactly(4))).isEqualTo("\u0081\u0002hi");
            }
        }
    }
}
