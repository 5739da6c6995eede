package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.InputBody;
import dev.loomlet.wsgi.StartResponse;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a request stands where in the environ. */
class EnvironTest {

    /** Keeps a copy of each environ. */
    private static final class Keeper implements Application {

        private final BlockingQueue<Map<String, Object>> environs = new LinkedBlockingQueue<>();

        @Override
        public Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws Exception {
            environs.add(new HashMap<>(environ));
            return Apps.HELLO.call(environ, startResponse);
        }

        Map<String, Object> next() throws InterruptedException {
            var environ = environs.poll(5, TimeUnit.SECONDS);
            assertThat(environ).isNotNull();
            return environ;
        }
    }

    private static Map<String, Object> environOf(String request) throws Exception {
        var keeper = new Keeper();
        try (var server = TestServer.of(keeper);
                var client = server.connect().send(request)) {
            assertThat(client.response().status()).isEqualTo(200);
            var environ = keeper.next();
            assertThat(environ).containsEntry("SERVER_PORT", Integer.toString(server.port()));
            return environ;
        }
    }

    private static Map<String, Object> environWith(String... headerLines) throws Exception {
        return environOf("GET / HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", headerLines) + "\r\n\r\n");
    }

    @Test
    void plainRequest_hasExactlyTheseKeys() throws Exception {
        var environ = environOf("GET /p?q HTTP/1.1\r\nHost: example.org:81\r\n\r\n");
        assertThat(environ)
                .containsEntry("REQUEST_METHOD", "GET")
                .containsEntry("SCRIPT_NAME", "")
                .containsEntry("PATH_INFO", "/p")
                .containsEntry("RAW_PATH_INFO", "/p")
                .containsEntry("REQUEST_URI", "/p?q")
                .containsEntry("QUERY_STRING", "q")
                .containsEntry("SERVER_NAME", "127.0.0.1")
                .containsEntry("SERVER_PROTOCOL", "HTTP/1.1")
                .containsEntry("GATEWAY_INTERFACE", "CGI/1.1")
                .containsEntry("REMOTE_ADDR", "127.0.0.1")
                .containsEntry("HTTP_HOST", "example.org:81")
                .containsEntry("wsgi.version", List.of(1, 0))
                .containsEntry("wsgi.url_scheme", "http")
                .containsEntry("wsgi.multithread", true)
                .containsEntry("wsgi.multiprocess", false)
                .containsEntry("wsgi.run_once", false)
                .containsEntry("wsgi.input_terminated", true)
                .containsEntry("loomlet.headers_raw", Headers.of("Host", "example.org:81"));
        assertThat(environ.keySet())
                .containsExactlyInAnyOrder(
                        "REQUEST_METHOD",
                        "SCRIPT_NAME",
                        "PATH_INFO",
                        "RAW_PATH_INFO",
                        "REQUEST_URI",
                        "QUERY_STRING",
                        "SERVER_NAME",
                        "SERVER_PORT",
                        "SERVER_PROTOCOL",
                        "GATEWAY_INTERFACE",
                        "REMOTE_ADDR",
                        "REMOTE_PORT",
                        "HTTP_HOST",
                        "wsgi.version",
                        "wsgi.url_scheme",
                        "wsgi.input",
                        "wsgi.errors",
                        "wsgi.multithread",
                        "wsgi.multiprocess",
                        "wsgi.run_once",
                        "wsgi.input_terminated",
                        "wsgi.file_wrapper",
                        "loomlet.headers_raw",
                        "loomlet.transport",
                        "loomlet.posthooks",
                        "loomlet.stopping");
    }

    @Test
    void request_withoutAQuery_hasAnEmptyQueryString() throws Exception {
        assertThat(environOf("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).containsEntry("QUERY_STRING", "");
    }

    @Test
    void path_isDecodedToBytes_andKeptRaw() throws Exception {
        var environ = environOf("GET /a*b@%40%233 HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(environ).containsEntry("PATH_INFO", "/a*b@@#3").containsEntry("RAW_PATH_INFO", "/a*b@%40%233");
    }

    @Test
    void path_withBytesAboveAscii_isACharacterForAByte() throws Exception {
        assertThat(environOf("GET /%E4%BD%A0%00%ff HTTP/1.1\r\nHost: a\r\n\r\n"))
                .containsEntry("PATH_INFO", "/\u00e4\u00bd\u00a0\0\u00ff")
                .containsEntry("RAW_PATH_INFO", "/%E4%BD%A0%00%ff");
    }

    @Test
    void path_withSlashesInARow_isKept() throws Exception {
        assertThat(environOf("GET ///x//y HTTP/1.1\r\nHost: a\r\n\r\n")).containsEntry("PATH_INFO", "///x//y");
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.0", "HTTP/1.1"})
    void serverProtocol_isTheClientsVersion(String version) throws Exception {
        assertThat(environOf("GET / " + version + "\r\nHost: a\r\n\r\n")).containsEntry("SERVER_PROTOCOL", version);
    }

    @Test
    void contentTypeAndLength_areThereIfSent_andNotAsHeaders() throws Exception {
        assertThat(environOf("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: text/x\r\nContent-Length: 2\r\n\r\nhi"))
                .containsEntry("CONTENT_TYPE", "text/x")
                .containsEntry("CONTENT_LENGTH", "2")
                .doesNotContainKeys("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH");
        assertThat(environOf("POST / HTTP/1.1\r\nHost: a\r\n\r\n"))
                .doesNotContainKeys("CONTENT_TYPE", "CONTENT_LENGTH");
    }

    @Test
    void headersRaw_areAsSent_withCaseOrderAndRepetition() throws Exception {
        assertThat(environWith("Fooboo: AAA-11-aaa", "x-ANY_k: One", "foOBoo: B", "X-Empty:"))
                .containsEntry(
                        "loomlet.headers_raw",
                        Headers.of("Host", "a", "Fooboo", "AAA-11-aaa", "x-ANY_k", "One", "foOBoo", "B", "X-Empty", ""))
                .containsEntry("HTTP_FOOBOO", "AAA-11-aaa,B")
                .containsEntry("HTTP_X_EMPTY", "");
    }

    @Test
    void headers_withAnUnderscore_areNoKeys_soThatNoneCanPassForAnother() throws Exception {
        var environ =
                environWith("path-info: foo", "x_user: nobody", "X-USER: somebody", "Remote_Addr: x", "Proxy: evil");
        assertThat(environ)
                .containsEntry("HTTP_PATH_INFO", "foo")
                .containsEntry("PATH_INFO", "/")
                .containsEntry("HTTP_X_USER", "somebody")
                .doesNotContainKeys("HTTP_REMOTE_ADDR", "HTTP_PROXY");
    }

    @Test
    void headerValues_areStrippedOfSpaceAndTabOnly() throws Exception {
        assertThat(environWith("X-A: \t  both \t sides \t ", "X-B:\u00a0nbsp\u00a0", "X-C: \u0085next line\u0085"))
                .containsEntry("HTTP_X_A", "both \t sides")
                .containsEntry("HTTP_X_B", "\u00a0nbsp\u00a0")
                .containsEntry("HTTP_X_C", "\u0085next line\u0085");
    }

    @Test
    void cookies_ofSeveralLines_areJoinedAsOne() throws Exception {
        assertThat(environWith("Cookie: name1=\"value1\"", "Cookie: name2=\"value2\""))
                .containsEntry("HTTP_COOKIE", "name1=\"value1\"; name2=\"value2\"");
    }

    /** A single key is read from the head, a walk over the map fills it: two ways that must agree. */
    @Test
    void eachKeyReadAlone_isAsInTheWholeMap() throws Exception {
        var alone = new ConcurrentHashMap<String, Object>();
        var whole = new ConcurrentHashMap<String, Object>();
        try (var server = TestServer.withoutLint((environ, startResponse) -> {
                    var keys = List.of("HTTP_X_A", "HTTP_X_B", "HTTP_COOKIE", "HTTP_HOST", "CONTENT_TYPE", "PATH_INFO");
                    keys.forEach(key -> alone.put(key, environ.get(key)));
                    whole.putAll(environ);
                    return Apps.HELLO.call(environ, startResponse);
                });
                var client = server.connect()) {
            client.get(
                    "http://b/c",
                    "X-A: 1",
                    "X-B: 2",
                    "Cookie: c=1",
                    "x-a: 3",
                    "Content-Type: t",
                    "Cookie: d=2",
                    "X-A: 4");
            assertThat(client.response().status()).isEqualTo(200);
        }
        assertThat(alone)
                .containsEntry("HTTP_X_A", "1,3,4")
                .containsEntry("HTTP_X_B", "2")
                .containsEntry("HTTP_COOKIE", "c=1; d=2")
                .containsEntry("HTTP_HOST", "b");
        assertThat(whole).containsAllEntriesOf(alone).doesNotContainKeys("HTTP_CONTENT_TYPE", "HTTP_X_A_");
    }

    @Test
    void connectionUpgrade_isToldToTheApplication() throws Exception {
        assertThat(environWith("Connection: Upgrade", "Upgrade: websocket"))
                .containsEntry("HTTP_CONNECTION", "Upgrade")
                .containsEntry("HTTP_UPGRADE", "websocket");
    }

    @Test
    void configuredEntries_areInEachEnviron_butThoseOfTheRequestWin() throws Exception {
        var keeper = new Keeper();
        try (var server = TestServer.of(
                        keeper,
                        config -> config.environ(
                                Map.of("my.key", "mine", "wsgi.multiprocess", true, "REQUEST_METHOD", "NOT_THIS")));
                var client = server.connect().get("/")) {
            assertThat(client.response().status()).isEqualTo(200);
            assertThat(keeper.next())
                    .containsEntry("my.key", "mine")
                    .containsEntry("wsgi.multiprocess", true)
                    .containsEntry("REQUEST_METHOD", "GET");
        }
    }

    /** The environ is filled at the first look at all of it; a single key is read from the request. */
    @Test
    void configuredHeader_thatTheRequestHasToo_isTheRequests_lookedUpAloneAndAmongAll() throws Exception {
        var seen = new LinkedBlockingQueue<List<Object>>();
        Application looking = (environ, startResponse) -> {
            var alone = List.of(environ.get("HTTP_X_A"), environ.get("HTTP_X_B"), environ.get("HTTP_HOST"));
            var all = Map.copyOf(environ);
            seen.add(List.of(alone, List.of(all.get("HTTP_X_A"), all.get("HTTP_X_B"), all.get("HTTP_HOST"))));
            return Apps.HELLO.call(environ, startResponse);
        };
        var configured = Map.<String, Object>of("HTTP_X_A", "mine", "HTTP_X_B", "mine", "HTTP_HOST", "mine");
        try (var server = TestServer.withoutLint(looking, config -> config.environ(configured));
                var client = server.connect().get("/", "X-A: 1", "X-A: 2")) {
            assertThat(client.response().status()).isEqualTo(200);
            var expected = List.of("1,2", "mine", "localhost");
            assertThat(seen.take()).containsExactly(expected, expected);
        }
    }

    @Test
    void change_ofOneRequestsEnviron_isNotSeenByTheNext() throws Exception {
        var keeper = new Keeper();
        try (var server = TestServer.of((environ, startResponse) -> {
                    var result = keeper.call(environ, startResponse);
                    environ.put("my.key", "mine");
                    environ.put("wsgi.run_once", true);
                    return result;
                });
                var client = server.connect()) {
            client.get("/").response();
            client.get("/").response();
            keeper.next();
            assertThat(keeper.next()).doesNotContainKey("my.key").containsEntry("wsgi.run_once", false);
        }
    }

    /** The server keeps what it needs for itself. */
    @Test
    void environ_thatTheApplicationFillsWithRubbish_orEmpties_doesNotDisturbTheServer() throws Exception {
        Application spoiling = (environ, startResponse) -> {
            var body = environ.input().readAllBytes();
            if (environ.pathInfo().equals("/rubbish")) {
                environ.keySet().forEach(key -> environ.put(key, "rubbish"));
            } else {
                environ.clear();
            }
            startResponse.start("200 OK", Apps.TEXT);
            return Body.of(body);
        };
        try (var server = TestServer.withoutLint(spoiling);
                var client = server.connect()) {
            for (var path : List.of("/rubbish", "/nothing", "/rubbish")) {
                client.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody");
                assertThat(client.response().text()).isEqualTo("body");
                assertThat(server.nextRecord().requestLine()).isEqualTo("POST " + path + " HTTP/1.1");
            }
        }
    }

    @Test
    void wsgiErrors_goWhereConfigured_andStayOpen() throws Exception {
        var errors = new ByteArrayOutputStream();
        try (var server = TestServer.withoutLint(
                        (environ, startResponse) -> {
                            environ.errors().println("went wrong: caf\u00e9");
                            environ.errors().close();
                            return Apps.HELLO.call(environ, startResponse);
                        },
                        config -> config.errors(new PrintStream(errors, true, StandardCharsets.UTF_8)));
                var client = server.connect()) {
            client.get("/").response();
            client.get("/").response();
        }
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEqualTo("went wrong: caf\u00e9\n".repeat(2));
    }

    @Test
    void wsgiInput_isTheSameForEachLook() throws Exception {
        BlockingQueue<Boolean> same = new LinkedBlockingQueue<>();
        try (var server = TestServer.withoutLint((environ, startResponse) -> {
                    InputBody before = environ.input();
                    environ.put("my.key", "fills the map");
                    same.add(before.equals(environ.input()) && before.equals(environ.get("wsgi.input")));
                    return Apps.HELLO.call(environ, startResponse);
                });
                var client = server.connect().get("/")) {
            client.response();
            assertThat(same).containsExactly(true);
        }
    }
}
