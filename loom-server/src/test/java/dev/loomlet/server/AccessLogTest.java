package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loomlet.wsgi.Body;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One entry for each response, however it ended, with the body's bytes and not those of its framing. */
class AccessLogTest {

    @Test
    void entry_hasWhatCameAndWhatWent() throws Exception {
        var before = Instant.now();
        try (var server = TestServer.of(Apps.HELLO);
                var client = server.connect().get("/where?q=%20", "X-Name: value")) {
            client.response();
            var entry = server.nextRecord();
            assertThat(entry.clientIp()).isEqualTo("127.0.0.1");
            assertThat(entry.clientPort())
                    .isEqualTo(Integer.toString(client.socket().getLocalPort()));
            assertThat(entry.requestLine()).isEqualTo("GET /where?q=%20 HTTP/1.1");
            assertThat(entry.requestHeaders().first("x-name")).contains("value");
            assertThat(entry.status()).isEqualTo(200);
            assertThat(entry.bodyLength()).isEqualTo(15);
            assertThat(entry.time()).isBetween(before.minusMillis(1), Instant.now());
            assertThat(entry.wall()).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, '1.2.3.4,5.6.7.8,127.0.0.1'", "false, 127.0.0.1"})
    void clientIp_hasWhatXForwardedForSays_unlessSwitchedOff(boolean wanted, String expected) throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.logForwardedFor(wanted));
                var client = server.connect().get("/", "X-Forwarded-For: 1.2.3.4, 5.6.7.8")) {
            client.response();
            assertThat(server.nextRecord().clientIp()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, 200 OK, 10", "HEAD, 200 OK, 0", "GET, 204 No Content, 0", "GET, 304 Not Modified, 0"})
    void bodyLength_isTheBodysWithoutItsChunks(String method, String status, int expected) throws Exception {
        try (var server = TestServer.withoutLint((environ, startResponse) -> {
                    startResponse.start(status, Apps.TEXT);
                    return Apps.blocks("01234", "56789");
                });
                var client = server.connect().send(method + " / HTTP/1.1\r\nHost: a\r\n\r\n")) {
            client.head();
            assertThat(server.nextRecord().bodyLength()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"'GET / HTTP/1.1', 400", "'GET / HTTP/9.9', 505", "'bad', 400"})
    void requestThatIsRefused_hasAnEntry(String requestLine, int status) throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = server.connect().send(requestLine + "\r\n\r\n")) {
            var response = client.response();
            var entry = server.nextRecord();
            assertThat(entry.status()).isEqualTo(status).isEqualTo(response.status());
            assertThat(entry.bodyLength()).isEqualTo(response.text().length());
            assertThat(entry.requestLine()).isEmpty();
        }
    }

    @Test
    void requestWhoseFramingIsRefused_hasAnEntryWithItsLine() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = server.connect().get("/where", "Content-Length: x")) {
            client.response();
            var entry = server.nextRecord();
            assertThat(entry.status()).isEqualTo(400);
            assertThat(entry.requestLine()).isEqualTo("GET /where HTTP/1.1");
        }
    }

    @Test
    void requestWhoseClientLeaves_hasAnEntryWithStatusZero() throws Exception {
        var reading = new CountDownLatch(1);
        try (var server = TestServer.of((environ, startResponse) -> {
            reading.countDown();
            return Apps.ECHO.call(environ, startResponse);
        })) {
            var client = server.connect().send("POST /gone HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
            assertThat(reading.await(5, TimeUnit.SECONDS)).isTrue();
            client.reset();
            var entry = server.nextRecord();
            assertThat(entry.requestLine()).isEqualTo("POST /gone HTTP/1.1");
            assertThat(entry.status()).isZero();
            assertThat(entry.bodyLength()).isZero();
        }
    }

    @Test
    void connectionWithoutARequest_hasNoEntry() throws Exception {
        try (var server = TestServer.of(Apps.HELLO)) {
            server.connect().close();
            try (var client = server.connect().get("/")) {
                client.response();
            }
            server.nextRecord();
            server.awaitConnections(0);
            assertThat(server.records()).isEmpty();
        }
    }

    @Test
    void format_ofOnesOwn_isFilled() throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        var format =
                "HI %(request_line)s HI %(status_code)s %(body_length)s %(client_ip)s:%(client_port)s %(wall_seconds).3f 100%%";
        try (var server = TestServer.of(Apps.HELLO, config -> config.accessLog(AccessLog.format(format, lines::add)));
                var client = server.connect().get("/yo!")) {
            client.response();
            assertThat(lines.poll(5, TimeUnit.SECONDS))
                    .matches("HI GET /yo! HTTP/1\\.1 HI 200 15 127\\.0\\.0\\.1:"
                            + client.socket().getLocalPort()
                            + " \\d+\\.\\d{3} 100%");
        }
    }

    @Test
    void defaultFormat_isEventlets() throws Exception {
        var stream = new ByteArrayOutputStream();
        try (var server = TestServer.of(
                        Apps.HELLO,
                        config ->
                                config.accessLog(AccessLog.to(new PrintStream(stream, true, StandardCharsets.UTF_8))));
                var client = server.connect().get("/")) {
            client.response();
        }
        assertThat(stream.toString(StandardCharsets.UTF_8))
                .matches("127\\.0\\.0\\.1 - - \\[\\d\\d/[A-Z][a-z]{2}/\\d{4} \\d\\d:\\d\\d:\\d\\d] "
                        + "\"GET / HTTP/1\\.1\" 200 15 0\\.\\d{6}\\R");
    }

    @Test
    void systemLogger_getsTheLinesAtInfo() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.accessLog(AccessLog.toSystemLogger()));
                var client = server.connect().get("/")) {
            client.response();
        }
        assertThat(ServerLog.messages(Level.INFO)).singleElement().asString().contains("\"GET / HTTP/1.1\" 200 15");
    }

    /** eventlet's log_output=False. */
    @Test
    void noLog_isSilent() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.accessLog(AccessLog.none()));
                var client = server.connect().get("/")) {
            client.response();
            assertThat(server.records()).isEmpty();
        }
        assertThat(ServerLog.messages(Level.INFO)).isEmpty();
        assertThat(ServerLog.messages(Level.WARNING)).isEmpty();
    }

    @Test
    @LogsErrors({"the access log failed", "the access log failed"})
    void logThatThrows_hindersNoRequest() throws Exception {
        try (var server = TestServer.of(
                        Apps.HELLO,
                        config -> config.accessLog(entry -> {
                            throw new IllegalStateException("on purpose");
                        }));
                var client = server.connect()) {
            assertThat(client.get("/").response().status()).isEqualTo(200);
            assertThat(client.get("/").response().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%(no_such)s", "%(client_ip)d", "100%", "%(client_ip).3f", "%(status_code"})
    void format_thatIsNone_isRefusedWhenItIsMade(String format) {
        assertThatIllegalArgumentException().isThrownBy(() -> AccessLog.format(format, line -> {}));
    }

    @Test
    void entry_isMadeAfterTheResponseIsOver() throws Exception {
        var goOn = new CountDownLatch(1);
        try (var server = TestServer.of((environ, startResponse) -> {
                    startResponse.start("200 OK", Apps.TEXT).write(Apps.bytes("begun"));
                    assertThat(goOn.await(5, TimeUnit.SECONDS)).isTrue();
                    return Body.of("ended");
                });
                var client = server.connect().get("/")) {
            client.head();
            assertThat(client.line()).isEqualTo("5");
            assertThat(server.records()).isEmpty();
            goOn.countDown();
            assertThat(server.nextRecord().bodyLength()).isEqualTo(10);
        }
    }
}
