package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that would wear a server out with frames that are cheap to send (RFC 9113 §10.5): memory stays, and others are served. */
@Timeout(60)
class Http2FloodTest {

    private static final int PROTOCOL_ERROR = 1;
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int LIMIT = 100;
    private static final int STREAMS = 10_000;
    private static final int FRAMES = 100_000;

    private static TestServer serverOf(Http2Trapped app) throws Exception {
        return TestServer.of(app, config -> config.accessLog(AccessLog.none()));
    }

    /** CVE-2024-27316. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000})
    void continuations_withoutEnd_endTheConnection(int length) throws Exception {
        var app = new Http2Trapped();
        try (var server = serverOf(app);
                var client = Http2Client.connect(server.port())) {
            var flood = new Http2Flood()
                    .frame(Http2Client.HEADERS, Http2Client.END_STREAM, 1, Http2Client.request("GET", "/"));
            for (int i = 0; i < STREAMS; i++) {
                flood.frame(Http2Client.CONTINUATION, 0, 1, new byte[length]);
            }
            long before = Http2Flood.memory();
            var sending = flood.sendMeanwhileBy(client);
            client.awaitEnd();
            sending.get(5, TimeUnit.SECONDS);
            assertThat(app.calls).hasValue(0);
            Http2Flood.assertHarmless(server, before);
        }
    }

    private static final int INDEXED = 0x80;
    private static final int INCREMENTAL = 0x40;
    private static final int FIRST_DYNAMIC = 62;

    /** A head that puts a field into the decoder's table, and refers to it so many times. */
    private static byte[] referring(String name, String value, int times) {
        var block = new ByteArrayOutputStream();
        block.writeBytes(Http2Client.request("GET", "/"));
        var field = Http2Client.block(name, value);
        field[0] = INCREMENTAL;
        block.writeBytes(field);
        for (int i = 0; i < times; i++) {
            block.write(INDEXED | FIRST_DYNAMIC);
        }
        return block.toByteArray();
    }

    /** CVE-2016-6581. */
    @Test
    void fieldOf4KiB_referredTo12000Times_endsTheConnection() throws Exception {
        var app = new Http2Trapped();
        try (var server = serverOf(app);
                var client = Http2Client.connect(server.port())) {
            long before = Http2Flood.memory();
            new Http2Flood()
                    .head(Http2Client.END_STREAM, 1, referring("x", "y".repeat(4000), 12_000))
                    .sendBy(client);
            assertThat(client.goAwayCode()).isEqualTo(PROTOCOL_ERROR);
            assertThat(app.calls).hasValue(0);
            Http2Flood.assertHarmless(server, before);
        }
    }

    /** Each is small, so that they stay within the bytes; the engine has room for 127 of a name. */
    @ParameterizedTest
    @ValueSource(strings = {"cookie", "x"})
    void smallField_referredTo1500Times_endsTheConnection(String name) throws Exception {
        var app = new Http2Trapped();
        try (var server = serverOf(app);
                var client = Http2Client.connect(server.port())) {
            new Http2Flood()
                    .head(Http2Client.END_STREAM, 1, referring(name, "y", 1500))
                    .sendBy(client);
            assertThat(client.goAwayCode()).isEqualTo(PROTOCOL_ERROR);
            assertThat(app.calls).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cookie", "x"})
    void smallField_referredTo120Times_isRefused(String name) throws Exception {
        var app = new Http2Trapped();
        try (var server = TestServer.of(app, config -> config.http2Fields(100));
                var client = Http2Client.connect(server.port())) {
            new Http2Flood()
                    .head(Http2Client.END_STREAM, 1, referring(name, "y", 120))
                    .sendBy(client);
            assertThat(client.response(1).status()).isEqualTo(431);
            assertThat(app.calls).hasValue(0);
            client.get(3, "/");
            assertThat(client.response(3).status()).isEqualTo(200);
        }
    }

    @Test
    void fieldsOf400Names_areRefused() throws Exception {
        var app = new Http2Trapped();
        try (var server = serverOf(app);
                var client = Http2Client.connect(server.port())) {
            var fields = new String[800];
            for (int i = 0; i < fields.length; i++) {
                fields[i] = "x" + i / 2;
            }
            client.get(1, "/", fields);
            assertThat(client.response(1).status()).isEqualTo(431);
            assertThat(app.calls).hasValue(0);
            client.get(3, "/");
            assertThat(client.response(3).status()).isEqualTo(200);
        }
    }

    /** CVE-2026-49975: large heads by small references, and responses that nobody lets go. */
    @Test
    void largeHeads_whoseResponsesAreNotTaken_areBounded_andGivenUp() throws Exception {
        int connections = 10;
        try (var server = TestServer.of(
                Apps.HELLO, config -> config.writeTimeout(Duration.ofSeconds(2)).accessLog(AccessLog.none()))) {
            long before = Http2Flood.memory();
            var clients = new Http2Client[connections];
            for (int i = 0; i < connections; i++) {
                clients[i] = Http2Client.connect(server.port(), Http2Client.setting(4, 0));
                for (int stream = 1; stream < 2 * LIMIT; stream += 2) {
                    new Http2Flood()
                            .head(Http2Client.END_STREAM, stream, referring("x", "y".repeat(4000), 14))
                            .sendBy(clients[i]);
                }
            }
            var resets = new int[connections];
            for (int i = 0; i < connections; i++) {
                resets[i] = resetsAmong(clients[i], Http2Client.HEADERS);
            }
            Http2Flood.assertHarmless(server, before);
            for (int i = 0; i < connections; i++) {
                for (; resets[i] < LIMIT; resets[i]++) {
                    clients[i].await(Http2FloodTest::isCancel);
                }
                clients[i].close();
            }
        }
    }

    /** Reads as many frames of that type as there may be streams, and counts the resets that come between them. */
    private static int resetsAmong(Http2Client client, int type) throws IOException {
        int resets = 0;
        for (int count = 0; count < LIMIT; ) {
            var frame = client.await(any -> any.type() == type || isCancel(any));
            count += frame.type() == type ? 1 : 0;
            resets += isCancel(frame) ? 1 : 0;
        }
        return resets;
    }

    private static boolean isCancel(Http2Client.Frame frame) {
        return frame.type() == Http2Client.RST_STREAM && frame.code() == 8;
    }

    /** The engine keeps a stream that was reset for a minute; with its head that would be 7 MiB here. */
    @ParameterizedTest
    @ValueSource(strings = {"x-lower", "X-Upper"})
    void largeHeadsOfStreamsThatAreReset_areNotKept(String name) throws Exception {
        int streams = 500;
        try (var server = TestServer.of(
                        Apps.ECHO, config -> config.http2Resets(2 * streams).accessLog(AccessLog.none()));
                var client = Http2Client.connect(server.port())) {
            long before = Http2Flood.memory();
            for (int i = 0; i < streams; i++) {
                var block =
                        Http2Client.request("POST", "/", name, "1", "x", i + "y".repeat(7000), "y", "y".repeat(7000));
                new Http2Flood().head(0, 2 * i + 1, block).reset(2 * i + 1).sendBy(client);
                client.ping();
            }
            Http2Flood.assertHarmless(server, before, 4 << 20);
        }
    }

    /** Frames that cost work and bring nothing on (CVE-2019-9511 to 9518). */
    @ParameterizedTest
    @ValueSource(strings = {"ping", "settings", "empty settings", "priority", "empty data", "unknown"})
    void framesThatBringNothingOn_endTheConnection(String what) throws Exception {
        var app = new Http2Trapped();
        try (var server = serverOf(app);
                var client = Http2Client.connect(server.port())) {
            client.post(1, "/waits");
            idle(what, 2500).sendBy(client);
            assertThat(client.goAwayCode()).isEqualTo(ENHANCE_YOUR_CALM);
            app.open.countDown();
        }
    }

    /** So many that the client may lose the server's last word, and it reads no answer to them. */
    @ParameterizedTest
    @ValueSource(strings = {"ping", "settings", "empty settings", "priority", "empty data", "unknown"})
    void framesThatBringNothingOn_andAreAnsweredToNobody_areHarmless(String what) throws Exception {
        var app = new Http2Trapped();
        try (var server = serverOf(app);
                var client = Http2Client.connect(server.port())) {
            client.post(1, "/waits");
            var flood = idle(what, FRAMES);
            long before = Http2Flood.memory();
            flood.sendBy(client);
            Http2Flood.assertHarmless(server, before);
            client.awaitEnd();
            app.open.countDown();
        }
    }

    private static Http2Flood idle(String what, int count) {
        var flood = new Http2Flood();
        for (int i = 0; i < count; i++) {
            switch (what) {
                case "ping" -> flood.frame(Http2Client.PING, 0, 0, new byte[8]);
                case "settings" -> flood.frame(Http2Client.SETTINGS, 0, 0, Http2Client.setting(4, i));
                case "empty settings" -> flood.frame(Http2Client.SETTINGS, 0, 0);
                case "priority" -> flood.frame(Http2Client.PRIORITY, 0, 3, new byte[5]);
                case "empty data" -> flood.frame(Http2Client.DATA, 0, 1);
                default -> flood.frame(99, 0, 1, new byte[8]);
            }
        }
        return flood;
    }

    /** What large responses need, so not counted: each costs no more than its frame. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void windowUpdatesByOne_areServed(int stream) throws Exception {
        Application large = (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            return Body.of(new byte[environ.pathInfo().equals("/") ? 1 : 4 * FRAMES]);
        };
        try (var server = TestServer.of(large, config -> config.accessLog(AccessLog.none()));
                var client = Http2Client.connect(server.port())) {
            client.get(1, "/large");
            var flood = new Http2Flood();
            for (int i = 0; i < FRAMES; i++) {
                flood.frame(Http2Client.WINDOW_UPDATE, 0, stream, Http2Client.number(1));
            }
            long before = Http2Flood.memory();
            flood.sendBy(client);
            Http2Flood.assertHarmless(server, before);
            client.frame(Http2Client.WINDOW_UPDATE, 0, 0, Http2Client.number(4 * FRAMES));
            client.frame(Http2Client.WINDOW_UPDATE, 0, 1, Http2Client.number(4 * FRAMES));
            assertThat(client.response(1).body()).hasSize(4 * FRAMES);
        }
    }

    /** CVE-2026-93492. The client's decoder here has 4096 bytes, and would fail if the server's encoder took more. */
    @ParameterizedTest
    @ValueSource(ints = {1 << 20, Integer.MAX_VALUE, -1})
    void headerTable_largerThanOurs_isNotUsed(int allowed) throws Exception {
        var number = new AtomicInteger();
        Application app = (environ, startResponse) -> {
            var name = "X-" + number.incrementAndGet();
            startResponse.start("200 OK", Headers.of("Content-Type", "text/plain", name, name.repeat(200)));
            return Body.of("");
        };
        try (var server = TestServer.of(app, config -> config.accessLog(AccessLog.none()));
                var client = Http2Client.connect(server.port(), Http2Client.setting(1, allowed))) {
            for (int i = 0; i < 1000; i++) {
                client.get(2 * i + 1, "/");
                assertThat(client.response(2 * i + 1).headers()).containsKey("x-" + number);
            }
        }
    }
}
