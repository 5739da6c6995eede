package dev.loomlet.middleware;

import static dev.loomlet.middleware.RawBackend.head;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.loomlet.web.Sent;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.InputBody;
import java.net.URI;
import java.net.URLDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire to a backend, byte by byte, and what comes back to the client. */
class ForwardTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";

    /** A request whose fields were sent as given. */
    static Environ request(String method, String path, String... namesAndValues) {
        var environ = Sent.environ(method, path, namesAndValues);
        var type = environ.remove("HTTP_CONTENT_TYPE");
        if (type != null) {
            environ.put(Environ.CONTENT_TYPE, type);
        }
        environ.put(Environ.RAW_PATH_INFO, path);
        environ.put(Environ.PATH_INFO, URLDecoder.decode(path.replace("+", "%2B"), ISO_8859_1));
        environ.put(Environ.HEADERS_RAW, Headers.of(namesAndValues));
        environ.put(Environ.REMOTE_ADDR, "192.0.2.7");
        return environ;
    }

    static Environ withBody(Environ environ, String body) {
        environ.put(Environ.WSGI_INPUT, InputBody.of(body.getBytes(ISO_8859_1)));
        environ.put(Environ.CONTENT_LENGTH, Integer.toString(body.length()));
        return environ;
    }

    @Test
    void get_goesOut_withItsFieldsAndThoseOfTheProxy() throws Exception {
        try (var backend = RawBackend.answering(OK);
                var forward = new Forward(backend.uri())) {
            var sent = Sent.to(
                    forward,
                    request("GET", "/a%2Fb", "Host", "www.example", "X-One", "1", "x-two", "2", "User-Agent", "test"));

            assertThat(sent.status().code()).isEqualTo(200);
            assertThat(sent.body()).isEqualTo("hello");
            assertThat(sent.headers())
                    .isEqualTo(Headers.of("content-type", "text/plain", "content-length", "5", "Via", "1.1 loomlet"));
            var lines = backend.lines();
            assertThat(lines.getFirst()).isEqualTo("GET /a%2Fb HTTP/1.1");
            assertThat(lines.subList(1, lines.size()))
                    .containsExactlyInAnyOrder(
                            "Host: 127.0.0.1:" + backend.port(),
                            "X-One: 1",
                            "x-two: 2",
                            "User-Agent: test",
                            "X-Forwarded-For: 192.0.2.7",
                            "X-Forwarded-Host: www.example",
                            "X-Forwarded-Proto: http",
                            "Via: 1.1 loomlet");
        }
    }

    @Test
    void hopByHopFields_andThoseThatConnectionNames_stayHere() throws Exception {
        try (var backend = RawBackend.answering(head(
                                "HTTP/1.1 200 OK",
                                "Connection: X-Hop, keep-alive",
                                "Keep-Alive: timeout=5",
                                "X-Hop: 1",
                                "Proxy-Authenticate: Basic",
                                "Trailer: X-T",
                                "Content-Type: a/b",
                                "Transfer-Encoding: chunked")
                        + "5\r\nhello\r\n0\r\nX-T: 1\r\n\r\n");
                var forward = new Forward(backend.uri())) {
            var sent = Sent.to(
                    forward,
                    request(
                            "GET",
                            "/",
                            "Connection",
                            "close, x-private",
                            "X-Private",
                            "1",
                            "Keep-Alive",
                            "5",
                            "TE",
                            "trailers",
                            "Trailer",
                            "X-T",
                            "Proxy-Authorization",
                            "Basic eA==",
                            "Proxy-Connection",
                            "close",
                            "Proxy",
                            "http://evil.example",
                            "Upgrade",
                            "h2c",
                            "HTTP2-Settings",
                            "AAMAAABk",
                            "X_Forwarded_For",
                            "198.51.100.1",
                            "Accept",
                            "*/*"));

            assertThat(sent.body()).isEqualTo("hello");
            assertThat(sent.headers()).isEqualTo(Headers.of("content-type", "a/b", "Via", "1.1 loomlet"));
            assertThat(backend.lines())
                    .containsExactlyInAnyOrder(
                            "GET / HTTP/1.1",
                            "Host: 127.0.0.1:" + backend.port(),
                            "Accept: */*",
                            "User-Agent: ",
                            "X-Forwarded-For: 192.0.2.7",
                            "X-Forwarded-Proto: http",
                            "Via: 1.1 loomlet");
        }
    }

    @Test
    void environ_decidesWhichFieldsGoOut() throws Exception {
        try (var backend = RawBackend.answering(OK);
                var forward = new Forward(backend.uri())) {
            var environ =
                    request("GET", "/", "Authorization", "secret", "X-Changed", "old", "X-Twice", "1", "X-Twice", "2");
            environ.remove("HTTP_AUTHORIZATION");
            environ.put("HTTP_X_CHANGED", "new");
            environ.put("HTTP_X_TWICE", "1,2");
            environ.put("HTTP_X_REQUEST_ID", "17");

            Sent.to(forward, environ);

            assertThat(backend.request())
                    .doesNotContain("secret")
                    .contains("X-Changed: new\r\n", "X-Request-Id: 17\r\n", "X-Twice: 1\r\n", "X-Twice: 2\r\n");
        }
    }

    @Test
    void cookies_ofHttp2_areOneFieldAgain() throws Exception {
        try (var backend = RawBackend.answering(OK);
                var forward = new Forward(backend.uri())) {
            var environ = request("GET", "/", "cookie", "a=1", "cookie", "b=2");
            environ.put("HTTP_COOKIE", "a=1; b=2");

            Sent.to(forward, environ);

            assertThat(backend.request()).containsIgnoringCase("\r\ncookie: a=1; b=2\r\n");
        }
    }

    @Test
    void body_ofKnownLength_goesOutWithIt() throws Exception {
        try (var backend = RawBackend.answering(OK);
                var forward = new Forward(backend.uri())) {
            Sent.to(forward, withBody(request("POST", "/", "Content-Type", "a/b"), "some bytes"));

            assertThat(backend.request())
                    .startsWith("POST / HTTP/1.1\r\n")
                    .contains("\r\nContent-Length: 10\r\n", "\r\nContent-Type: a/b\r\n")
                    .doesNotContainIgnoringCase("transfer-encoding")
                    .endsWith("\r\n\r\nsome bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "some bytes"})
    void body_ofUnknownLength_isChunked_unlessThereIsNone(String body) throws Exception {
        try (var backend = RawBackend.answering(OK);
                var forward = new Forward(backend.uri())) {
            var environ = withBody(request("POST", "/"), body);
            environ.remove(Environ.CONTENT_LENGTH);
            environ.put(Environ.WSGI_INPUT_TERMINATED, true);

            Sent.to(forward, environ);

            var request = backend.request();
            if (body.isEmpty()) {
                assertThat(request).contains("\r\nContent-Length: 0\r\n").endsWith("\r\n\r\n");
            } else {
                assertThat(request)
                        .containsIgnoringCase("\r\nTransfer-Encoding: chunked\r\n")
                        .doesNotContainIgnoringCase("content-length")
                        .endsWith("\r\n\r\na\r\nsome bytes\r\n0\r\n\r\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "get"})
    void method_isPassedOnAsItIs_withoutABody(String method) throws Exception {
        var answer = method.equals("HEAD") ? head("HTTP/1.1 200 OK", "Content-Type: a/b", "Content-Length: 5") : OK;
        try (var backend = RawBackend.answering(answer);
                var forward = new Forward(backend.uri())) {
            for (int i = 0; i < 2; i++) {
                var sent = Sent.to(forward, request(method, "/"));

                assertThat(sent.header("Content-Length")).isEqualTo("5");
                assertThat(sent.body()).isEqualTo(method.equals("HEAD") ? "" : "hello");
                assertThat(backend.request())
                        .startsWith(method + " / HTTP/1.1\r\n")
                        .doesNotContain("Transfer-Encoding");
            }
            assertThat(backend.connections).as("connections, kept alive").hasValue(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "204 No Content, ''",
        "304 Not Modified, 'ETag: \"x\"'",
        "302 Found, 'Location: /elsewhere'",
        "401 Unauthorized, 'WWW-Authenticate: Basic'",
        "407 Proxy Authentication Required, 'X-A: b'",
        "503 Service Unavailable, 'Retry-After: 1'"
    })
    void answer_isPassedOnAsItIs(String status, String field) throws Exception {
        boolean bodyless = status.startsWith("204") || status.startsWith("304");
        try (var backend = RawBackend.answering("HTTP/1.1 " + status + "\r\n" + (field.isEmpty() ? "" : field + "\r\n")
                        + (bodyless ? "" : "Content-Type: a/b\r\nContent-Length: 0\r\n") + "\r\n");
                var forward = new Forward(backend.uri())) {
            var sent = Sent.to(forward, request("GET", "/"));

            assertThat(sent.status()).hasToString(status);
            assertThat(sent.body()).isEmpty();
            if (!field.isEmpty()) {
                int colon = field.indexOf(": ");
                assertThat(sent.header(field.substring(0, colon))).isEqualTo(field.substring(colon + 2));
            }
            assertThat(backend.requests).hasSize(1);
        }
    }

    @Test
    void fields_thatComeTwice_staySo() throws Exception {
        try (var backend = RawBackend.answering(head(
                        "HTTP/1.1 200 OK",
                        "Content-Type: a/b",
                        "Set-Cookie: a=1",
                        "Via: 1.0 inner",
                        "Set-Cookie: b=\u00e9",
                        "Content-Length: 0"));
                var forward = new Forward(backend.uri())) {
            var sent = Sent.to(forward, request("GET", "/", "Via", "1.1 outer"));

            assertThat(sent.headers().all("Set-Cookie")).containsExactly("a=1", "b=\u00e9");
            assertThat(sent.headers().all("Via")).containsExactly("1.0 inner, 1.1 loomlet");
            assertThat(backend.request()).contains("\r\nVia: 1.1 outer, 1.1 loomlet\r\n");
        }
    }

    @Test
    void interimAnswers_areSkipped() throws Exception {
        try (var backend = RawBackend.answering("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + OK);
                var forward = new Forward(backend.uri())) {
            assertThat(Sent.to(forward, request("GET", "/")).body()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, Upgrade, websocket, 501",
        "GET, Upgrade, 'h2c, WebSocket', 501",
        "CONNECT, X-A, b, 501",
        "OPTIONS, Max-Forwards, 0, 501",
        "GET, X-Name, \u00e9, 400"
    })
    void whatCannotBePassedOn_isRefused(String method, String name, String value, int status) throws Exception {
        try (var backend = RawBackend.answering(OK);
                var forward = new Forward(backend.uri())) {
            assertThat(Sent.to(forward, request(method, "/", name, value))
                            .status()
                            .code())
                    .isEqualTo(status);
            assertThat(backend.requests).isEmpty();
        }
    }

    @Test
    void asteriskTarget_isRefused() throws Exception {
        try (var forward = new Forward(URI.create("http://127.0.0.1:1"))) {
            var environ = request("OPTIONS", "");
            environ.put(Environ.REQUEST_URI, "*");

            assertThat(Sent.to(forward, environ).status().code()).isEqualTo(501);
        }
    }

    @Test
    void maxForwards_ofOptions_isCountedDown() throws Exception {
        try (var backend = RawBackend.answering(OK);
                var forward = new Forward(backend.uri())) {
            Sent.to(forward, request("OPTIONS", "/", "Max-Forwards", "3"));

            assertThat(backend.request()).contains("\r\nMax-Forwards: 2\r\n");
        }
    }

    @Test
    void backendPath_isPutBefore_andCannotBeLeft() throws Exception {
        try (var backend = RawBackend.answering(OK);
                var forward = new Forward(URI.create(backend.uri() + "/app/"))) {
            Sent.to(forward, request("GET", "/x/y?z"));
            assertThat(backend.lines().getFirst()).startsWith("GET /app/x/y");

            for (var path : new String[] {"/../admin", "/x/%2e%2E/..", "/..%2fadmin", "/x\\..\\y"}) {
                var environ = request("GET", path);
                assertThat(Sent.to(forward, environ).status().code()).as(path).isEqualTo(400);
            }
        }
    }

    @Test
    void backendUri_thatIsNone_isRefusedAtOnce() {
        for (var uri :
                new String[] {"ftp://x", "http:/x", "//x", "http://a_b/", "http://u:p@x/", "http://x/?q", "http://x/#f"
                }) {
            assertThatIllegalArgumentException()
                    .as(uri)
                    .isThrownBy(() -> new Forward(URI.create(uri)))
                    .withMessageStartingWith("backend ")
                    .withMessageNotContaining(":p@x");
        }
    }

    @Test
    void keepHost_withoutTheProperty_saysWhatItNeeds() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ForwardConfig.builder().keepHost(true))
                .withMessageContaining("-Djdk.httpclient.allowRestrictedHeaders=host");
    }
}
