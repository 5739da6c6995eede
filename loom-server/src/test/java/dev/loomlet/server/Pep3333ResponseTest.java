package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PEP 3333 by the numbers of docs/wsgi.md, the head of a response and how its end is told. */
class Pep3333ResponseTest {

    private static final Headers FIVE_BYTES = Apps.TEXT.with("Content-Length", "5");

    /** All that the server sends to a GET until it closes, but the date. */
    private static String answer(TestServer server) throws IOException {
        try (var client = server.connect().get("/", "Connection: close")) {
            return client.restWithoutDate();
        }
    }

    private static String head(String... lines) {
        var all = new ArrayList<>(List.of(lines));
        all.add("Connection: close");
        return Apps.head(all.toArray(String[]::new));
    }

    private static void assertThatLogTells(String message) {
        assertThat(ServerLog.records().stream().filter(ServerLog::isError).map(logged -> logged.getThrown()))
                .singleElement()
                .extracting(Throwable::getMessage)
                .isEqualTo(message);
    }

    /** Makes the second call, the one behind {@code first}, and tells by its body what that call threw. */
    private static Application tellingWhatIsThrownBy(StartCall first, StartCall second) {
        return (environ, startResponse) -> {
            var thrown = "nothing";
            first.make(startResponse);
            try {
                second.make(startResponse);
            } catch (RuntimeException e) {
                thrown = e.getClass().getSimpleName();
                startResponse.start("500 Internal Server Error", Apps.TEXT, e);
            }
            return Body.of(thrown);
        };
    }

    @FunctionalInterface
    private interface StartCall {
        void make(StartResponse startResponse);
    }

    private static final StartCall NONE = startResponse -> {};

    @Test
    @DisplayName("PEP 3333 #10: status and headers go out as given, in order, with repetition")
    void statusAndHeaders_goOutAsGiven_inOrder() throws Exception {
        try (var server = TestServer.of((environ, startResponse) -> {
            startResponse.start(
                    "299 Quite  Fine",
                    Headers.of("Set-Cookie", "b=2", "content-type", "text/plain", "Set-Cookie", "a=1", "X-Last", ""));
            return Body.of("body");
        })) {
            assertThat(answer(server))
                    .isEqualTo(head(
                                    "HTTP/1.1 299 Quite  Fine",
                                    "Set-Cookie: b=2",
                                    "content-type: text/plain",
                                    "Set-Cookie: a=1",
                                    "X-Last: ",
                                    "Content-Length: 4")
                            + "body");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "proxy-authenticate",
                "Proxy-Authorization",
                "Proxy-Connection",
                "TE",
                "Trailer",
                "Trailers",
                "TRANSFER-ENCODING",
                "Upgrade"
            })
    @DisplayName("PEP 3333 #11: a hop-by-hop header is an error at the call")
    void hopByHopHeader_isAnErrorAtTheCall(String name) throws Exception {
        var application = tellingWhatIsThrownBy(
                NONE, startResponse -> startResponse.start("200 OK", Apps.TEXT.with(name, "close")));
        try (var server = TestServer.withoutLint(application)) {
            assertThat(answer(server)).endsWith("\r\n\r\nIllegalArgumentException");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"200", "200OK", "2000 OK", "OK 200", "200 OK\r\nX: y", "200 \u0100", ""})
    @DisplayName("PEP 3333 #11: a status that is none is an error at the call")
    void malformedStatus_isAnErrorAtTheCall(String status) throws Exception {
        var application = tellingWhatIsThrownBy(NONE, startResponse -> startResponse.start(status, Apps.TEXT));
        try (var server = TestServer.withoutLint(application)) {
            assertThat(answer(server)).endsWith("\r\n\r\nIllegalArgumentException");
        }
    }

    @ParameterizedTest
    @CsvSource({"X A, v", "X:, v", "'', v", "X-A, 'a\r\nb'", "X-A, \u0100", "X-A, 'a\u0007b'"})
    @DisplayName("PEP 3333 #11: a header that cannot be sent cannot be made")
    void headerThatCannotBeSent_cannotBeMade(String name, String value) {
        assertThatThrownBy(() -> Headers.of(name, value)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Were they sent with the empty block, the second call would throw. */
    @Test
    @DisplayName("PEP 3333 #12: headers are not sent before the first block that is not empty")
    void headers_areNotSentBeforeTheFirstBlockThatIsNotEmpty() throws Exception {
        Application late = (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT).write(new byte[0]);
            return blocks(2, index -> {
                if (index == 1) {
                    startResponse.start("404 Not Found", Apps.TEXT, new IOException("no such row"));
                }
                return index == 0 ? "" : "block";
            });
        };
        try (var server = TestServer.of(late)) {
            assertThat(answer(server))
                    .isEqualTo(head("HTTP/1.1 404 Not Found", "Content-Type: text/plain", "Transfer-Encoding: chunked")
                            + "5\r\nblock\r\n0\r\n\r\n");
        }
    }

    @Test
    @DisplayName("PEP 3333 #12: headers are sent at the end of a body without blocks")
    void headers_ofABodyWithoutBlocks_areSentAtItsEnd() throws Exception {
        try (var server = TestServer.of(Apps.ok(Apps.blocks()))) {
            assertThat(answer(server))
                    .isEqualTo(head("HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 0"));
        }
    }

    @Test
    @DisplayName("PEP 3333 #13: a second call without an error is an error")
    void secondCall_withoutAnError_throws() throws Exception {
        StartCall start = startResponse -> startResponse.start("200 OK", Apps.TEXT);
        try (var server = TestServer.withoutLint(tellingWhatIsThrownBy(start, start))) {
            assertThat(answer(server)).endsWith("\r\n\r\nIllegalStateException");
        }
    }

    @Test
    @DisplayName("PEP 3333 #13: also if the first one threw")
    void secondCall_behindOneThatThrew_throws() throws Exception {
        StartCall failing = startResponse -> assertThatThrownBy(() -> startResponse.start("none", Apps.TEXT))
                .isInstanceOf(IllegalArgumentException.class);
        StartCall start = startResponse -> startResponse.start("200 OK", Apps.TEXT);
        try (var server = TestServer.withoutLint(tellingWhatIsThrownBy(failing, start))) {
            assertThat(answer(server)).endsWith("\r\n\r\nIllegalStateException");
        }
    }

    @Test
    @DisplayName("PEP 3333 #14: with an error a second call replaces status and headers that are not sent")
    void secondCall_withAnError_replacesWhatIsNotSent() throws Exception {
        try (var server = TestServer.of((environ, startResponse) -> {
            startResponse.start("200 OK", FIVE_BYTES.with("X-First", "1"));
            startResponse.start("503 Service Unavailable", Apps.TEXT, new IOException("no database"));
            return Body.of("sorry, later");
        })) {
            assertThat(answer(server))
                    .isEqualTo(
                            head("HTTP/1.1 503 Service Unavailable", "Content-Type: text/plain", "Content-Length: 12")
                                    + "sorry, later");
        }
    }

    @Test
    @LogsErrors({LogsErrors.AFTER_BEGIN, LogsErrors.AFTER_BEGIN})
    @DisplayName("PEP 3333 #14: behind the first byte it throws that error, a checked one as a cause")
    void secondCall_withAnError_behindTheFirstByte_throwsIt() throws Exception {
        var checked = new IOException("checked");
        var unchecked = new UnsupportedOperationException("unchecked");
        for (var error : List.of(checked, unchecked)) {
            try (var server = TestServer.of((environ, startResponse) -> {
                startResponse.start("200 OK", Apps.TEXT).write(Apps.bytes("begun"));
                startResponse.start("500 Internal Server Error", Apps.TEXT, error);
                return Body.of("never sent");
            })) {
                assertThat(answer(server))
                        .isEqualTo(head("HTTP/1.1 200 OK", "Content-Type: text/plain", "Transfer-Encoding: chunked")
                                + "5\r\nbegun\r\n");
            }
        }
        var thrown = ServerLog.records().stream().filter(ServerLog::isError).map(logged -> logged.getThrown());
        assertThat(thrown)
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isInstanceOf(IllegalStateException.class)
                                .hasCause(checked),
                        second -> assertThat(second).isSameAs(unchecked));
    }

    @Test
    @DisplayName("PEP 3333 #15: the server adds the date, unless the application gave one in any case")
    void date_isAdded_unlessTheApplicationGaveOne() throws Exception {
        try (var server = TestServer.of((environ, startResponse) -> {
                    var own = Apps.TEXT.with("dATE", "Thu, 01 Jan 1970 00:00:00 GMT");
                    startResponse.start("200 OK", environ.pathInfo().equals("/own") ? own : Apps.TEXT);
                    return Body.empty();
                });
                var client = server.connect()) {
            assertThat(client.get("/").response().headers("Date"))
                    .singleElement()
                    .asString()
                    .matches("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d \\w{3} 2\\d{3} \\d\\d:\\d\\d:\\d\\d GMT");
            assertThat(client.get("/own").response().headers("Date")).containsExactly("Thu, 01 Jan 1970 00:00:00 GMT");
        }
    }

    @Test
    @LogsErrors(LogsErrors.AFTER_BEGIN)
    @DisplayName("PEP 3333 #22: a block past the Content-Length is not sent, and is an error at write()")
    void write_pastTheContentLength_throws_andSendsWhatFits() throws Exception {
        try (var server = TestServer.of((environ, startResponse) -> {
            startResponse.start("200 OK", FIVE_BYTES).write(Apps.bytes("1234567"));
            return Body.empty();
        })) {
            assertThat(answer(server))
                    .isEqualTo(head("HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 5") + "12345");
        }
        assertThatLogTells("the body is longer than its Content-Length of 5");
    }

    @Test
    @DisplayName("PEP 3333 #22: where the Content-Length is reached no further block is asked for")
    void iteration_endsWhereTheContentLengthIsReached() throws Exception {
        var asked = new AtomicInteger();
        try (var server = TestServer.of((environ, startResponse) -> {
                    startResponse.start("200 OK", FIVE_BYTES);
                    return blocks(4, index -> {
                        asked.set(index + 1);
                        return List.of("12", "345", "never", "sent").get(index);
                    });
                });
                var client = server.connect()) {
            assertThat(client.get("/").response().text()).isEqualTo("12345");
            assertThat(client.get("/").response().text()).isEqualTo("12345");
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    @LogsErrors(LogsErrors.AFTER_BEGIN)
    @DisplayName("PEP 3333 #22: a body shorter than its Content-Length closes the connection")
    void bodyShorterThanItsContentLength_closesTheConnection() throws Exception {
        try (var server = TestServer.of((environ, startResponse) -> {
                    startResponse.start("200 OK", FIVE_BYTES);
                    return Body.of("1234");
                });
                var client = server.connect().get("/")) {
            assertThat(client.restWithoutDate())
                    .isEqualTo(Apps.head("HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 5") + "1234");
        }
        assertThatLogTells("the body is 1 bytes shorter than its Content-Length");
    }

    @Test
    @DisplayName("PEP 3333 #23: a body of unknown length is chunked to 1.1, and ends with the connection to 1.0")
    void bodyOfUnknownLength_isChunkedOrEndsWithTheConnection() throws Exception {
        try (var server = TestServer.of(Apps.ok(Apps.blocks("ab", "c")));
                var client = server.connect()) {
            assertThat(client.get("/").response().chunks()).containsExactly("ab", "c");
            assertThat(client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                            .restWithoutDate())
                    .isEqualTo(head("HTTP/1.1 200 OK", "Content-Type: text/plain") + "abc");
        }
    }

    @Test
    @DisplayName("PEP 3333 #24: to HEAD the headers are those of GET, the body is dropped, the result closed")
    void headRequest_getsTheHeadersOnly_andTheResultIsClosed() throws Exception {
        var closed = new CopyOnWriteArrayList<String>();
        Application application = (environ, startResponse) -> {
            startResponse.start("200 OK", environ.pathInfo().equals("/list") ? Apps.TEXT : FIVE_BYTES);
            return environ.pathInfo().equals("/list")
                    ? Body.of("12345")
                    : new ClosingBlocks(() -> closed.add(environ.pathInfo()), "12", "345");
        };
        try (var server = TestServer.of(application);
                var client = server.connect()) {
            for (var path : List.of("/list", "/blocks")) {
                client.send("HEAD " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
                var response = client.response(/* toHead= */ true);
                assertThat(response.header("Content-Length")).isEqualTo("5");
            }
            assertThat(client.get("/list").response().text()).isEqualTo("12345");
            assertThat(closed).containsExactly("/blocks");
        }
    }

    @Test
    @LogsErrors(LogsErrors.APPLICATION)
    @DisplayName("PEP 3333 #25: an error before the headers is logged and becomes an error page")
    void error_beforeTheHeaders_isLogged_andAnsweredWith500() throws Exception {
        try (var server = TestServer.of((environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            throw new IllegalStateException("on purpose");
        })) {
            assertThat(answer(server))
                    .isEqualTo(head(
                            "HTTP/1.1 500 Internal Server Error",
                            "Content-Type: text/plain; charset=utf-8",
                            "Content-Length: 0"));
        }
    }

    @Test
    @LogsErrors(LogsErrors.AFTER_BEGIN)
    @DisplayName("PEP 3333 #25: an error behind the headers ends the connection without the last chunk")
    void error_behindTheHeaders_endsTheConnectionWithoutTheLastChunk() throws Exception {
        Iterable<byte[]> failing = blocks(2, index -> {
            if (index == 1) {
                throw new IllegalStateException("on purpose");
            }
            return "block";
        });
        try (var server = TestServer.of(Apps.ok(failing))) {
            assertThat(answer(server)).endsWith("\r\n\r\n5\r\nblock\r\n");
        }
    }

    @FunctionalInterface
    private interface Block {
        String at(int index);
    }

    /** That many blocks, each made when it is asked for. */
    private static Iterable<byte[]> blocks(int count, Block block) {
        return () -> IntStream.range(0, count)
                .mapToObj(index -> Apps.bytes(block.at(index)))
                .iterator();
    }
}
