package dev.loomlet.server;

import static dev.loomlet.server.WebSocketClient.BINARY;
import static dev.loomlet.server.WebSocketClient.CONTINUATION;
import static dev.loomlet.server.WebSocketClient.FIN;
import static dev.loomlet.server.WebSocketClient.PING;
import static dev.loomlet.server.WebSocketClient.TEXT;
import static dev.loomlet.server.WebSocketClient.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.server.websocket.ConnectionClosedException;
import dev.loomlet.server.websocket.WebSocketHandler;
import dev.loomlet.server.websocket.WebSocketWSGI;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client of WebSocket may not do, and what it cannot make the server hold. */
@Timeout(30)
class WebSocketLimitTest {

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                /* CVE-2020-13935, CVE-2021-21419: a length of 2^63-1, and silence */
                Arguments.of("huge length", 1009, bytes(0x82, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255)),
                Arguments.of("highest bit", 1002, bytes(0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 1)),
                Arguments.of("length in 2 bytes for no need", 1002, bytes(0x82, 0xfe, 0, 125)),
                Arguments.of("length in 8 bytes for no need", 1002, bytes(0x82, 0xff, 0, 0, 0, 0, 0, 0, 255, 255)),
                /* CVE-2026-19204: with a length too, but the opcode comes first */
                Arguments.of("unknown opcode 3", 1002, bytes(0x83, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255)),
                Arguments.of("unknown opcode 11", 1002, bytes(0x8b, 0x80)),
                Arguments.of("not masked", 1002, bytes(0x81, 2, 'h', 'i')),
                Arguments.of("ping not masked", 1002, bytes(0x89, 0)),
                Arguments.of("close not masked", 1002, bytes(0x88, 0)),
                /* eventlet: test_client_invalid_packet_13 */
                Arguments.of("07 ff", 1002, bytes(0x07, 0xff)),
                Arguments.of("RSV1 without an extension", 1002, bytes(0xc1, 0x80)),
                Arguments.of("RSV2", 1002, bytes(0xa1, 0x80)),
                Arguments.of("RSV3", 1002, bytes(0x91, 0x80)),
                Arguments.of("ping in fragments", 1002, bytes(0x09, 0x80)),
                Arguments.of("ping of 126 bytes", 1002, bytes(0x89, 0xfe, 0, 126)),
                Arguments.of("continuation of nothing", 1002, bytes(0x80, 0x80)),
                Arguments.of("text within text", 1002, joined(WebSocketClient.frame(TEXT, utf8("a")), bytes(0x81))),
                Arguments.of("UTF-8 cut short", 1007, WebSocketClient.frame(FIN | TEXT, bytes(0xe2, 0x82))),
                Arguments.of("surrogate", 1007, WebSocketClient.frame(TEXT, bytes(0xed, 0xa0))),
                Arguments.of(
                        "UTF-8 wrong over frames",
                        1007,
                        joined(
                                WebSocketClient.frame(TEXT, bytes(0xe2, 0x82)),
                                WebSocketClient.frame(CONTINUATION, bytes('a')))),
                Arguments.of("half a close code", 1002, WebSocketClient.frame(0x88, bytes(3))),
                Arguments.of("close reason not UTF-8", 1007, WebSocketClient.frame(0x88, bytes(3, 0xe8, 0xff))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violations")
    void violation_isToldAndEndsTheConnection(String name, int code, byte[] sent) throws Exception {
        var closed = new CompletableFuture<Integer>();
        WebSocketHandler handler = ws -> {
            assertThat(ws.await()).isNull();
            closed.complete(ws.closeCode());
        };
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(server)) {
            client.raw().send(sent);
            var close = client.readClose();
            assertThat(close.code()).isEqualTo(code);
            assertThat(close.reason()).isNotEmpty();
            assertThat(closed.get(5, TimeUnit.SECONDS)).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65_535})
    void closeCode_thatMayNotBeSent_isAViolation(int code) throws Exception {
        try (var server = TestServer.of(WebSocketApps.echo());
                var client = WebSocketClient.open(server)) {
            assertThat(client.close(code, "").readClose().code()).isEqualTo(1002);
        }
    }

    /* eventlet: test_large_frame_size_uncompressed_13 */
    @Test
    void message_ofTheLimit_isTaken_andOneByteMoreIsNot() throws Exception {
        try (var server = TestServer.of(
                        WebSocketApps.echo(WebSocketApps.settings().maxMessage(50_000)));
                var client = WebSocketClient.open(server)) {
            client.send(FIN | BINARY, new byte[50_000]);
            assertThat(client.read().payload()).hasSize(50_000);
            client.raw().send(bytes(0x82, 0xfe, 50_001 >> 8, 50_001 & 0xff));
            var close = client.readClose();
            assertThat(close.code()).isEqualTo(1009);
            assertThat(close.reason()).isEqualTo("Incoming frame of 50001 bytes is above length limit of 50000 bytes.");
        }
    }

    @Test
    void message_tooLongInFragments_isNotTaken() throws Exception {
        try (var server = TestServer.of(
                        WebSocketApps.echo(WebSocketApps.settings().maxMessage(1000)));
                var client = WebSocketClient.open(server)) {
            client.send(BINARY, new byte[600]).send(CONTINUATION, new byte[400]);
            client.send(CONTINUATION, new byte[1]);
            assertThat(client.readClose().code()).isEqualTo(1009);
        }
    }

    @Test
    void message_of100_000Frames_isOneMessage() throws Exception {
        var sent = new ByteArrayOutputStream();
        sent.writeBytes(WebSocketClient.frame(BINARY, new byte[1]));
        for (int i = 0; i < 100_000; i++) {
            sent.writeBytes(WebSocketClient.frame(CONTINUATION, new byte[i % 2]));
        }
        sent.writeBytes(WebSocketClient.frame(FIN | CONTINUATION, new byte[0]));
        try (var server = TestServer.of(WebSocketApps.echo());
                var client = WebSocketClient.open(server)) {
            client.raw().send(sent.toByteArray());
            assertThat(client.read().payload()).hasSize(50_001);
        }
    }

    @Test
    void pings_byAClientThatReadsNothing_areNotHeld_andTheServerAnswersOthers() throws Exception {
        var flood = new ByteArrayOutputStream();
        for (int i = 0; i < 8000; i++) {
            flood.writeBytes(WebSocketClient.frame(FIN | PING, new byte[125]));
        }
        try (var server = TestServer.of(WebSocketApps.echo());
                var client = WebSocketClient.open(RawClient.connect(server.port(), 4096))) {
            for (int i = 0; i < 24; i++) {
                client.raw().send(flood.toByteArray());
            }
            try (var other = WebSocketClient.open(server)) {
                assertThat(other.text("hello").readText()).isEqualTo("hello");
            }
            client.text("end");
            int pongs = 0;
            var frame = client.read();
            for (; frame.opcode() != TEXT; frame = client.read()) {
                pongs++;
            }
            assertThat(pongs).isLessThan(8000 * 24).isPositive();
            assertThat(frame.text()).isEqualTo("end");
        }
    }

    @Test
    void client_thatSendsWhatNobodyTakes_isNotReadFrom() throws Exception {
        var go = new CountDownLatch(1);
        var taken = new AtomicInteger();
        WebSocketHandler handler = ws -> {
            assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
            for (var message = ws.await(); message != null; message = ws.await()) {
                taken.incrementAndGet();
            }
        };
        var message = WebSocketClient.frame(FIN | BINARY, new byte[32 * 1024]);
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(server)) {
            var sent = new AtomicInteger();
            var sender = Thread.ofPlatform().daemon().start(() -> {
                try {
                    for (int i = 0; i < 600; i++) {
                        client.raw().send(message);
                        sent.incrementAndGet();
                    }
                    client.close(1000, "");
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            awaitStandstill(sent);
            assertThat(sent.get()).as("stopped by the system's buffers").isLessThan(600);
            go.countDown();
            assertThat(client.readClose().code()).isEqualTo(1000);
            assertThat(server.nextRecord().status()).as("the handler has ended").isEqualTo(101);
            assertThat(taken).hasValue(600);
            sender.join();
        }
    }

    @Test
    void manySmallMessages_thatNobodyTakes_areNotReadFrom() throws Exception {
        var go = new CountDownLatch(1);
        var taken = new AtomicInteger();
        WebSocketHandler handler = ws -> {
            assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
            for (var message = ws.await(); message != null; message = ws.await()) {
                taken.incrementAndGet();
            }
        };
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(server)) {
            for (int i = 0; i < 100; i++) {
                client.text("x");
            }
            client.send(FIN | PING, utf8("?"));
            client.raw().socket().setSoTimeout(300);
            assertThatThrownBy(client::read)
                    .as("what is behind 100 messages is not read while 16 wait")
                    .isInstanceOf(SocketTimeoutException.class);
            client.raw().socket().setSoTimeout(5000);
            go.countDown();
            assertThat(client.read().text()).isEqualTo("?");
            client.close(1000, "").readClose();
            assertThat(server.nextRecord().status()).as("the handler has ended").isEqualTo(101);
            assertThat(taken).hasValue(100);
        }
    }

    @Test
    void sender_toAClientThatReadsNothing_waits_andGoesOnWhenItReads() throws Exception {
        var sent = new AtomicInteger();
        WebSocketHandler handler = ws -> {
            var block = new byte[32 * 1024];
            for (int i = 0; i < 600; i++) {
                ws.send(block);
                sent.incrementAndGet();
            }
        };
        try (var server = TestServer.of(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(RawClient.connect(server.port(), 4096))) {
            awaitStandstill(sent);
            assertThat(sent.get()).isLessThan(600);
            for (int i = 0; i < 600; i++) {
                assertThat(client.read().payload()).hasSize(32 * 1024);
            }
            assertThat(client.read().code()).isEqualTo(1000);
            client.close(1000, "");
        }
    }

    @Test
    void sender_toAClientThatReadsNothingForTooLong_getsAnException() throws Exception {
        var ended = new CompletableFuture<Integer>();
        WebSocketHandler handler = ws -> {
            try {
                while (true) {
                    ws.send(new byte[32 * 1024]);
                }
            } catch (ConnectionClosedException e) {
                ended.complete(e.code());
            }
        };
        try (var server = TestServer.of(
                        new WebSocketWSGI(handler), config -> config.writeTimeout(Duration.ofMillis(300)));
                var client = WebSocketClient.open(RawClient.connect(server.port(), 4096))) {
            assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo(1006);
            assertThat(server.nextRecord().status()).isEqualTo(101);
            client.raw().reset();
        }
    }

    private static void awaitStandstill(AtomicInteger count) throws InterruptedException {
        int before;
        do {
            before = count.get();
            TimeUnit.MILLISECONDS.sleep(200);
        } while (before == 0 || before != count.get());
    }

    /* A length that is announced and does not come costs no memory; 200 of them would be 1.6 GB. */
    @Test
    void messages_thatAreOnlyAnnounced_takeNoMemory() throws Exception {
        var clients = new WebSocketClient[200];
        try (var server = TestServer.of(WebSocketApps.echo())) {
            var announced = ByteBuffer.allocate(14)
                    .put((byte) 0x82)
                    .put((byte) 0xff)
                    .putLong(8 * 1024 * 1024)
                    .array();
            for (int i = 0; i < clients.length; i++) {
                clients[i] = WebSocketClient.open(server);
                clients[i].raw().send(announced);
                clients[i].raw().send(new byte[10]);
            }
            for (var client : clients) {
                client.close();
            }
            server.awaitConnections(0);
        }
    }
}
