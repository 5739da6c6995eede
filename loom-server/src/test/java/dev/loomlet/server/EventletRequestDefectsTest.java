package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What eventlet's server reads wrongly, and this one must not: a test for each defect, named after it. A refusal is one answer and a close;
 * neither the application nor anything behind the request is called, and the server goes on. What it answers wrongly is in {@link
 * EventletResponseDefectsTest}.
 */
class EventletRequestDefectsTest {

    private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";

    private static String post(String... headerLines) {
        return "POST /1 HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", headerLines) + "\r\n\r\n";
    }

    /** Sends the request and a hidden one behind it; {@code calls} is how often the application is called for them. */
    private static void assertRefused(String request, int status, int calls) throws Exception {
        var application = new Calls(Apps.ECHO);
        try (var server = TestServer.of(application)) {
            try (var client = server.connect().send(request + HIDDEN)) {
                var response = client.response();
                assertThat(response.status()).isEqualTo(status);
                assertThat(response.header("Connection")).isEqualTo("close");
                client.assertClosed();
            }
            assertThat(server.nextRecord().status()).isEqualTo(status);
            assertThat(application.requests()).doesNotContain("GET /hidden").hasSize(calls);
            try (var client = server.connect().get("/alive")) {
                assertThat(client.response().status()).isEqualTo(200);
            }
            assertThat(application.requests()).endsWith("GET /alive").hasSize(calls + 1);
        }
    }

    private static Map<String, Object> environOf(String request) throws Exception {
        var environs = new LinkedBlockingQueue<Map<String, Object>>();
        try (var server = TestServer.of((environ, startResponse) -> {
                    environs.add(new HashMap<>(environ));
                    return Apps.ECHO.call(environ, startResponse);
                });
                var client = server.connect().send(request)) {
            assertThat(client.response().status()).isEqualTo(200);
            assertThat(client.get("/next").response().status()).isEqualTo(200);
            assertThat(environs).hasSize(2);
            return environs.remove();
        }
    }

    /* 1 */
    @ParameterizedTest
    @CsvSource({
        "xchunked, 400",
        "'x-own, chunked', 501",
        "'chunked, gzip', 400",
        "gzip, 400",
        "identity, 400",
        "'chunked, chunked', 400"
    })
    void unknownTransferCoding_isRefused_andItsBodyIsNoRequest(String coding, int status) throws Exception {
        assertRefused(post("Transfer-Encoding: " + coding), status, 0);
    }

    /* 2 */
    @ParameterizedTest
    @CsvSource({"0, 34", "34, 0", "0, 0"})
    void twoContentLengths_areRefused(int first, int second) throws Exception {
        assertRefused(post("Content-Length: " + first, "Content-Length: " + second), 400, 0);
    }

    /* 3 */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+3",
                "1_0",
                "-1",
                "0x3",
                "3.0",
                "1e1",
                "",
                " ",
                "argh",
                "3 3",
                "3,3",
                "\u00b3",
                "9223372036854775808"
            })
    void contentLengthThatIsNoDecimalNumber_isRefused(String length) throws Exception {
        assertRefused(post("Content-Length: " + length), 400, 0);
    }

    /* 4 */
    @ParameterizedTest
    @ValueSource(strings = {"-5", "0x3", "+5", "5_0", " 5", "", "10000000000000000"})
    void chunkSizeThatIsNoHexadecimalNumber_isRefused(String size) throws Exception {
        assertRefused(post("Transfer-Encoding: chunked") + size + "\r\nhello\r\n0\r\n\r\n", 400, 1);
    }

    /* 5 */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\r\nhello junk\r\n0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5\r\nhello\rX0\r\n\r\n",
                "5\r\nhello0\r\n\r\n"
            })
    void junkBehindAChunk_isRefused(String chunks) throws Exception {
        assertRefused(post("Transfer-Encoding: chunked") + chunks, 400, 1);
    }

    /* 6 */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n\n",
                "GET / HTTP/1.1\rHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: y\rz\r\n\r\n"
            })
    void lineThatDoesNotEndInCrLf_isRefused(String request) throws Exception {
        assertRefused(request, 400, 0);
    }

    /* 7 */
    @ParameterizedTest
    @ValueSource(strings = {"no colon here", "nocolon", ": no name"})
    void headerLineWithoutAColonOrName_isRefused_andHidesNoneBehindIt(String line) throws Exception {
        assertRefused(post(line, "Connection: close"), 400, 0);
    }

    /* 8 */
    @ParameterizedTest
    @ValueSource(strings = {"X-Name : v", "Content-Length\t: 34", "X(Y): v", "X\u00e4: v"})
    void spaceBeforeTheColon_orAnotherCharacterThatIsNoneOfAName_isRefused(String line) throws Exception {
        assertRefused(post(line), 400, 0);
    }

    /* 9 */
    @ParameterizedTest
    @ValueSource(strings = {"X: y\r\n folded", "X: y\r\n\tfolded", "X:\r\n y"})
    void foldedHeaderLine_isRefused(String lines) throws Exception {
        assertRefused(post(lines), 400, 0);
    }

    /* 10 */
    @ParameterizedTest
    @CsvSource({
        "'GET /', 400",
        "'get / HTTP/1.1', 400",
        "'G(T / HTTP/1.1', 400",
        "'GET / HTTP/1.5', 505",
        "'GET / HTTP/0.9', 505",
        "'GET / HTTP/2.0', 505",
        "'GET / HTTP/11', 400",
        "'GET / http/1.1', 400",
        "'GET  / HTTP/1.1', 400"
    })
    void requestLineOfAnotherVersionOrWithABadMethod_isRefused(String line, int status) throws Exception {
        assertRefused(line + "\r\nHost: a\r\n\r\n", status, 0);
    }

    /* 11 */
    @Test
    void chunkedBodyOfAnHttp10Request_isRefused() throws Exception {
        assertRefused("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, 0);
    }

    /* 12 */
    @ParameterizedTest
    @ValueSource(strings = {"X: y", "Host: a\r\nHost: a", "Host: a\r\nHost: b", "Host: a b", "Host: a/b", "Host: a,b"})
    void http11RequestWithoutExactlyOneLegalHost_isRefused(String lines) throws Exception {
        assertRefused("GET / HTTP/1.1\r\n" + lines + "\r\n\r\n", 400, 0);
    }

    /* 13 */
    @Test
    void absoluteTarget_isTakenApart() throws Exception {
        assertThat(environOf("GET http://other.example:81/x%20y?q HTTP/1.1\r\nHost: a\r\n\r\n"))
                .containsEntry("PATH_INFO", "/x y")
                .containsEntry("RAW_PATH_INFO", "/x%20y")
                .containsEntry("QUERY_STRING", "q")
                .containsEntry("HTTP_HOST", "other.example:81");
    }

    /* 14 */
    @Test
    void asteriskTarget_isNoPath() throws Exception {
        assertThat(environOf("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"))
                .containsEntry("PATH_INFO", "")
                .containsEntry("REQUEST_URI", "*");
        assertRefused("GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400, 0);
    }

    /* 21 */
    @Test
    void severalCookieLines_areJoinedWithSemicolons() throws Exception {
        assertThat(environOf("GET / HTTP/1.1\r\nHost: a\r\nCookie: a=1\r\nX: 1\r\nCookie: b=2\r\nX: 2\r\n\r\n"))
                .containsEntry("HTTP_COOKIE", "a=1; b=2")
                .containsEntry("HTTP_X", "1,2");
    }

    /* 22 */
    @Test
    void missingContentType_isNotInvented() throws Exception {
        assertThat(environOf(post("Content-Length: 2") + "hi")).doesNotContainKey("CONTENT_TYPE");
    }

    /* 24 */
    @Test
    void closeAmongTheConnectionOptions_isHonoured() throws Exception {
        var calls = new Calls(Apps.ECHO);
        try (var server = TestServer.of(calls);
                var client = server.connect()) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\nConnection: close, x\r\n\r\n" + HIDDEN);
            assertThat(client.response().header("Connection")).isEqualTo("close");
            client.assertClosed();
            assertThat(calls.requests()).containsExactly("GET /1");
        }
    }

    /* 25 */
    @Test
    void emptyLinesBeforeARequest_areSkipped_butNotManyOfThem() throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = server.connect()) {
            assertThat(client.send("\r\n").get("/").response().status()).isEqualTo(200);
            assertThat(client.send("\r\n\r\n\r\n\r\n").get("/").response().status())
                    .isEqualTo(200);
        }
        assertRefused("\r\n".repeat(5), 400, 0);
    }

    /* 26 */
    @ParameterizedTest
    @ValueSource(strings = {"1;%s\r\nx\r\n0\r\n\r\n", "0\r\nX: %s\r\n\r\n", "0\r\n%s: x\r\n\r\n"})
    void chunkExtensionsAndTrailersWithoutEnd_areRefused(String chunks) throws Exception {
        assertRefused(post("Transfer-Encoding: chunked") + chunks.formatted("x".repeat(20_000)), 400, 1);
    }

    /* 26 */
    @Test
    void unreadBodyWithoutEnd_isNotReadForEver() throws Exception {
        var calls = new Calls(Apps.HELLO);
        try (var server = TestServer.of(calls);
                var client = server.connect()) {
            client.send(post("Transfer-Encoding: chunked") + ("8000\r\n" + "x".repeat(0x8000) + "\r\n").repeat(3));
            assertThat(client.response().status()).isEqualTo(200);
            client.assertClosed();
            assertThat(calls.requests()).containsExactly("POST /1");
        }
    }

    /* 27 */
    @Test
    void readlines_neverReadTheNextRequest() throws Exception {
        var calls = new Calls((environ, startResponse) -> {
            var lines = environ.input().readlines(1_000_000);
            startResponse.start("200 OK", Apps.TEXT);
            return Body.of(lines.size() + " lines");
        });
        try (var server = TestServer.of(calls);
                var client = server.connect()) {
            client.send(post("Content-Length: 7") + "a\nb\nc\nd" + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.response().text()).isEqualTo("4 lines");
            assertThat(client.response().text()).isEqualTo("0 lines");
            assertThat(calls.requests()).containsExactly("POST /1", "GET /2");
        }
    }

    /* 27 */
    @Test
    void iterationOfTheInput_isByLines() throws Exception {
        try (var server = TestServer.of((environ, startResponse) -> {
                    var lines = new StringBuilder();
                    for (var line : environ.input()) {
                        lines.append(Apps.text(line).replace("\n", "$"));
                        lines.append('|');
                    }
                    startResponse.start("200 OK", Apps.TEXT);
                    return Body.of(lines.toString());
                });
                var client = server.connect().send(post("Content-Length: 6") + "a\n\nbcd")) {
            assertThat(client.response().text()).isEqualTo("a$|$|bcd|");
        }
    }

    /** Keeps what reading the whole body gives. */
    private static final class Reading implements Application {

        final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();

        @Override
        public Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws IOException {
            try {
                outcomes.add(environ.input().readAllBytes().length + " bytes");
            } catch (IOException e) {
                outcomes.add(e.getClass().getSimpleName());
                throw e;
            }
            startResponse.start("200 OK", Apps.TEXT);
            return List.of();
        }
    }

    /* 27 */
    @Test
    void bodyShorterThanItsContentLength_isAnErrorToItsReader() throws Exception {
        var reading = new Reading();
        try (var server = TestServer.of(reading);
                var client = server.connect()
                        .send(post("Content-Length: 10") + "short")
                        .endOutput()) {
            assertThat(client.response().status()).isEqualTo(400);
            client.assertClosed();
            assertThat(reading.outcomes.poll(5, TimeUnit.SECONDS)).isEqualTo("ProtocolException");
        }
    }

    /* The one that eventlet has right since 0.34.3, and lets be switched off; here it cannot be. */
    @Test
    void contentLengthBesideATransferCoding_isRefused() throws Exception {
        assertRefused(post("Content-Length: 5", "Transfer-Encoding: chunked") + "0\r\n\r\n", 400, 0);
        assertRefused(post("Transfer-Encoding: chunked", "Content-Length: 5") + "0\r\n\r\n", 400, 0);
    }
}
