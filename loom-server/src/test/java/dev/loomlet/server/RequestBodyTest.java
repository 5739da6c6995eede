package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.InputBody;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code wsgi.input} (PEP 3333, "Input and Error Streams"), for bodies with a Content-Length and for bodies in chunks alike. */
class RequestBodyTest {

    private static final String LINES = "this is line 1\nthis is line 2\nline 3, without an end";

    /** One way to read a body. */
    @FunctionalInterface
    private interface Reading {
        String of(InputBody input) throws Exception;
    }

    private static Application reading(Reading reading) {
        return (environ, startResponse) -> {
            var text = reading.of(environ.input());
            startResponse.start("200 OK", Apps.TEXT);
            return Body.of(Apps.bytes(text));
        };
    }

    private static String fixed(String target, String body) {
        return "POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** The body in chunks of 7 bytes, so that lines go across their borders. */
    private static String chunked(String target, String body) {
        var request =
                new StringBuilder("POST " + target + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int at = 0; at < body.length(); at += 7) {
            var chunk = body.substring(at, Math.min(body.length(), at + 7));
            request.append(chunk.length()).append("\r\n").append(chunk).append("\r\n");
        }
        return request.append("0\r\n\r\n").toString();
    }

    static Stream<String> linesInBothFramings() {
        return Stream.of(fixed("/", LINES), chunked("/", LINES));
    }

    static Stream<String> emptyBodies() {
        return Stream.of("GET / HTTP/1.1\r\nHost: a\r\n\r\n", fixed("/", ""), chunked("/", ""));
    }

    @Test
    void contentLength_endsTheBody_beforeWhatFollows() throws Exception {
        var calls = new Calls(Apps.ECHO);
        try (var server = TestServer.of(calls);
                var client = server.connect()) {
            client.send("POST / HTTP/1.0\r\nContent-Length: 3\r\n\r\na=aaaaaaaaaaaaaaaaaaaaa");
            assertThat(client.response().text()).isEqualTo("a=a");
            client.assertClosed();
            assertThat(calls.requests()).containsExactly("POST /");
        }
    }

    @ParameterizedTest
    @MethodSource("linesInBothFramings")
    void readlineAndReadlines_giveTheLinesWithTheirEnds(String request) throws Exception {
        try (var server = TestServer.of(reading(input -> {
                    var first = Apps.text(input.readline());
                    var others = input.readlines().stream().map(Apps::text).toList();
                    return first + "|" + String.join("|", others) + "|" + input.readline().length;
                }));
                var client = server.connect().send(request)) {
            assertThat(client.response().text())
                    .isEqualTo("this is line 1\n|this is line 2\n|line 3, without an end|0");
        }
    }

    @ParameterizedTest
    @MethodSource("linesInBothFramings")
    void iteration_givesTheLines(String request) throws Exception {
        try (var server = TestServer.of(reading(input -> {
                    var lines = new ArrayList<String>();
                    for (var line : input) {
                        lines.add(Apps.text(line));
                    }
                    return String.join("|", lines);
                }));
                var client = server.connect().send(request)) {
            assertThat(client.response().text()).isEqualTo("this is line 1\n|this is line 2\n|line 3, without an end");
        }
    }

    @Test
    void iteration_overABodyWithoutLineEnds_givesItOnce() throws Exception {
        var body = "x".repeat(1500);
        try (var server = TestServer.of(reading(input -> {
                    int lines = 0;
                    int bytes = 0;
                    for (var line : input) {
                        lines++;
                        bytes += line.length;
                    }
                    return lines + " of " + bytes;
                }));
                var client = server.connect().send(fixed("/", body))) {
            assertThat(client.response().text()).isEqualTo("1 of 1500");
        }
    }

    @ParameterizedTest
    @MethodSource("linesInBothFramings")
    void negativeSizes_readAllThereIs(String request) throws Exception {
        try (var server = TestServer.of(reading(input -> {
                    var line = Apps.text(input.readline(-1));
                    return line + "|" + Apps.text(input.read(-1)) + "|" + input.read(-1).length
                            + input.readline(-1).length;
                }));
                var client = server.connect().send(request)) {
            assertThat(client.response().text())
                    .isEqualTo("this is line 1\n|this is line 2\nline 3, without an end|00");
        }
    }

    @ParameterizedTest
    @MethodSource("linesInBothFramings")
    void sizes_inTheMiddleOfALine_loseNoByte(String request) throws Exception {
        try (var server = TestServer.of(reading(input -> Apps.text(input.read(4))
                        + "|"
                        + Apps.text(input.readline(6))
                        + "|"
                        + Apps.text(input.read(0))
                        + Apps.text(input.readline(0))
                        + "|"
                        + (char) input.read()
                        + "|"
                        + Apps.text(input.readline())
                        + "|"
                        + Apps.text(input.read(1000))));
                var client = server.connect().send(request)) {
            assertThat(client.response().text())
                    .isEqualTo("this| is li||n|e 1\n|this is line 2\nline 3, without an end");
        }
    }

    @ParameterizedTest
    @MethodSource("emptyBodies")
    void emptyBody_isReadAsNothingAtOnce_andTheConnectionGoesOn(String request) throws Exception {
        try (var server = TestServer.of(reading(input -> input.read(1024).length
                        + "," + input.readline().length
                        + "," + input.readlines().size()
                        + "," + input.iterator().hasNext()
                        + "," + input.read()));
                var client = server.connect()) {
            assertThat(client.send(request).response().text()).isEqualTo("0,0,0,false,-1");
            assertThat(client.send(request).response().text()).isEqualTo("0,0,0,false,-1");
        }
    }

    /** The rest must not be taken for the next request. */
    @ParameterizedTest
    @ValueSource(strings = {"fixed", "chunked"})
    void bodyReadInPart_isDroppedBeforeTheNextRequest(String framing) throws Exception {
        var body = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3);
        var calls = new Calls(reading(input -> Apps.text(input.read(10))));
        try (var server = TestServer.of(calls);
                var client = server.connect()) {
            client.send(framing.equals("fixed") ? fixed("/part", body) : chunked("/part", body));
            assertThat(client.response().text()).isEqualTo("GET /hidde");
            assertThat(client.get("/ping").response().status()).isEqualTo(200);
            assertThat(calls.requests()).containsExactly("POST /part", "GET /ping");
        }
    }

    @ParameterizedTest
    @MethodSource("emptyBodies")
    void bodyOfNothing_leftUnread_isNoHindranceToTheNextRequest(String request) throws Exception {
        try (var server = TestServer.of(Apps.HELLO);
                var client = server.connect()) {
            assertThat(client.send(request).response().text()).isEqualTo("Hello, World!\r\n");
            assertThat(client.get("/ping").response().text()).isEqualTo("Hello, World!\r\n");
        }
    }

    @Test
    void http10Body_leftUnread_isNotExecuted() throws Exception {
        var calls = new Calls(Apps.HELLO);
        var hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
        try (var server = TestServer.of(calls);
                var client = server.connect()) {
            client.send("POST /1 HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: " + hidden.length() + "\r\n\r\n"
                    + hidden);
            assertThat(client.response().header("Connection")).isEqualTo("keep-alive");
            assertThat(client.send("GET /2 HTTP/1.0\r\n\r\n").response().header("Connection"))
                    .isEqualTo("close");
            client.assertClosed();
            assertThat(calls.requests()).containsExactly("POST /1", "GET /2");
        }
    }

    @Test
    void readlinesWithAHint_stopsBehindIt_andReadsNothingOfTheNextRequest() throws Exception {
        var calls =
                new Calls(reading(input -> Integer.toString(input.readlines(16).size())));
        try (var server = TestServer.of(calls);
                var client = server.connect()) {
            client.send(fixed("/1", LINES) + fixed("/2", "a\nb"));
            assertThat(client.response().text()).isEqualTo("2");
            assertThat(client.response().text()).isEqualTo("2");
            assertThat(calls.requests()).containsExactly("POST /1", "POST /2");
        }
    }

    @Test
    void urlencodedForm_overChunks_isReadWhole() throws Exception {
        try (var server = TestServer.of(reading(input -> Apps.text(input.readAllBytes())));
                var client = server.connect().send(chunked("/", "test=and&more=values%20in%20chunks"))) {
            assertThat(client.response().text()).isEqualTo("test=and&more=values%20in%20chunks");
        }
    }
}
