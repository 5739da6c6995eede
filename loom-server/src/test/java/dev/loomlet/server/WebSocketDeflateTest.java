package dev.loomlet.server;

import static dev.loomlet.server.WebSocketClient.BINARY;
import static dev.loomlet.server.WebSocketClient.CONTINUATION;
import static dev.loomlet.server.WebSocketClient.FIN;
import static dev.loomlet.server.WebSocketClient.PING;
import static dev.loomlet.server.WebSocketClient.RSV1;
import static dev.loomlet.server.WebSocketClient.TEXT;
import static dev.loomlet.server.WebSocketClient.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.websocket.Deflate;
import dev.loomlet.server.websocket.WebSocketConfigBuilder;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate (RFC 7692). */
@Timeout(30)
class WebSocketDeflateTest {

    private static final String PLAIN = "Sec-WebSocket-Extensions: permessage-deflate";

    private static WebSocketConfigBuilder deflate(Deflate setting) {
        return WebSocketApps.settings().deflate(setting).deflateMinimum(1);
    }

    /* eventlet: test_accept_basic_deflate_ext_13, _context_takeover_13, _window_max_bits_13, test_reject_max_window_bits_out_of_range_13 */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permessage-deflate | permessage-deflate",
                "PerMessage-Deflate | permessage-deflate",
                "x-other, permessage-deflate | permessage-deflate",
                "permessage-deflate; server_no_context_takeover | permessage-deflate; server_no_context_takeover",
                "permessage-deflate; client_no_context_takeover | permessage-deflate; client_no_context_takeover",
                "permessage-deflate ; client_max_window_bits | permessage-deflate",
                "permessage-deflate; client_max_window_bits=10 | permessage-deflate",
                "permessage-deflate; client_max_window_bits = \"10\" | permessage-deflate",
                "permessage-deflate; server_max_window_bits=15 | permessage-deflate; server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=10 | ''",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate | permessage-deflate",
                "permessage-deflate; client_max_window_bits=7, permessage-deflate | permessage-deflate",
                "permessage-deflate; client_max_window_bits=16 | ''",
                "permessage-deflate; server_max_window_bits | ''",
                "permessage-deflate; server_no_context_takeover=1 | ''",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover | ''",
                "permessage-deflate; unknown | ''",
                "x-webkit-deflate-frame | ''"
            })
    void offer_thatCanBeKept_isAgreedOn(String offer, String answer) throws Exception {
        try (var server = TestServer.of(WebSocketApps.echo(deflate(Deflate.CONTEXT_TAKEOVER)));
                var client = WebSocketClient.open(server, "Sec-WebSocket-Extensions: " + offer)) {
            assertThat(client.answer().header("Sec-WebSocket-Extensions")).isEqualTo(answer);
            assertThat(client.text("not compressed").read().isCompressed()).isEqualTo(!answer.isEmpty());
        }
    }

    @Test
    void setting_decidesWhatIsAgreedOn() throws Exception {
        try (var server = TestServer.of(WebSocketApps.echo());
                var client = WebSocketClient.open(server, PLAIN)) {
            assertThat(client.answer().header("Sec-WebSocket-Extensions"))
                    .isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
            assertThat(client.text("x".repeat(127)).read().isCompressed()).isFalse();
            assertThat(client.text("x".repeat(128)).read().isCompressed()).isTrue();
        }
        try (var server = TestServer.of(WebSocketApps.echo(deflate(Deflate.OFF)));
                var client = WebSocketClient.open(server, PLAIN)) {
            assertThat(client.answer().headers("Sec-WebSocket-Extensions")).isEmpty();
        }
    }

    /* eventlet: test_server_compress_with_context_takeover_13, test_client_compress_with_context_takeover_13; RFC 7692 §7.2.3.1, §7.2.3.2 */
    @Test
    void messages_withWhatWentBefore_becomeShorter() throws Exception {
        try (var server = TestServer.of(WebSocketApps.echo(deflate(Deflate.CONTEXT_TAKEOVER)));
                var client = WebSocketClient.open(server, PLAIN)) {
            assertThat(hex(client.send(FIN | RSV1 | TEXT, hex("f248cdc9c90700")).read()))
                    .isEqualTo("f248cdc9c90700");
            assertThat(hex(client.send(FIN | RSV1 | TEXT, hex("f200110000")).read()))
                    .isEqualTo("f200110000");
        }
    }

    /* eventlet: test_server_compress_no_context_takeover_13, test_client_compress_no_context_takeover_13 */
    @Test
    void messages_byThemselves_areTheSameTwice() throws Exception {
        try (var server = TestServer.of(WebSocketApps.echo(deflate(Deflate.NO_CONTEXT_TAKEOVER)));
                var client = WebSocketClient.open(server, PLAIN)) {
            for (int i = 0; i < 3; i++) {
                assertThat(hex(client.send(FIN | RSV1 | TEXT, hex("f248cdc9c90700"))
                                .read()))
                        .isEqualTo("f248cdc9c90700");
            }
        }
    }

    /* eventlet: test_send_uncompressed_msg_13; RFC 7692 §7.2.3.3 to §7.2.3.5 */
    @ParameterizedTest
    @ValueSource(strings = {"000500faff48656c6c6f00", "f348cdc9c9070000", "f24805000000ffffcac9c90700"})
    void message_inOtherBlocks_isRead(String compressed) throws Exception {
        try (var server = TestServer.of(WebSocketApps.echo(deflate(Deflate.CONTEXT_TAKEOVER)));
                var client = WebSocketClient.open(server, PLAIN)) {
            assertThat(client.text("plain").read().isCompressed()).isTrue();
            client.send(RSV1 | TEXT, hex(compressed.substring(0, 6)))
                    .send(FIN | PING, utf8("?"))
                    .send(FIN | CONTINUATION, hex(compressed.substring(6)));
            assertThat(client.read().text()).isEqualTo("?");
            assertThat(inflate(client.read().payload(), "plain")).isEqualTo(utf8("Hello"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Deflate.class, names = "OFF", mode = EnumSource.Mode.EXCLUDE)
    void messages_ofAnyKind_comeBack(Deflate setting) throws Exception {
        var random = new java.util.Random(7);
        try (var server = TestServer.of(WebSocketApps.echo(deflate(setting)));
                var client = WebSocketClient.open(server, PLAIN)) {
            var deflater = new Deflater(6, true);
            var inflater = new Inflater(true);
            for (int length : new int[] {2, 300, 70_000, 1_000_000}) {
                var noise = new byte[length];
                random.nextBytes(noise);
                for (var message : new byte[][] {noise, new byte[length], utf8("ab".repeat(length / 2))}) {
                    if (setting == Deflate.NO_CONTEXT_TAKEOVER) {
                        deflater.reset();
                        inflater.reset();
                    }
                    client.send(FIN | RSV1 | BINARY, deflate(deflater, message));
                    var echo = client.read();
                    assertThat(echo.isCompressed()).isTrue();
                    assertThat(inflate(inflater, echo.payload())).isEqualTo(message);
                }
            }
            deflater.end();
            inflater.end();
        }
    }

    /* eventlet: test_large_frame_size_compressed_13 */
    @Test
    void message_longerThanTheLimitOnceDecompressed_isNotTaken() throws Exception {
        try (var server = TestServer.of(
                        WebSocketApps.echo(deflate(Deflate.NO_CONTEXT_TAKEOVER).maxMessage(50_000)));
                var client = WebSocketClient.open(server, PLAIN)) {
            client.send(FIN | RSV1 | BINARY, deflated(new byte[50_000]));
            assertThat(inflate(new Inflater(true), client.read().payload())).hasSize(50_000);
            client.send(FIN | RSV1 | BINARY, deflated(new byte[50_001]));
            assertThat(client.readClose().code()).isEqualTo(1009);
        }
    }

    @Test
    void bomb_isStoppedAtTheLimit_andOthersAreServed() throws Exception {
        var bomb = bomb(256 << 20);
        assertThat(bomb).hasSizeLessThan((256 << 20) / 1000);
        try (var server = TestServer.of(WebSocketApps.echo());
                var other = WebSocketClient.open(server, PLAIN)) {
            for (int i = 0; i < 4; i++) {
                try (var client = WebSocketClient.open(server, PLAIN)) {
                    client.send(FIN | RSV1 | BINARY, bomb);
                    assertThat(client.readClose().code()).isEqualTo(1009);
                }
                long before = System.nanoTime();
                assertThat(other.text("still here").readText()).isEqualTo("still here");
                assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(1));
            }
        }
    }

    @Test
    void message_thatIsMalformed_endsTheConnection() throws Exception {
        try (var server = TestServer.of(WebSocketApps.echo());
                var client = WebSocketClient.open(server, PLAIN)) {
            client.send(FIN | RSV1 | TEXT, hex("ffffffffff"));
            assertThat(client.readClose().code()).isEqualTo(1002);
        }
    }

    @Test
    void text_thatIsNotUtf8OnceDecompressed_endsTheConnection() throws Exception {
        try (var server = TestServer.of(WebSocketApps.echo());
                var client = WebSocketClient.open(server, PLAIN)) {
            client.send(FIN | RSV1 | TEXT, deflated(new byte[] {'a', (byte) 0xff}));
            assertThat(client.readClose().code()).isEqualTo(1007);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {FIN | RSV1 | PING, FIN | 0x20 | TEXT, FIN | 0x10 | TEXT, FIN | RSV1 | CONTINUATION})
    void reservedBit_whereItHasNoMeaning_isAViolation(int first) throws Exception {
        try (var server = TestServer.of(WebSocketApps.echo());
                var client = WebSocketClient.open(server, PLAIN)) {
            client.send(BINARY, new byte[1]).send(first);
            assertThat(client.readClose().code()).isEqualTo(1002);
        }
    }

    private static String hex(WebSocketClient.Frame frame) {
        assertThat(frame.isCompressed()).isTrue();
        return HexFormat.of().formatHex(frame.payload());
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] deflated(byte[] message) {
        var deflater = new Deflater(6, true);
        var compressed = deflate(deflater, message);
        deflater.end();
        return compressed;
    }

    private static byte[] deflate(Deflater deflater, byte[] message) {
        deflater.setInput(message);
        var out = new ByteArrayOutputStream();
        var buffer = new byte[64 * 1024];
        for (int count = 1; count > 0; ) {
            count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            out.write(buffer, 0, count);
        }
        return Arrays.copyOf(out.toByteArray(), out.size() - 4);
    }

    private static byte[] bomb(int size) {
        var deflater = new Deflater(9, true);
        var zeros = new byte[1 << 20];
        var out = new ByteArrayOutputStream();
        var buffer = new byte[64 * 1024];
        for (int done = 0; done < size; done += zeros.length) {
            deflater.setInput(zeros);
            for (int count = 1; count > 0; ) {
                count = deflater.deflate(buffer);
                out.write(buffer, 0, count);
            }
        }
        int count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        out.write(buffer, 0, count - 4);
        deflater.end();
        return out.toByteArray();
    }

    /** What a payload says behind a message that was sent before. */
    private static byte[] inflate(byte[] payload, String before) throws Exception {
        var inflater = new Inflater(true);
        inflate(inflater, deflated(utf8(before)));
        return inflate(inflater, payload);
    }

    private static byte[] inflate(Inflater inflater, byte[] payload) throws Exception {
        var whole = Arrays.copyOf(payload, payload.length + 4);
        whole[payload.length + 2] = (byte) 0xff;
        whole[payload.length + 3] = (byte) 0xff;
        inflater.setInput(whole);
        var out = new ByteArrayOutputStream();
        var buffer = new byte[64 * 1024];
        for (int count = 1; count > 0; ) {
            count = inflater.inflate(buffer);
            out.write(buffer, 0, count);
        }
        return out.toByteArray();
    }
}
