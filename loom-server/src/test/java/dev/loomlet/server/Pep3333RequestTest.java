package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.InputBody;
import dev.loomlet.wsgi.NativeStrings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PEP 3333 by the numbers of docs/wsgi.md, what a server owes an application before it answers: the call, the environ, the streams. */
class Pep3333RequestTest {

    /** Something that an application can see, as text. */
    @FunctionalInterface
    private interface Look {
        Object at(Environ environ) throws Exception;
    }

    /** Answers with what the look gives. */
    private static Application telling(Look look) {
        return (environ, startResponse) -> {
            var seen = Apps.bytes(String.valueOf(look.at(environ)));
            startResponse.start("200 OK", Apps.TEXT);
            return Body.of(seen);
        };
    }

    private static String seen(String request, Look look) throws Exception {
        return seen(request, look, config -> config);
    }

    private static String seen(String request, Look look, UnaryOperator<ServerConfigBuilder> settings)
            throws Exception {
        try (var server = TestServer.of(telling(look), settings);
                var client = server.connect().send(request)) {
            var response = client.response();
            assertThat(response.status()).isEqualTo(200);
            return response.text();
        }
    }

    private static String get(String target, String... headerLines) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + Apps.head(headerLines);
    }

    @Test
    @DisplayName("PEP 3333 #1: the application is called once for each request")
    void application_isCalledOnceForEachRequest() throws Exception {
        var calls = new Calls(Apps.HELLO);
        try (var server = TestServer.of(calls);
                var client = server.connect()) {
            for (var path : List.of("/1", "/2", "/3")) {
                assertThat(client.get(path).response().text()).isEqualTo("Hello, World!\r\n");
            }
        }
        assertThat(calls.requests()).containsExactly("GET /1", "GET /2", "GET /3");
    }

    @Test
    @DisplayName("PEP 3333 #1: the application is called for several requests at once")
    void application_isCalledForSeveralRequestsAtOnce() throws Exception {
        var bothAreInside = new CyclicBarrier(2);
        try (var server = TestServer.of(telling(environ -> {
                    bothAreInside.await(5, TimeUnit.SECONDS);
                    return environ.pathInfo();
                }));
                var first = server.connect().get("/1");
                var second = server.connect().get("/2")) {
            assertThat(first.response().text()).isEqualTo("/1");
            assertThat(second.response().text()).isEqualTo("/2");
        }
    }

    /** Without Lint, whose own entries would make the map whole before the application sees it. */
    @Test
    @DisplayName("PEP 3333 #2: the environ is a mutable map that belongs to one request")
    void environ_isTheApplicationsToChange_andNewForEachRequest() throws Exception {
        try (var server = TestServer.withoutLint(telling(environ -> {
                    var before = environ.containsKey("my.key") + " " + environ.get("PATH_INFO");
                    environ.put("my.key", "mine");
                    environ.remove("PATH_INFO");
                    environ.replace("REQUEST_METHOD", "PUT");
                    environ.entrySet().removeIf(entry -> entry.getKey().startsWith("HTTP_"));
                    return before + ", " + environ.get("my.key") + " " + environ.containsKey("PATH_INFO") + " "
                            + environ.method() + " " + environ.header("Host").isPresent();
                }));
                var client = server.connect()) {
            assertThat(client.get("/p").response().text()).isEqualTo("false /p, mine false PUT false");
            assertThat(client.get("/q").response().text()).isEqualTo("false /q, mine false PUT false");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, HTTP/1.0", "GET, HTTP/1.1", "PURGE, HTTP/1.1"})
    @DisplayName("PEP 3333 #3: the required variables are there, SERVER_PROTOCOL as the client's version")
    void environ_ofEachRequest_hasTheRequiredVariables(String method, String version) throws Exception {
        Look look = environ -> List.of(
                environ.get("REQUEST_METHOD"),
                environ.get("SERVER_NAME"),
                environ.get("SERVER_PORT").toString().matches("[1-9][0-9]*"),
                environ.get("SERVER_PROTOCOL"),
                environ.get("wsgi.version"),
                environ.get("wsgi.url_scheme"),
                environ.get("wsgi.input") instanceof InputBody,
                environ.get("wsgi.errors") instanceof PrintWriter,
                environ.get("wsgi.multithread"),
                environ.get("wsgi.multiprocess"),
                environ.get("wsgi.run_once"));
        assertThat(seen(method + " / " + version + "\r\nHost: a\r\n\r\n", look))
                .isEqualTo("[" + method + ", 127.0.0.1, true, " + version
                        + ", [1, 0], http, true, true, true, false, false]");
    }

    @Test
    @DisplayName("PEP 3333 #3: SERVER_NAME and SERVER_PORT are not empty where there is no host and no port")
    void serverNameAndPort_onAUnixSocket_areNotEmpty(@TempDir Path folder) throws Exception {
        assertThat(seen(
                        "GET / HTTP/1.0\r\n\r\n",
                        environ -> environ.get("SERVER_NAME") + ":" + environ.get("SERVER_PORT"),
                        config -> config.unixSocket(folder.resolve("s"))))
                .isEqualTo("localhost:80");
    }

    @Test
    @DisplayName("PEP 3333 #4: HTTP_ variables are the client's headers")
    void httpVariables_areTheClientsHeaders_andNoOthers() throws Exception {
        assertThat(seen(
                        get("/", "X-One: 1", "x-two: a", "X-Two: b"),
                        environ -> environ.keySet().stream()
                                .filter(key -> key.startsWith("HTTP_"))
                                .sorted()
                                .map(key -> key + "=" + environ.get(key))
                                .collect(Collectors.joining(" "))))
                .isEqualTo("HTTP_HOST=a HTTP_X_ONE=1 HTTP_X_TWO=a,b");
    }

    @Test
    @DisplayName("PEP 3333 #4: CGI variables are strings, what is absent is left out, the server's own keys have a dot")
    void environ_holdsStringsUnderPlainKeys_andNothingForWhatIsAbsent() throws Exception {
        var cgi = List.of(
                "GATEWAY_INTERFACE",
                "HTTP_HOST",
                "PATH_INFO",
                "QUERY_STRING",
                "RAW_PATH_INFO",
                "REMOTE_ADDR",
                "REMOTE_PORT",
                "REQUEST_METHOD",
                "REQUEST_URI",
                "SCRIPT_NAME",
                "SERVER_NAME",
                "SERVER_PORT",
                "SERVER_PROTOCOL");
        assertThat(seen(get("/"), environ -> {
                    var strings = new ArrayList<String>();
                    var others = new ArrayList<String>();
                    environ.forEach((key, value) -> (value instanceof String ? strings : others).add(key));
                    others.removeIf(key -> key.matches("(wsgi|loomlet)\\.[a-z_]+"));
                    strings.remove("wsgi.url_scheme");
                    strings.sort(null);
                    return strings + " " + others;
                }))
                .isEqualTo(cgi + " []");
    }

    @Test
    @DisplayName("PEP 3333 #5: strings are native, a character for a byte; NativeStrings decodes them")
    void nativeStrings_areACharacterForAByte_andDecodeAsUtf8() throws Exception {
        assertThat(seen(
                        get("/caf%C3%A9?q=%C3%A9", "X-Name: caf\u00c3\u00a9"),
                        environ -> environ.pathInfo() + " " + environ.queryString() + " "
                                + environ.header("X-Name").orElseThrow()))
                .isEqualTo("/caf\u00c3\u00a9 q=%C3%A9 caf\u00c3\u00a9");
        assertThat(seen(get("/caf%C3%A9"), environ -> NativeStrings.decodeUtf8(environ.pathInfo())))
                .isEqualTo("/caf\u00e9");
    }

    @Test
    @DisplayName("PEP 3333 #6: who deploys can add entries to each environ; in clear there is no HTTPS")
    void configuredEntries_areInEachEnviron() throws Exception {
        assertThat(seen(
                        get("/"),
                        environ -> environ.get("my.database") + " " + environ.get("STAGE") + " "
                                + environ.containsKey("HTTPS"),
                        config -> config.environ(Map.of("my.database", List.of("db", 1), "STAGE", "test"))))
                .isEqualTo("[db, 1] test false");
    }

    @Test
    @DisplayName("PEP 3333 #7: a server of one connection can say that it calls one at a time")
    void multithread_isTrue_unlessWhoDeploysSaysOtherwise() throws Exception {
        Look look = environ -> environ.get("wsgi.multithread");
        assertThat(seen(get("/"), look)).isEqualTo("true");
        assertThat(seen(get("/"), look, config -> config.maxConnections(1).environ(Map.of("wsgi.multithread", false))))
                .isEqualTo("false");
    }

    private static final String LINES = "ab\ncd\nef\ngh\ni";

    private static final String CHUNKS = "4\r\nab\nc\r\n9\r\nd\nef\ngh\ni\r\n0\r\n\r\n";

    private static final String COUNTED = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 13\r\n\r\n" + LINES;

    private static final String CHUNKED = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKS;

    @ParameterizedTest
    @ValueSource(strings = {COUNTED, CHUNKED})
    @DisplayName("PEP 3333 #8: wsgi.input has read, readline, readlines and iteration, and ends with the body")
    void input_hasPythonsFileMethods_andEndsWithTheBody(String request) throws Exception {
        Look look = environ -> {
            var input = environ.input();
            var read = new ArrayList<String>();
            read.add(Apps.text(input.read(1)));
            read.add(Apps.text(input.readline()));
            read.add(Apps.text(input.readline(1)));
            input.readlines(2).forEach(line -> read.add(Apps.text(line)));
            read.add(Apps.text(input.iterator().next()));
            read.add(Apps.text(input.read(-1)));
            read.add(Apps.text(input.read(5)));
            read.add(Apps.text(input.readline()));
            input.readlines().forEach(line -> read.add(Apps.text(line)));
            input.forEach(line -> read.add(Apps.text(line)));
            return read.stream().map(text -> text.replace("\n", "$")).toList();
        };
        assertThat(seen(request, look)).isEqualTo("[a, b$, c, d$, ef$, gh$i, , ]");
    }

    @ParameterizedTest
    @ValueSource(strings = {COUNTED, CHUNKED})
    @DisplayName("PEP 3333 #8: wsgi.input gives nothing of the next request")
    void input_endsBeforeTheNextRequest(String request) throws Exception {
        try (var server = TestServer.of(Apps.ECHO);
                var client = server.connect().send(request + get("/next"))) {
            assertThat(client.response().text()).isEqualTo(LINES);
            assertThat(client.response().text()).isEmpty();
        }
    }

    @Test
    @DisplayName("PEP 3333 #8: wsgi.errors takes any text; closing it or the input closes nothing")
    void errors_takesAnyText_andCloseIsWithoutEffectOnBothStreams() throws Exception {
        var errors = new ByteArrayOutputStream();
        try (var server = TestServer.withoutLint(
                        telling(environ -> {
                            environ.input().close();
                            environ.errors().write("lone \ud800, ");
                            environ.errors().close();
                            List.of("caf\u00e9\n", "two\n").forEach(environ.errors()::write);
                            environ.errors().flush();
                            return Apps.text(environ.input().readAllBytes())
                                    + environ.errors().checkError();
                        }),
                        config -> config.errors(new PrintStream(errors, true, StandardCharsets.UTF_8)));
                var client = server.connect().send(COUNTED)) {
            assertThat(client.response().text()).isEqualTo(LINES + "false");
        }
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEqualTo("lone ?, caf\u00e9\ntwo\n");
    }

    @Test
    @DisplayName("PEP 3333 #9: chunks are the server's to decode; wsgi.input_terminated says so")
    void chunkedBody_isDecoded_andSaidToEnd() throws Exception {
        assertThat(seen(
                        CHUNKED,
                        environ -> Apps.text(environ.input().readAllBytes()) + " "
                                + environ.containsKey("CONTENT_LENGTH") + " "
                                + environ.get("wsgi.input_terminated")))
                .isEqualTo(LINES + " false true");
    }

    @Test
    @DisplayName("PEP 3333 #26: a client that expects it gets its 100 at the first read")
    void expectation_isAnsweredAtTheFirstRead() throws Exception {
        try (var server = TestServer.of(Apps.ECHO);
                var client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.head().statusLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(client.send("hi").response().text()).isEqualTo("hi");
        }
    }

    @Test
    @DisplayName("PEP 3333 #26: a client of HTTP/1.0 gets no 100")
    void expectation_ofAnHttp10Client_isIgnored() throws Exception {
        try (var server = TestServer.of(Apps.ECHO);
                var client = server.connect()) {
            client.send("POST / HTTP/1.0\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\nhi");
            assertThat(client.response().statusLine()).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Host: example.org:81, http://example.org:81/a%20b/caf%C3%A9;x=1?q=%41",
        "X-Other: y, http://127.0.0.1:PORT/a%20b/caf%C3%A9;x=1?q=%41"
    })
    @DisplayName("PEP 3333 #29: the URL of the request can be put together again")
    void url_isPutTogetherAgain_fromHostOrFromTheServersName(String headerLine, String url) throws Exception {
        try (var server = TestServer.of(telling(Environ::url));
                var client = server.connect()) {
            client.send("GET /a%20b/caf%C3%A9;x=1?q=%41 HTTP/1.0\r\n" + headerLine + "\r\n\r\n");
            assertThat(client.response().text()).isEqualTo(url.replace("PORT", Integer.toString(server.port())));
        }
    }

    @Test
    @DisplayName("PEP 3333 #29: a dispatcher by path moves segments into the script name, and the URL stays")
    void shiftPathInfo_movesTheFirstSegment_andLeavesTheUrl() throws Exception {
        assertThat(seen(get("/blog/2026/?p"), environ -> {
                    var shifted = environ.shiftPathInfo().orElseThrow().toUpperCase(Locale.ROOT);
                    return String.join(
                            " ",
                            shifted,
                            environ.scriptName(),
                            environ.pathInfo(),
                            environ.applicationUrl(),
                            environ.url());
                }))
                .isEqualTo("BLOG /blog /2026/ http://a/blog http://a/blog/2026/?p");
    }
}
