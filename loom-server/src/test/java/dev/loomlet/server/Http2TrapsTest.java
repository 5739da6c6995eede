package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Undertow's engine alone would do something else: each fails if its cure is taken out. */
@Timeout(30)
class Http2TrapsTest {

    private static final int REFUSED_STREAM = 7;
    private static final int PROTOCOL_ERROR = 1;
    private static final int LIMIT = 100;

    /** The engine only advertises the limit. */
    @Test
    void streamBeyondTheLimit_isRefused_andTheOthersGoOn() throws Exception {
        var app = new Http2Trapped();
        try (var server = TestServer.of(app);
                var client = Http2Client.connect(server.port())) {
            for (int i = 0; i < LIMIT; i++) {
                client.get(2 * i + 1, "/waits");
            }
            client.get(2 * LIMIT + 1, "/");
            assertThat(client.resetCode(2 * LIMIT + 1)).isEqualTo(REFUSED_STREAM);
            app.open.countDown();
            var last = client.await(frame -> frame.stream() > 0 && frame.ends());
            assertThat(last.text()).startsWith("Hello");
            client.get(2 * LIMIT + 3, "/");
            assertThat(client.response(2 * LIMIT + 3).status()).isEqualTo(200);
            assertThat(app.most).hasValueLessThanOrEqualTo(LIMIT);
        }
    }

    /** A client that stays within the limit is never refused: a stream ends when its response does. */
    @Test
    void clientAtTheLimit_isNotRefused() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.accessLog(AccessLog.none()));
                var client = Http2Client.connect(server.port())) {
            int next = 1;
            for (; next < 2 * LIMIT; next += 2) {
                client.get(next, "/");
            }
            for (int answered = 0; answered < 20 * LIMIT; answered++) {
                var frame = client.await(any -> any.ends() || any.type() == Http2Client.RST_STREAM);
                assertThat(frame.type()).isEqualTo(Http2Client.DATA);
                client.get(next, "/");
                next += 2;
            }
            for (int left = 0; left < LIMIT; left++) {
                client.await(any -> any.ends());
            }
        }
    }

    /** The engine's own GOAWAY ends the streams in progress. */
    @Test
    void stop_servesWhatIsInProgress_andWhatWasOnItsWay() throws Exception {
        var app = new Http2Trapped();
        var server = TestServer.of(app);
        try (var client = Http2Client.connect(server.port())) {
            client.get(1, "/waits");
            app.awaitBegun(1);
            var stopping = CompletableFuture.supplyAsync(() -> stop(server));
            var notice = client.await(frame -> frame.type() == Http2Client.GOAWAY);
            assertThat(notice.payload()).startsWith(0x7f, 0xff, 0xff, 0xff);
            client.get(3, "/");
            client.frame(Http2Client.PING, 1, 0, new byte[8]);
            assertThat(client.response(3).status()).isEqualTo(200);
            app.open.countDown();
            assertThat(client.response(1).status()).isEqualTo(200);
            var end = client.await(frame -> frame.type() == Http2Client.GOAWAY);
            assertThat(end.payload()).startsWith(0, 0, 0, 3);
            assertThat(end.code()).isZero();
            client.awaitEnd();
            assertThat(stopping.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static boolean stop(TestServer server) {
        try {
            return server.server().stop(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The engine gives up requests in progress when the client says that it will open no more. */
    @Test
    void goAwayOfTheClient_doesNotEndItsRequests() throws Exception {
        var app = new Http2Trapped();
        try (var server = TestServer.of(app);
                var client = Http2Client.connect(server.port())) {
            client.get(1, "/waits");
            app.awaitBegun(1);
            client.frame(Http2Client.GOAWAY, 0, 0, new byte[8]);
            client.ping();
            app.open.countDown();
            assertThat(client.response(1).status()).isEqualTo(200);
            assertThat(client.goAwayCode()).isZero();
        }
    }

    /** The engine dispatches a HEADERS whose CONTINUATION is still to come. */
    @Test
    void headersWithoutTheirContinuation_areNoRequest() throws Exception {
        var app = new Http2Trapped();
        try (var server = TestServer.of(app);
                var client = Http2Client.connect(server.port())) {
            var block = Http2Client.request("GET", "/");
            client.frame(Http2Client.HEADERS, Http2Client.END_STREAM, 1, java.util.Arrays.copyOf(block, 30));
            server.awaitConnections(1);
            client.frame(Http2Client.CONTINUATION, 0, 1, java.util.Arrays.copyOfRange(block, 30, 40));
            assertThat(app.begun.poll(200, TimeUnit.MILLISECONDS)).isNull();
            client.frame(
                    Http2Client.CONTINUATION,
                    Http2Client.END_HEADERS,
                    1,
                    java.util.Arrays.copyOfRange(block, 40, block.length));
            assertThat(client.response(1).status()).isEqualTo(200);
            assertThat(app.calls).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Http2Client.DATA, Http2Client.PING, Http2Client.HEADERS, 99})
    void headerBlock_interrupted_endsTheConnection(int type) throws Exception {
        var app = new Http2Trapped();
        try (var server = TestServer.of(app);
                var client = Http2Client.connect(server.port())) {
            client.frame(Http2Client.HEADERS, Http2Client.END_STREAM, 1, Http2Client.request("GET", "/"));
            client.frame(type, 0, type == Http2Client.PING ? 0 : 1, new byte[8]);
            assertThat(client.goAwayCode()).isEqualTo(PROTOCOL_ERROR);
            assertThat(app.calls).hasValue(0);
        }
    }

    /** On a close the engine may not call who reads. */
    @ParameterizedTest
    @ValueSource(strings = {"end", "abort", "stream"})
    void reader_whoseClientLeaves_getsAnException(String how) throws Exception {
        var app = new Http2Trapped();
        try (var server = TestServer.of(app)) {
            var client = Http2Client.connect(server.port());
            client.post(1, "/reads");
            client.data(1, false, "some");
            app.awaitBegun(1);
            switch (how) {
                case "end" -> client.close();
                case "abort" -> client.reset();
                default -> client.frame(Http2Client.RST_STREAM, 0, 1, Http2Client.number(8));
            }
            assertThat(app.outcome()).isEqualTo("broken");
            assertThat(server.nextRecord().status()).isZero();
            client.close();
        }
    }

    @Test
    void writer_whoseStreamIsReset_getsAnException() throws Exception {
        var outcomes = new LinkedBlockingQueue<String>();
        Application app = (environ, startResponse) -> {
            var writer = startResponse.start("200 OK", Apps.TEXT);
            try {
                for (int i = 0; i < 10_000; i++) {
                    writer.write(new byte[16_384]);
                }
            } catch (IOException e) {
                outcomes.add("broken");
                throw e;
            }
            return Body.of("");
        };
        try (var server = TestServer.of(app);
                var client = Http2Client.connect(server.port())) {
            client.frame(Http2Client.WINDOW_UPDATE, 0, 0, Http2Client.number(10_000_000));
            client.get(1, "/");
            client.await(frame -> frame.is(Http2Client.DATA, 1));
            client.frame(Http2Client.RST_STREAM, 0, 1, Http2Client.number(8));
            assertThat(outcomes.poll(5, TimeUnit.SECONDS)).isEqualTo("broken");
            client.get(3, "/");
            client.await(frame -> frame.is(Http2Client.HEADERS, 3));
            client.reset();
            assertThat(outcomes.poll(5, TimeUnit.SECONDS)).isEqualTo("broken");
        }
    }

    /** An end that comes behind bytes is seen. */
    @Test
    void requestAndEnd_inOnePacket_leaveNothing() throws Exception {
        try (var server = TestServer.of(Apps.HELLO)) {
            for (int i = 0; i < 20; i++) {
                try (var client = server.connect()) {
                    var all = new ByteArrayOutputStream();
                    all.writeBytes(Apps.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
                    all.writeBytes(Http2Client.frameBytes(Http2Client.SETTINGS, 0, 0, new byte[0]));
                    all.writeBytes(Http2Client.frameBytes(
                            Http2Client.HEADERS, Http2Client.END_HEADERS, 1, Http2Client.request("POST", "/")));
                    all.writeBytes(Http2Client.frameBytes(Http2Client.DATA, 0, 1, new byte[10]));
                    client.send(all.toByteArray()).endOutput();
                    client.rest();
                }
            }
            server.awaitConnections(0);
        }
    }

    /** The engine stops reading the connection when one stream's bytes lie there. */
    @Test
    void streamThatNobodyReads_doesNotHoldUpTheOthers() throws Exception {
        var open = new CountDownLatch(1);
        Application app = (environ, startResponse) -> {
            if (environ.pathInfo().equals("/waits")) {
                assertThat(open.await(10, TimeUnit.SECONDS)).isTrue();
            }
            return Apps.ECHO.call(environ, startResponse);
        };
        try (var server = TestServer.of(app);
                var client = Http2Client.connect(server.port())) {
            client.post(1, "/waits");
            for (int i = 0; i < 4; i++) {
                client.frame(Http2Client.DATA, 0, 1, new byte[16_000]);
            }
            client.await(frame -> frame.is(Http2Client.WINDOW_UPDATE, 0));
            client.post(3, "/");
            client.data(3, true, "passes");
            assertThat(client.response(3).body()).isEqualTo("passes");
            open.countDown();
            client.await(frame -> frame.is(Http2Client.WINDOW_UPDATE, 1));
            client.frame(Http2Client.DATA, 1, 1, new byte[0]);
            assertThat(client.response(1).body()).hasSize(64_000);
        }
    }

    @Test
    void clientThatIgnoresItsWindow_isReset() throws Exception {
        var app = new Http2Trapped();
        try (var server = TestServer.of(app);
                var client = Http2Client.connect(server.port())) {
            client.post(1, "/waits");
            for (int i = 0; i < 14; i++) {
                client.frame(Http2Client.DATA, 0, 1, new byte[16_000]);
            }
            assertThat(client.resetCode(1)).isEqualTo(3);
            app.open.countDown();
        }
    }
}
