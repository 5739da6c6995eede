package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a connection goes on after a response, and what the response says about it (RFC 9112 §9). */
class KeepAliveTest {

    private static final String HTTP_1_0_KEEP_ALIVE = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";

    @Test
    void request_withHttp10_isAnsweredAndTheConnectionCloses() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = server.connect().send("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")) {
            assertThat(client.restWithoutDate())
                    .isEqualTo(Apps.head(
                                    "HTTP/1.1 200 OK",
                                    "Content-Type: text/plain",
                                    "Content-Length: 15",
                                    "Connection: close")
                            + "Hello, World!\r\n");
        }
    }

    @Test
    void secondRequest_onTheSameConnection_isAnswered() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = server.connect()) {
            assertThat(client.get("/").response().text()).isEqualTo("Hello, World!\r\n");
            assertThat(client.get("/").response().text()).isEqualTo("Hello, World!\r\n");
            assertThat(server.server().connections()).isEqualTo(1);
        }
    }

    @Test
    void keptConnection_askedToClose_saysSoAndCloses() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = server.connect()) {
            assertThat(client.get("/").response().header("Connection")).isEmpty();
            assertThat(client.get("/", "Connection: close").response().header("Connection"))
                    .isEqualTo("close");
            client.assertClosed();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Connection: Close", "Connection: x, close", "Connection: x\r\nConnection: keep-alive, close"})
    void connectionHeader_withCloseAmongItsOptions_closes(String header) throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = server.connect()) {
            assertThat(client.get("/", header).response().header("Connection")).isEqualTo("close");
            client.assertClosed();
        }
    }

    @Test
    void requests_sentInOneWrite_areAnsweredInOrder() throws Exception {
        var calls = new Calls(Apps.ECHO);
        try (var server = TestServer.of(calls);
                var client = server.connect()) {
            client.send("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\none"
                    + "POST /2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n"
                    + "POST /3 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\nthree");
            assertThat(client.response().text()).isEqualTo("one");
            assertThat(client.response().text()).isEqualTo("two");
            assertThat(client.response().text()).isEqualTo("three");
            client.assertClosed();
            assertThat(calls.requests()).containsExactly("POST /1", "POST /2", "POST /3");
        }
    }

    @Test
    void requestsBehindAClose_areNotExecuted() throws Exception {
        var calls = new Calls(Apps.HELLO);
        try (var server = TestServer.of(calls);
                var client = server.connect()) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(200);
            client.assertClosed();
            assertThat(calls.requests()).containsExactly("GET /1");
        }
    }

    @Test
    void status_afterAnErrorOnTheSameConnection_isTheRequestsOwn() throws Exception {
        try (var server = TestServer.of((environ, startResponse) -> {
                    boolean known = environ.pathInfo().equals("/");
                    startResponse.start(known ? "200 OK" : "404 Not Found", Apps.TEXT);
                    return Body.of(known ? "here" : "not here");
                });
                var client = server.connect()) {
            assertThat(client.get("/").response().statusLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(client.get("/where").response().statusLine()).isEqualTo("HTTP/1.1 404 Not Found");
            assertThat(client.get("/").response().statusLine()).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void http10_askingForKeepAlive_isToldAndKept() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = server.connect()) {
            for (int i = 0; i < 2; i++) {
                var response = client.send(HTTP_1_0_KEEP_ALIVE).response();
                assertThat(response.header("Connection")).isEqualTo("keep-alive");
                assertThat(response.text()).isEqualTo("Hello, World!\r\n");
            }
            assertThat(client.send("GET / HTTP/1.0\r\n\r\n").response().header("Connection"))
                    .isEqualTo("close");
            client.assertClosed();
        }
    }

    @Test
    void http10_askingForKeepAlive_getsAStreamRawUntilTheClose() throws Exception {
        try (var server = TestServer.of(Apps.ok(Apps.blocks("one", "two")));
                var client = server.connect().send(HTTP_1_0_KEEP_ALIVE)) {
            assertThat(client.restWithoutDate())
                    .isEqualTo(
                            Apps.head("HTTP/1.1 200 OK", "Content-Type: text/plain", "Connection: close") + "onetwo");
        }
    }

    /** eventlet's keepalive=False and keepalive=0. */
    @ParameterizedTest
    @ValueSource(strings = {HTTP_1_0_KEEP_ALIVE, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"})
    void idleTimeoutZero_closesAfterTheFirstResponse(String request) throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.idleTimeout(Duration.ZERO));
                var client = server.connect().send(request)) {
            var response = client.response();
            assertThat(response.header("Connection")).isEqualTo("close");
            assertThat(response.header("Keep-Alive")).isEmpty();
            client.assertClosed();
        }
    }

    @ParameterizedTest
    @CsvSource({"2500, timeout=2", "1000, timeout=1", "999, ''"})
    void keepAliveHeader_whereAskedFor_saysTheWholeSecondsOfTheIdleTimeout(long millis, String expected)
            throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.idleTimeout(Duration.ofMillis(millis)));
                var client = server.connect()) {
            var response = client.get("/", "Connection: keep-alive").response();
            assertThat(response.header("Connection")).isEqualTo("keep-alive");
            assertThat(response.header("Keep-Alive")).isEqualTo(expected);
        }
    }

    @Test
    void keepAliveHeader_notAskedFor_isNotSent() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.idleTimeout(Duration.ofSeconds(3)));
                var client = server.connect()) {
            var response = client.get("/").response();
            assertThat(response.header("Connection")).isEmpty();
            assertThat(response.header("Keep-Alive")).isEmpty();
        }
    }

    @Test
    void emptyGenerator_isALengthOfZeroAndKeepsTheConnection() throws Exception {
        try (var server = TestServer.of(Apps.ok(Apps.blocks()));
                var client = server.connect()) {
            var response = client.get("/").response();
            assertThat(response.header("Content-Length")).isEqualTo("0");
            assertThat(response.header("Transfer-Encoding")).isEmpty();
            client.get("/", "Connection: close");
            assertThat(client.restWithoutDate())
                    .isEqualTo(Apps.head(
                            "HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 0", "Connection: close"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified"})
    void responseWithoutBody_keepsTheConnection_andSaysSoOnlyIfAsked(String status) throws Exception {
        try (var server = TestServer.of((environ, startResponse) -> {
                    startResponse.start(status, Headers.empty()).write(new byte[0]);
                    return Body.empty();
                });
                var client = server.connect()) {
            assertThat(client.get("/").head().headerLines())
                    .singleElement()
                    .asString()
                    .startsWith("Date: ");
            var asked = client.get("/", "Connection: keep-alive").head();
            assertThat(asked.header("Connection")).isEqualTo("keep-alive");
            assertThat(asked.header("Content-Length")).isEmpty();
            assertThat(asked.header("Transfer-Encoding")).isEmpty();
            client.get("/", "Connection: close");
            assertThat(client.restWithoutDate()).isEqualTo("HTTP/1.1 " + status + "\r\nConnection: close\r\n\r\n");
        }
    }

    /** The upgrade is declined by an ordinary answer (RFC 9110 §7.8). */
    @Test
    void upgradeRequest_toAnApplicationWithoutUpgrade_isAnOrdinaryRequest() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = server.connect()) {
            var response = client.get("/", "Connection: keep-alive, Upgrade", "Upgrade: h2c")
                    .response();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("Upgrade")).isEmpty();
            assertThat(client.get("/").response().status()).isEqualTo(200);
        }
    }

    /** What follows CONNECT is the tunnel's, which is not there (RFC 9110 §9.3.6): it costs the client no answer (RFC 9112 §9.6). */
    @Test
    void bytesForTheTunnel_thatComeWhileTheHandlerRuns_areDroppedAndTheAnswerEndsWell() throws Exception {
        var called = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var server = TestServer.of((environ, startResponse) -> {
                    called.countDown();
                    goOn.await();
                    return Apps.HELLO.call(environ, startResponse);
                });
                var client = server.connect().send("CONNECT b:443 HTTP/1.1\r\nHost: b:443\r\n\r\n")) {
            called.await();
            client.send("for the tunnel");
            goOn.countDown();
            assertThat(client.response().status()).isEqualTo(200);
            client.assertClosed();
        }
    }
}
