package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sizes and counts of the configuration: at the limit all is well, one beyond it is refused. */
class LimitTest {

    /** Sends the request, and checks the status, what of it reached the application, and the state of the connection. */
    private static void assertAnswered(UnaryOperator<ServerConfigBuilder> settings, String request, int status)
            throws Exception {
        var calls = new Calls(Apps.ECHO);
        boolean fine = status == 200;
        try (var server = TestServer.of(calls, settings);
                var client = server.connect().send(request)) {
            var response = client.response();
            assertThat(response.status()).isEqualTo(status);
            assertThat(server.nextRecord().status()).isEqualTo(status);
            assertThat(calls.requests()).hasSize(fine ? 1 : 0);
            assertThat(response.header("Connection")).isEqualTo(fine ? "" : "close");
            if (fine) {
                assertThat(client.get("/").response().status()).isEqualTo(200);
            } else {
                client.assertClosed();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"8192, 200", "8193, 414", "15000, 414"})
    void requestLine_ofThatManyBytes_isAnswered(int bytes, int status) throws Exception {
        var target = "/" + "x".repeat(bytes - "GET / HTTP/1.1".length());
        assertAnswered(config -> config, "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n", status);
    }

    @ParameterizedTest
    @CsvSource({"15014, 200", "15015, 414"})
    void requestLine_withALimitOfOnesOwn_isAnswered(int bytes, int status) throws Exception {
        var target = "/" + "x".repeat(bytes - "GET / HTTP/1.1".length());
        assertAnswered(
                config -> config.maxRequestLine(15014), "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n", status);
    }

    @ParameterizedTest
    @CsvSource({"8192, 200", "8193, 431", "10000, 431"})
    void headerLine_ofThatManyBytes_isAnswered(int bytes, int status) throws Exception {
        assertAnswered(
                config -> config, "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(bytes - 3) + "\r\n\r\n", status);
    }

    @Test
    void headers_tooLargeTogether_areRefused() throws Exception {
        var lines = IntStream.range(0, 20)
                .mapToObj(i -> "X-" + i + ": " + "x".repeat(7000) + "\r\n")
                .toList();
        assertAnswered(
                config -> config.drainBytes(1_000_000),
                "GET / HTTP/1.1\r\nHost: a\r\n" + String.join("", lines) + "\r\n",
                431);
    }

    @ParameterizedTest
    @CsvSource({"100, 200", "101, 431"})
    void headerLines_thatMany_areAnswered(int count, int status) throws Exception {
        assertAnswered(
                config -> config, "GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(count - 1) + "\r\n", status);
    }

    @ParameterizedTest
    @CsvSource({"1000, 200", "1001, 413"})
    void contentLength_ofThatMuch_isAnswered(int bytes, int status) throws Exception {
        assertAnswered(
                config -> config.maxBodyBytes(1000),
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + bytes + "\r\n\r\n" + "x".repeat(bytes),
                status);
    }

    @Test
    void contentLengthTooLarge_withAnExpectation_isRefusedWithoutA100() throws Exception {
        assertAnswered(
                config -> config.maxBodyBytes(1000),
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n",
                413);
    }

    @Test
    void chunks_ofTheLimitTogether_areRead() throws Exception {
        assertAnswered(
                config -> config.maxBodyBytes(1000),
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + ("1f4\r\n" + "x".repeat(500) + "\r\n").repeat(2) + "0\r\n\r\n",
                200);
    }

    @Test
    void chunks_ofOneByteMore_areA413_andAnErrorToTheApplication() throws Exception {
        var calls = new Calls(Apps.ECHO);
        try (var server = TestServer.of(calls, config -> config.maxBodyBytes(1000));
                var client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + ("1f4\r\n" + "x".repeat(500) + "\r\n").repeat(2)
                    + "1\r\nx\r\n0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(413);
            client.assertClosed();
            assertThat(server.nextRecord().status()).isEqualTo(413);
            assertThat(calls.requests()).containsExactly("POST /");
        }
    }

    @ParameterizedTest
    @CsvSource({"8192, 200", "8193, 400"})
    void trailers_ofThatManyBytes_areAnswered(int bytes, int status) throws Exception {
        assertBodyAnswered("0\r\nX: " + "x".repeat(bytes - "X: \r\n\r\n".length()) + "\r\n\r\n", status);
    }

    @ParameterizedTest
    @CsvSource({"4096, 200", "4097, 400"})
    void chunkExtensions_ofThatManyBytesTogether_areAnswered(int bytes, int status) throws Exception {
        assertBodyAnswered(
                "1;" + "x".repeat(bytes / 2 - 1) + "\r\na\r\n1;" + "x".repeat(bytes - bytes / 2 - 1)
                        + "\r\nb\r\n0\r\n\r\n",
                status);
    }

    private static void assertBodyAnswered(String chunks, int status) throws Exception {
        var calls = new Calls(Apps.ECHO);
        try (var server = TestServer.of(calls);
                var client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
                    .get("/next");
            assertThat(client.response().status()).isEqualTo(status);
            if (status == 200) {
                assertThat(client.response().status()).isEqualTo(200);
            } else {
                client.assertClosed();
            }
            assertThat(calls.requests()).hasSize(status == 200 ? 2 : 1);
        }
    }

    @Test
    void unreadBody_ofDrainBytes_isDropped_andTheConnectionGoesOn() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.drainBytes(1000));
                var client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(1000));
            assertThat(client.response().status()).isEqualTo(200);
            assertThat(client.get("/").response().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1001\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n3e9\r\n"})
    void unreadBody_ofMoreThanDrainBytes_endsTheConnection(String framing) throws Exception {
        var calls = new Calls(Apps.HELLO);
        try (var server = TestServer.of(calls, config -> config.drainBytes(1000));
                var client = server.connect()) {
            client.send("POST /1 HTTP/1.1\r\nHost: a\r\n" + framing + "x".repeat(1001)
                    + (framing.startsWith("T") ? "\r\n0\r\n\r\n" : "") + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(200);
            client.assertClosed();
            assertThat(calls.requests()).containsExactly("POST /1");
        }
    }

    @Test
    void drainBytesZero_endsTheConnectionWheneverSomethingIsLeft() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.drainBytes(0));
                var client = server.connect()) {
            assertThat(client.get("/").response().status()).isEqualTo(200);
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
            assertThat(client.response().status()).isEqualTo(200);
            client.assertClosed();
        }
    }

    @Test
    void connectionBeyondTheMost_waitsUntilOneLeaves() throws Exception {
        var calls = new Calls(Apps.HELLO);
        try (var server = TestServer.of(calls, config -> config.maxConnections(2));
                var first = server.connect();
                var second = server.connect();
                var third = server.connect()) {
            assertThat(first.get("/first").response().status()).isEqualTo(200);
            assertThat(second.get("/second").response().status()).isEqualTo(200);
            third.get("/third");
            for (int i = 0; i < 20; i++) {
                assertThat(second.get("/second").response().status()).isEqualTo(200);
                assertThat(server.server().connections()).isEqualTo(2);
            }
            assertThat(calls.requests()).doesNotContain("GET /third");
            first.endOutput().assertClosed();
            assertThat(third.response().text()).isEqualTo("Hello, World!\r\n");
        }
    }

    @Test
    void connectionsOneAfterTheOther_manyTimesTheMost_areAllServed() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.maxConnections(2))) {
            for (int i = 0; i < 20; i++) {
                try (var client = server.connect()) {
                    assertThat(client.get("/").response().status()).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void connectionBeyondAPeersMost_isClosedAtOnce_andHasItsPlaceWhenOneLeaves() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.maxConnectionsPerPeer(2))) {
            try (var first = server.connect();
                    var second = server.connect()) {
                assertThat(first.get("/").response().status()).isEqualTo(200);
                assertThat(second.get("/").response().status()).isEqualTo(200);
                try (var third = server.connect()) {
                    third.assertClosed();
                }
                assertThat(first.get("/").response().status()).isEqualTo(200);
                assertThat(server.server().connections()).isEqualTo(2);
            }
            server.awaitConnections(0);
            try (var again = server.connect()) {
                assertThat(again.get("/").response().status()).isEqualTo(200);
            }
        }
    }

    /** While all places are taken by handlers that work, a client that waits is served when the first is done. */
    @Test
    void connectionThatWaits_isServed_whenABusyOneEnds() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        Application application = (environ, startResponse) -> {
            begun.countDown();
            assertThat(goOn.await(5, TimeUnit.SECONDS)).isTrue();
            startResponse.start("200 OK", Apps.TEXT);
            return Body.of(environ.pathInfo());
        };
        try (var server = TestServer.of(application, config -> config.maxConnections(1));
                var busy = server.connect().get("/busy", "Connection: close");
                var waiting = server.connect().get("/waiting")) {
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            goOn.countDown();
            assertThat(busy.response().text()).isEqualTo("/busy");
            assertThat(waiting.response().text()).isEqualTo("/waiting");
        }
    }

    /** An answer must reach the client although it still sends: a reset would throw it away (RFC 9112 §9.6). */
    @Test
    void refusal_ofALargeBodyInFlight_isReadByTheClient() throws Exception {
        try (var server = TestServer.of(
                        Apps.ECHO, config -> config.maxBodyBytes(1000).drainBytes(10_000_000));
                var client = server.connect()) {
            var body = new byte[3_000_000];
            Arrays.fill(body, (byte) 'x');
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n")
                    .send(body);
            assertThat(client.response().status()).isEqualTo(413);
            client.assertClosed();
        }
    }

    @Test
    void settings_outOfRange_areRefusedByName() {
        var faults = List.<UnaryOperator<ServerConfigBuilder>>of(
                config -> config.port(65_536),
                config -> config.maxConnections(0),
                config -> config.maxBodyBytes(-1),
                config -> config.backlog(0),
                config -> config.headTimeout(Duration.ofNanos(-1)));
        assertThat(faults)
                .allSatisfy(fault -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> fault.apply(ServerConfig.builder()))
                        .withMessageMatching("(port|maxConnections|maxBodyBytes|backlog|headTimeout) .+ is .+"));
    }
}
