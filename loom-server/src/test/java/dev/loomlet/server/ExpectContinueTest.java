package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Expect: 100-continue} (RFC 9110 §10.1.1): the body is asked for when it is read, and not before. */
class ExpectContinueTest {

    private static final String CONTINUE = "HTTP/1.1 100 Continue";

    private static String post(String target, String... headerLines) {
        return "POST " + target + " HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", headerLines) + "\r\n\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"100-continue", "100-Continue", "100-CONTINUE"})
    void bodyThatIsRead_isAskedForFirst_onEachRequestOfAConnection(String expectation) throws Exception {
        try (var server = TestServer.of(Apps.ECHO);
                var client = server.connect()) {
            for (int i = 0; i < 2; i++) {
                client.send(post("/", "Content-Length: 9", "Expect: " + expectation));
                var interim = client.head();
                assertThat(interim.statusLine()).isEqualTo(CONTINUE);
                assertThat(interim.headerLines()).isEmpty();
                var response = client.send("test body").response();
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.text()).isEqualTo("test body");
                assertThat(response.header("Connection")).isEmpty();
            }
        }
    }

    @Test
    void bodyInChunks_isAskedForTheSameWay() throws Exception {
        try (var server = TestServer.of(Apps.ECHO);
                var client = server.connect()) {
            client.send(post("/", "Transfer-Encoding: chunked", "Expect: 100-continue"));
            assertThat(client.head().statusLine()).isEqualTo(CONTINUE);
            assertThat(client.send("4\r\nbody\r\n0\r\n\r\n").response().text()).isEqualTo("body");
            assertThat(client.get("/").response().status()).isEqualTo(200);
        }
    }

    @Test
    void applicationThatRefuses_isHeardAtOnce_andTheConnectionCloses() throws Exception {
        var calls = new Calls((environ, startResponse) -> {
            startResponse.start("417 Expectation Failed", Apps.TEXT);
            return Body.of("failure");
        });
        try (var server = TestServer.of(calls);
                var client = server.connect().send(post("/", "Content-Length: 34", "Expect: 100-continue"))) {
            assertThat(client.restWithoutDate())
                    .isEqualTo(Apps.head(
                                    "HTTP/1.1 417 Expectation Failed",
                                    "Content-Type: text/plain",
                                    "Content-Length: 7",
                                    "Connection: close")
                            + "failure");
        }
        assertThat(calls.requests()).containsExactly("POST /");
    }

    /** The client may or may not send the body it announced; whatever comes must not be taken for a request. */
    @Test
    void bodySentAllTheSame_afterAnAnswerWithout100_isNotExecuted() throws Exception {
        var calls = new Calls(Apps.HELLO);
        var hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
        try (var server = TestServer.of(calls);
                var client = server.connect()) {
            client.send(post("/1", "Content-Length: " + hidden.length(), "Expect: 100-continue") + hidden);
            var response = client.response();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("Connection")).isEqualTo("close");
            client.assertClosed();
            assertThat(calls.requests()).containsExactly("POST /1");
        }
    }

    @Test
    void emptyBody_withAnExpectation_keepsTheConnection() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = server.connect()) {
            var response = client.send(post("/", "Content-Length: 0", "Expect: 100-continue"))
                    .response();
            assertThat(response.status()).isEqualTo(200);
            assertThat(client.get("/").response().status()).isEqualTo(200);
        }
    }

    @Test
    void expectation_ofAnHttp10Client_isIgnored() throws Exception {
        var calls = new Calls(Apps.ECHO);
        try (var server = TestServer.of(calls);
                var client = server.connect()) {
            client.send(
                    "POST /read HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\nbody");
            assertThat(client.response().text()).isEqualTo("body");
            assertThat(client.send("GET /2 HTTP/1.0\r\n\r\n").response().status())
                    .isEqualTo(200);
            client.assertClosed();
            assertThat(calls.requests()).containsExactly("POST /read", "GET /2");
        }
    }

    @Test
    void unreadBody_ofAnHttp10ClientWithAnExpectation_isDropped_andTheConnectionKept() throws Exception {
        var calls = new Calls(Apps.HELLO);
        var hidden = "GET /hidden HTTP/1.0\r\n\r\n";
        try (var server = TestServer.of(calls);
                var client = server.connect()) {
            client.send("POST /1 HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: " + hidden.length()
                    + "\r\nExpect: 100-continue\r\n\r\n" + hidden);
            var response = client.response();
            assertThat(response.statusLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(response.header("Connection")).isEqualTo("keep-alive");
            assertThat(client.send("GET /2 HTTP/1.0\r\n\r\n").response().status())
                    .isEqualTo(200);
            assertThat(calls.requests()).containsExactly("POST /1", "GET /2");
        }
    }

    @Test
    void headersForThe100_areSentWithIt_capitalizedWhereConfigured() throws Exception {
        Application application = (environ, startResponse) -> {
            environ.input()
                    .continueHeaders(Headers.of("Hundred-Continue-Header-1", "H1", "hundred-continue-header-k", "Hk"));
            return Apps.ECHO.call(environ, startResponse);
        };
        try (var server = TestServer.of(application, config -> config.capitalizeHeaders(true));
                var client = server.connect()) {
            client.send(post("/", "Content-Length: 4", "Expect: 100-continue"));
            assertThat(client.head().headerLines())
                    .containsExactly("Hundred-Continue-Header-1: H1", "Hundred-Continue-Header-K: Hk");
            assertThat(client.send("body").response().text()).isEqualTo("body");
        }
    }

    /**
     * An application may say 100 again, with other headers, while one body arrives. eventlet lets a second chunked body follow within
     * the request; RFC 9112 knows no such thing, so here it is one body.
     */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 29", "Transfer-Encoding: chunked"})
    void several100s_withinOneBody_areSentWithTheirHeaders(String framing) throws Exception {
        boolean chunked = framing.startsWith("T");
        Application application = (environ, startResponse) -> {
            var input = environ.input();
            input.continueHeaders(Headers.of("X-Part", "1"));
            assertThat(input.sendContinue()).isTrue();
            var first = Apps.text(input.read(13));
            input.continueHeaders(Headers.of("X-Part", "2"));
            assertThat(input.sendContinue()).isTrue();
            var second = Apps.text(input.read(16));
            startResponse.start("200 OK", Apps.TEXT);
            return Body.of(first + "|" + second);
        };
        try (var server = TestServer.of(application);
                var client = server.connect()) {
            client.send(post("/", framing, "Expect: 100-continue"));
            assertThat(client.head().headerLines()).containsExactly("X-Part: 1");
            client.send(chunked ? "d\r\nfirst part.. \r\n" : "first part.. ");
            assertThat(client.head().headerLines()).containsExactly("X-Part: 2");
            client.send(chunked ? "10\r\nthe second part.\r\n0\r\n\r\n" : "the second part.");
            assertThat(client.response().text()).isEqualTo("first part.. |the second part.");
        }
    }

    /** An interim response in the middle of a final one would break it. */
    @Test
    void applicationThatAnswersBeforeItReads_sendsNo100() throws Exception {
        var bodies = new LinkedBlockingQueue<String>();
        Application application = (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            Iterable<byte[]> answer = () -> Stream.of("early", "late")
                    .map(block -> {
                        if (block.equals("late")) {
                            bodies.add(read(environ));
                            assertThat(sendContinue(environ)).isFalse();
                        }
                        return Apps.bytes(block);
                    })
                    .iterator();
            return answer;
        };
        try (var server = TestServer.of(application);
                var client = server.connect().send(post("/", "Content-Length: 9", "Expect: 100-continue"))) {
            var head = client.head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Connection")).isEqualTo("close");
            assertThat(client.line()).isEqualTo("5");
            assertThat(Apps.text(client.exactly(7))).isEqualTo("early\r\n");
            client.send("test body");
            assertThat(client.rest()).isEqualTo("4\r\nlate\r\n0\r\n\r\n");
        }
        assertThat(bodies).containsExactly("test body");
    }

    @Test
    void sendContinue_withoutAnExpectation_sendsNothing() throws Exception {
        BlockingQueue<Boolean> sent = new LinkedBlockingQueue<>();
        try (var server = TestServer.of((environ, startResponse) -> {
                    sent.add(environ.input().sendContinue());
                    return Apps.ECHO.call(environ, startResponse);
                });
                var client = server.connect().send(post("/", "Content-Length: 4") + "body")) {
            assertThat(client.response().statusLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(sent).containsExactly(false);
        }
    }

    @Test
    void anotherExpectation_isRefused_withoutACallOfTheApplication() throws Exception {
        var calls = new Calls(Apps.ECHO);
        try (var server = TestServer.of(calls);
                var client = server.connect().send(post("/", "Content-Length: 4", "Expect: 200-ok") + "body")) {
            var response = client.response();
            assertThat(response.status()).isEqualTo(417);
            assertThat(response.header("Connection")).isEqualTo("close");
            client.assertClosed();
            assertThat(calls.requests()).isEmpty();
        }
    }

    private static String read(Environ environ) {
        try {
            return Apps.text(environ.input().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean sendContinue(Environ environ) {
        try {
            return environ.input().sendContinue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
