package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What eventlet's server answers wrongly, and this one must not; the other half of {@link EventletRequestDefectsTest}. */
class EventletResponseDefectsTest {

    private static final String TWO_REQUESTS = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2);

    /** Sends the request line and one more request on the same connection, whose answer must be where it belongs. */
    private static String answerBefore(Application application, String requestLine) throws Exception {
        try (var server = TestServer.withoutLint(
                        (environ, startResponse) -> environ.pathInfo().equals("/next")
                                ? Apps.HELLO.call(environ, startResponse)
                                : application.call(environ, startResponse));
                var client = server.connect()) {
            client.send(requestLine + "\r\nHost: a\r\n\r\n").get("/next", "Connection: close");
            var next =
                    Apps.head("HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 15", "Connection: close")
                            + "Hello, World!\r\n";
            var all = client.restWithoutDate();
            assertThat(all).endsWith(next);
            return all.substring(0, all.length() - next.length());
        }
    }

    private static Application answering(String status, Headers headers, Iterable<byte[]> body) {
        return (environ, startResponse) -> {
            startResponse.start(status, headers);
            return body;
        };
    }

    private static Application writing(String status, Headers headers) {
        return (environ, startResponse) -> {
            startResponse.start(status, headers).write(Apps.bytes("written"));
            return Body.of("returned");
        };
    }

    static Stream<Application> bodiesOf(String status) {
        return Stream.of(
                answering(status, Headers.empty(), Body.of("a body")),
                answering(status, Headers.empty(), Apps.blocks("a", "body")),
                writing(status, Headers.empty()));
    }

    static Stream<Application> noContent() {
        return bodiesOf("204 No Content");
    }

    static Stream<Application> notModified() {
        return bodiesOf("304 Not Modified");
    }

    /* Of a list it is known how long it is. */
    static Stream<Arguments> ok() {
        var lengths = Stream.of("Content-Length: 6\r\n", "", "").iterator();
        return bodiesOf("200 OK").map(application -> Arguments.of(application, lengths.next()));
    }

    /* 15 */
    @ParameterizedTest
    @MethodSource("noContent")
    void bodyOfA204_isNotSent(Application application) throws Exception {
        assertThat(answerBefore(application, "GET / HTTP/1.1")).isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
    }

    /* 15 */
    @ParameterizedTest
    @MethodSource("notModified")
    void bodyOfA304_isNotSent(Application application) throws Exception {
        assertThat(answerBefore(application, "GET / HTTP/1.1")).isEqualTo("HTTP/1.1 304 Not Modified\r\n\r\n");
    }

    /* 15 */
    @ParameterizedTest
    @MethodSource("ok")
    void bodyOfAnAnswerToHead_isNotSent(Application application, String contentLength) throws Exception {
        assertThat(answerBefore(application, "HEAD / HTTP/1.1"))
                .isEqualTo("HTTP/1.1 200 OK\r\n" + contentLength + "\r\n");
    }

    /* 15 */
    @Test
    void contentLengthOfAnAnswerToHead_isKept() throws Exception {
        var application = answering("200 OK", Apps.TEXT.with("Content-Length", "6"), Body.of("a body"));
        assertThat(answerBefore(application, "HEAD / HTTP/1.1"))
                .isEqualTo(Apps.head("HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 6"));
    }

    /* 15 */
    @Test
    void contentLengthOfA304_isKept_andOfA204IsNot() throws Exception {
        var length = Headers.of("Content-Length", "100");
        assertThat(answerBefore(answering("304 Not Modified", length, Body.empty()), "GET / HTTP/1.1"))
                .isEqualTo(Apps.head("HTTP/1.1 304 Not Modified", "Content-Length: 100"));
        assertThat(answerBefore(answering("204 No Content", length, Body.empty()), "GET / HTTP/1.1"))
                .isEqualTo(Apps.head("HTTP/1.1 204 No Content"));
    }

    /* 16 */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @LogsErrors(LogsErrors.AFTER_BEGIN)
    void bodyShorterThanItsContentLength_endsTheConnection(boolean generator) throws Exception {
        var body = generator ? Apps.blocks("ab", "cd") : Body.of("abcd");
        try (var server = TestServer.of(answering("200 OK", Apps.TEXT.with("Content-Length", "10"), body));
                var client = server.connect().send(TWO_REQUESTS)) {
            assertThat(client.restWithoutDate())
                    .isEqualTo(Apps.head("HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 10") + "abcd");
            assertThat(server.nextRecord().bodyLength()).isEqualTo(4);
        }
    }

    /* 16 */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @LogsErrors(LogsErrors.AFTER_BEGIN)
    void bodyLongerThanItsContentLength_isCutThere_andEndsTheConnection(boolean generator) throws Exception {
        var body = generator ? Apps.blocks("ab", "cdef") : Body.of("abcdef");
        try (var server = TestServer.of(answering("200 OK", Apps.TEXT.with("Content-Length", "4"), body));
                var client = server.connect().send(TWO_REQUESTS)) {
            assertThat(client.restWithoutDate())
                    .isEqualTo(Apps.head("HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 4") + "abcd");
            assertThat(server.nextRecord().bodyLength()).isEqualTo(4);
        }
    }

    /* 17 */
    @Test
    @LogsErrors(LogsErrors.APPLICATION)
    void secondStartResponseWithoutAnError_isRefused() throws Exception {
        assertAnsweredWith500((environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            startResponse.start("201 Created", Apps.TEXT);
            return Body.of("body");
        });
    }

    /* 18 */
    @Test
    @LogsErrors({LogsErrors.APPLICATION, LogsErrors.APPLICATION, LogsErrors.APPLICATION})
    void lineEndInStatusOrHeaders_isRefused() throws Exception {
        assertAnsweredWith500((environ, startResponse) -> {
            startResponse.start("200 OK\r\nX-Split: 1", Apps.TEXT);
            return Body.of("body");
        });
        assertAnsweredWith500((environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT.with("X-A\r\nX-Split", "1"));
            return Body.of("body");
        });
        assertAnsweredWith500((environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT.with("X-A", "1\r\nX-Split: 1"));
            return Body.of("body");
        });
    }

    /* 19 */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding",
                "connection",
                "Keep-Alive",
                "Upgrade",
                "TE",
                "Trailer",
                "Proxy-Connection",
                "Proxy-Authenticate"
            })
    @LogsErrors(LogsErrors.APPLICATION)
    void hopByHopHeaderOfTheApplication_isRefused(String name) throws Exception {
        assertAnsweredWith500(answering("200 OK", Apps.TEXT.with(name, "chunked"), Body.of("body")));
    }

    private static void assertAnsweredWith500(Application application) throws Exception {
        try (var server = TestServer.withoutLint(application);
                var client = server.connect().get("/")) {
            assertThat(client.restWithoutDate())
                    .isEqualTo(Apps.head(
                            "HTTP/1.1 500 Internal Server Error",
                            "Content-Type: text/plain; charset=utf-8",
                            "Content-Length: 0",
                            "Connection: close"));
        }
    }

    /* 20 */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.0", "HTTP/1.1"})
    void serverProtocol_isTheClients(String version) throws Exception {
        try (var server = TestServer.of((environ, startResponse) -> {
                    startResponse.start("200 OK", Apps.TEXT);
                    return Body.of(environ.protocol());
                });
                var client = server.connect().send("GET / " + version + "\r\nHost: a\r\n\r\n")) {
            var response = client.response();
            assertThat(response.statusLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(response.text()).isEqualTo(version);
        }
    }

    /* 23 */
    @Test
    void continueToAnHttp10Client_isNotSent() throws Exception {
        try (var server = TestServer.of(Apps.ECHO);
                var client = server.connect()) {
            client.send("POST / HTTP/1.0\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\nhi");
            assertThat(client.restWithoutDate())
                    .isEqualTo(Apps.head(
                                    "HTTP/1.1 200 OK",
                                    "Content-Type: text/plain",
                                    "Content-Length: 2",
                                    "Connection: close")
                            + "hi");
        }
    }

    /* 28; that a lack of descriptors does not end it either is in AcceptTest */
    @Test
    void connectionThatFailsWhileItIsAccepted_doesNotEndTheServer() throws Exception {
        try (var server = TestServer.of(Apps.HELLO)) {
            for (int i = 0; i < 20; i++) {
                server.connect().reset();
                server.connect().endOutput().close();
            }
            try (var client = server.connect().get("/")) {
                assertThat(client.response().status()).isEqualTo(200);
            }
            assertThat(server.server().isDone()).isFalse();
        }
        assertThat(ServerLog.messages(Level.WARNING)).isEmpty();
    }

    /* 29 */
    @Test
    @LogsErrors({LogsErrors.CLOSE, LogsErrors.POSTHOOK, LogsErrors.CLOSE, LogsErrors.POSTHOOK})
    void closeAndPosthooksThatThrow_costNeitherTheConnectionNorTheLogLine() throws Exception {
        BlockingQueue<String> order = new LinkedBlockingQueue<>();
        try (var server = TestServer.of((environ, startResponse) -> {
                    environ.addPosthook(over -> {
                        order.add("hook");
                        throw new IllegalStateException("on purpose");
                    });
                    startResponse.start("200 OK", Apps.TEXT);
                    return new ClosingBlocks(
                            () -> {
                                order.add("close");
                                throw new IllegalStateException("on purpose");
                            },
                            "body");
                });
                var client = server.connect()) {
            for (int i = 0; i < 2; i++) {
                assertThat(client.get("/").response().text()).isEqualTo("body");
                assertThat(server.nextRecord().status()).isEqualTo(200);
            }
            assertThat(order).containsExactly("close", "hook", "close", "hook");
        }
    }
}
