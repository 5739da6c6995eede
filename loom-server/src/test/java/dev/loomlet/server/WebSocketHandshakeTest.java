package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.server.websocket.OriginCheck;
import dev.loomlet.server.websocket.WebSocketWSGI;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The opening handshake of WebSocket (RFC 6455 §4.2). */
class WebSocketHandshakeTest {

    private static final List<String> LEGAL = List.of(WebSocketClient.handshake());

    /* eventlet: test_correct_upgrade_request_13 */
    @ParameterizedTest
    @CsvSource({
        "Upgrade: websocket,Connection: Upgrade",
        "Upgrade: WebSocket,Connection: UpGrAdE",
        "Upgrade: websocket,'Connection: keep-alive, Upgrade'",
        "'Upgrade: h2c, websocket',Connection: upgrade"
    })
    void upgrade_legalRequest_getsExactly101(String upgrade, String connection) throws Exception {
        try (var server = TestServer.of(WebSocketApps.echo());
                var client = server.connect()) {
            client.get(
                    "/", upgrade, connection, "Sec-WebSocket-Key: " + WebSocketClient.KEY, "Sec-WebSocket-Version: 13");
            client.endOutput();

            assertThat(client.rest())
                    .startsWith(Apps.head(
                            "HTTP/1.1 101 Switching Protocols",
                            "Upgrade: websocket",
                            "Connection: Upgrade",
                            "Sec-WebSocket-Accept: " + WebSocketClient.ACCEPT));
            assertThat(server.nextRecord().status()).isEqualTo(101);
        }
    }

    /* eventlet: test_incomplete_headers_13 */
    @ParameterizedTest
    @CsvSource({"Upgrade", "Connection", "Sec-WebSocket-Key"})
    void upgrade_withoutAField_isRefused_andTheConnectionCloses(String name) throws Exception {
        assertRefused(without(name), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade: websocket2", "Upgrade: web socket", "Upgrade: ", "Upgrade: websocket,"})
    void upgrade_toSomethingElse_isRefused(String line) throws Exception {
        assertRefused(with(without("Upgrade"), line), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dGhlIHNhbXBsZQ==",
                "dGhlIHNhbXBsZSBub25jZQ",
                "dGhlIHNhbXBsZSBub25jZ!==",
                "dGhlIHNhbXBsZSBub25jZTE2",
                "dGhlIHNhbXBsZSBub25jZQ==, x"
            })
    void key_thatIsNot16BytesInBase64_isRefused(String key) throws Exception {
        assertRefused(with(without("Sec-WebSocket-Key"), "Sec-WebSocket-Key: " + key), 400);
    }

    @Test
    void key_twice_isRefused() throws Exception {
        assertRefused(with(LEGAL, "Sec-WebSocket-Key: " + WebSocketClient.KEY), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "8", "0", "14", "13, 8", "013"})
    void version_other_isToldOurs(String version) throws Exception {
        var lines = with(without("Sec-WebSocket-Version"), "Sec-WebSocket-Version: " + version);
        assertThat(assertRefused(lines, 426).headers("Sec-WebSocket-Version")).containsExactly("13");
    }

    @Test
    void version_missing_isToldOurs() throws Exception {
        assertThat(assertRefused(without("Sec-WebSocket-Version"), 426).headers("Sec-WebSocket-Version"))
                .containsExactly("13");
    }

    @ParameterizedTest
    @CsvSource({"POST, HTTP/1.1, Content-Length: 0", "GET, HTTP/1.0, X: y", "GET, HTTP/1.1, Content-Length: 2"})
    void request_thatIsNoGetOfHttp11WithoutABody_isRefused(String method, String version, String more)
            throws Exception {
        try (var server = TestServer.of(WebSocketApps.echo());
                var client = server.connect()) {
            client.send(method + " / " + version + "\r\nHost: a\r\n" + String.join("\r\n", LEGAL) + "\r\n" + more
                    + "\r\n\r\n");
            client.send("ab");
            assertThat(client.response().status()).isEqualTo(400);
            client.assertClosed();
        }
    }

    @Test
    void request_overHttp2_isRefused_sayingSo() throws Exception {
        try (var server = TestServer.of(WebSocketApps.echo());
                var client = Http2Client.connect(server.port())) {
            client.get(1, "/");
            var response = client.response(1);
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.body()).contains("RFC 8441");
        }
    }

    @Test
    void extendedConnect_overHttp2_isAMalformedRequest() throws Exception {
        try (var server = TestServer.of(WebSocketApps.echo());
                var client = Http2Client.connect(server.port())) {
            client.frame(
                    Http2Client.HEADERS,
                    Http2Client.END_HEADERS,
                    1,
                    Http2Client.block(
                            ":method",
                            "CONNECT",
                            ":protocol",
                            "websocket",
                            ":scheme",
                            "http",
                            ":path",
                            "/",
                            ":authority",
                            "a"));
            assertThat(client.resetCode(1)).isEqualTo(1);
        }
    }

    @Test
    void call_onAnotherGateway_saysWhatIsMissing() {
        var environ = Environ.of(Map.of(
                "REQUEST_METHOD", "GET",
                "SERVER_PROTOCOL", "HTTP/1.1",
                "HTTP_UPGRADE", "websocket",
                "HTTP_CONNECTION", "upgrade",
                "HTTP_SEC_WEBSOCKET_KEY", WebSocketClient.KEY,
                "HTTP_SEC_WEBSOCKET_VERSION", "13"));

        assertThatThrownBy(() -> WebSocketApps.echo().call(environ, (status, headers, error) -> block -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("loomlet.transport");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost, 101",
        "http://LOCALHOST:80, 101",
        "https://localhost, 101",
        "http://localhost:8080, 403",
        "http://localhost.evil.example, 403",
        "http://evil.example, 403",
        "null, 403",
        "'', 403",
        "localhost, 403"
    })
    void origin_ofAnotherHost_isForbidden_unlessAllowed(String origin, int status) throws Exception {
        assertThat(statusWith(WebSocketApps.echo(), "Origin: " + origin)).isEqualTo(status);
        var any = WebSocketApps.echo(WebSocketApps.settings().origins(OriginCheck.any()));
        assertThat(statusWith(any, "Origin: " + origin)).isEqualTo(101);
    }

    @ParameterizedTest
    @CsvSource({"https://a.example, 101", "https://b.example, 403", "https://A.example, 101"})
    void origin_byAList_isLookedUp(String origin, int status) throws Exception {
        var app = WebSocketApps.echo(WebSocketApps.settings().origins(OriginCheck.of("https://a.example")));
        assertThat(statusWith(app, "Origin: " + origin)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"'chat', chat", "'other, chat', chat", "'chat.v2,chat', chat.v2", "'Chat', ''", "'other', ''"})
    void protocol_firstOfTheClientsThatIsOurs_isAgreedOn(String offered, String agreed) throws Exception {
        var app = new WebSocketWSGI(
                ws -> ws.send(ws.protocol()),
                WebSocketApps.settings().protocols("chat", "chat.v2").build());
        try (var server = TestServer.of(app);
                var client = WebSocketClient.open(server, "Sec-WebSocket-Protocol: " + offered)) {
            assertThat(client.answer().header("Sec-WebSocket-Protocol")).isEqualTo(agreed);
            assertThat(client.readText()).isEqualTo(agreed);
            client.close(1000, "");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Protocol: a b",
                "Sec-WebSocket-Protocol: a,,b",
                "Sec-WebSocket-Protocol: ",
                "Sec-WebSocket-Extensions: ;x",
                "Sec-WebSocket-Extensions: a; b=",
                "Sec-WebSocket-Extensions: a; b=\"c",
                "Sec-WebSocket-Extensions: a b"
            })
    void list_malformed_isRefused(String line) throws Exception {
        assertRefused(with(LEGAL, line), 400);
    }

    @Test
    void fieldsOfMiddleware_areOnThe101() throws Exception {
        var echo = WebSocketApps.echo();
        Application tagged = (environ, startResponse) -> echo.call(
                environ, (status, headers, error) -> startResponse.start(status, headers.with("X-Tag", "yes"), error));
        try (var server = TestServer.of(tagged);
                var client = WebSocketClient.open(server)) {
            assertThat(client.answer().header("X-Tag")).isEqualTo("yes");
            client.close(1000, "");
            client.readClose();
        }
    }

    @Test
    @LogsErrors(LogsErrors.APPLICATION)
    void status101_ofAnApplicationThatTakesNothingOver_isAnError() throws Exception {
        Application app = (environ, startResponse) -> {
            startResponse.start("101 Switching Protocols", Apps.TEXT);
            return List.of();
        };
        try (var server = TestServer.withoutLint(app);
                var client = server.connect()) {
            assertThat(client.get("/", WebSocketClient.handshake()).response().status())
                    .isEqualTo(500);
        }
    }

    private static List<String> without(String name) {
        return LEGAL.stream().filter(line -> !line.startsWith(name + ":")).toList();
    }

    private static List<String> with(List<String> lines, String line) {
        var all = new ArrayList<>(lines);
        all.add(line);
        return all;
    }

    /** What comes behind is not read as a request, and the handler not called. */
    private static RawResponse assertRefused(List<String> lines, int status) throws Exception {
        var calls = new AtomicInteger();
        try (var server = TestServer.of(new WebSocketWSGI(ws -> calls.incrementAndGet()));
                var client = server.connect()) {
            client.get("/", lines.toArray(String[]::new));
            client.get("/");
            var response = client.response();
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.text()).endsWith(".\n");
            client.assertClosed();
            assertThat(calls).hasValue(0);
            return response;
        }
    }

    private static int statusWith(Application app, String line) throws Exception {
        try (var server = TestServer.of(app);
                var client = server.connect()) {
            return client.get("/", WebSocketClient.handshake(line)).head().status();
        }
    }
}
