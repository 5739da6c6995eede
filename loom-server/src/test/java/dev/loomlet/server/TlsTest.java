package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.1 over TLS: RFC 9110 §4.2.2, RFC 9112 §9.8. */
class TlsTest {

    private static final int MIB = 1024 * 1024;

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void requests_areServed_inBothVersions(String version) throws Exception {
        try (var server = TestServer.of(Apps.ECHO, TlsClients.TLS);
                var client = TlsClients.connect(
                        TlsClients.context(),
                        server.port(),
                        parameters -> parameters.setProtocols(new String[] {version}))) {
            assertThat(((SSLSocket) client.socket()).getSession().getProtocol()).isEqualTo(version);
            for (int i = 0; i < 3; i++) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
                assertThat(client.response().text()).isEqualTo("hello");
            }
        }
    }

    @Test
    void pipelinedRequests_inOneRecord_areAllAnswered() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, TlsClients.TLS);
                var client = TlsClients.connect(server.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100));
            for (int i = 0; i < 100; i++) {
                assertThat(client.response().status()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void largeBodies_passBothWays(HttpClient.Version version) throws Exception {
        var bytes = random(3 * MIB);
        try (var server = TestServer.of(Apps.ECHO, TlsClients.TLS);
                var client = HttpClient.newBuilder()
                        .sslContext(TlsClients.context())
                        .version(version)
                        .build()) {
            var request = HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                    .build();
            var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(Arrays.equals(response.body(), bytes)).isTrue();
        }
    }

    private static byte[] random(int count) {
        var bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @Test
    void file_isEncryptedToo(@TempDir Path folder) throws Exception {
        var bytes = random(MIB + 1);
        var file = Files.write(folder.resolve("file"), bytes);
        try (var server = TestServer.of(Apps.ok(Body.file(file)), TlsClients.TLS);
                var client = TlsClients.connect(server.port())) {
            client.get("/");
            var head = client.head();
            assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(bytes.length));
            assertThat(Arrays.equals(client.exactly(bytes.length), bytes)).isTrue();
        }
    }

    @Test
    void bodyRead_byteByByte_isWhole() throws Exception {
        var bytes = random(20_000);
        try (var server = TestServer.of(
                        (environ, startResponse) -> {
                            int wrong = 0;
                            for (byte expected : bytes) {
                                wrong += (byte) environ.input().read() == expected ? 0 : 1;
                            }
                            startResponse.start("200 OK", Apps.TEXT);
                            return Body.of(wrong + " wrong");
                        },
                        TlsClients.TLS);
                var client = TlsClients.connect(server.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + bytes.length + "\r\n\r\n");
            client.send(bytes);
            assertThat(client.response().text()).isEqualTo("0 wrong");
        }
    }

    @Test
    void environ_hasSchemeAndCipher() throws Exception {
        try (var server = TestServer.of(
                        (environ, startResponse) -> {
                            startResponse.start("200 OK", Apps.TEXT);
                            return Body.of(String.join(
                                    "|",
                                    environ.url(),
                                    String.valueOf(environ.get(Environ.WSGI_URL_SCHEME)),
                                    String.valueOf(environ.get("HTTPS")),
                                    String.valueOf(environ.get("SSL_PROTOCOL")),
                                    String.valueOf(environ.get("SSL_CIPHER")),
                                    String.valueOf(environ.get("SSL_CIPHER_USEKEYSIZE")),
                                    String.valueOf(environ.get("SSL_TLS_SNI")),
                                    String.valueOf(environ.get("SSL_CLIENT_VERIFY")),
                                    String.valueOf(environ.get("SSL_CLIENT_S_DN")),
                                    String.valueOf(environ.keySet().contains("SSL_CLIENT_S_DN"))));
                        },
                        TlsClients.TLS);
                var client = TlsClients.connect(
                        TlsClients.context(),
                        server.port(),
                        parameters -> parameters.setServerNames(List.of(new SNIHostName("www.example.org"))))) {
            client.get("/p");
            assertThat(client.response().text())
                    .isEqualTo(
                            "https://localhost/p|https|on|TLSv1.3|TLS_AES_128_GCM_SHA256|128|www.example.org|NONE|null|false");
        }
    }

    @Test
    void clearHttp_isToldToSpeakTls() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, TlsClients.TLS);
                var client = server.connect()) {
            client.get("/");
            var response = client.response();
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.text()).startsWith("This port speaks TLS");
            assertThat(response.header("Connection")).isEqualTo("close");
            client.assertClosed();
            assertThat(server.nextRecord().status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\u0080.\1\3\1", "\u0017\3\3\0\1x", "\u0016\3\1\0\4\1\0\0\0", "\u0016\3\1\377\377"})
    void garbage_endsTheConnection(String bytes) throws Exception {
        try (var server = TestServer.of(Apps.HELLO, TlsClients.TLS);
                var client = server.connect()) {
            client.send(bytes).endOutput();
            /* At most an alert. */
            assertThat(client.rest()).hasSizeLessThan(20).doesNotContain("HTTP");
        }
    }

    @Test
    void clientThatLeaves_isNoError() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, TlsClients.TLS)) {
            for (int bytes = 0; bytes < 8; bytes++) {
                try (var client = server.connect()) {
                    client.send("\u0016\3\1\0\u00ff\1\0\0".substring(0, bytes));
                }
            }
            try (var client = TlsClients.connect(server.port())) {
                client.get("/");
                assertThat(client.response().status()).isEqualTo(200);
                client.socket().close();
            }
            server.awaitConnections(0);
            assertThat(ServerLog.messages(Level.WARNING)).isEmpty();
            assertThat(ServerLog.messages(Level.INFO)).isEmpty();
        }
    }

    @Test
    void end_isSaid_beforeTheSocketIsClosed() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, TlsClients.TLS);
                var client = TlsClients.connect(server.port())) {
            client.get("/", "Connection: close");
            /* The JDK's client throws if the end comes without close_notify. */
            assertThat(client.rest()).endsWith("Hello, World!\r\n");
        }
    }

    /** In HTTP/1.0 the end of the connection is the end of the body. */
    @Test
    @LogsErrors("the application failed after its response had begun")
    void brokenResponse_endsWithoutCloseNotify() throws Exception {
        Iterable<byte[]> broken = () -> Stream.of("first", "")
                .map(block -> {
                    if (block.isEmpty()) {
                        throw new IllegalStateException("broken");
                    }
                    return Apps.bytes(block);
                })
                .iterator();
        try (var server = TestServer.withoutLint(Apps.ok(broken), TlsClients.TLS);
                var client = TlsClients.connect(server.port())) {
            client.send("GET / HTTP/1.0\r\n\r\n");
            assertThatThrownBy(client::rest).isInstanceOfAny(SSLException.class, SocketException.class);
        }
    }

    /** The body's framing tells that it is cut off, whether or not TLS was ended as it should be. */
    @Test
    void bodyCutOff_withoutCloseNotify_isNotTakenForWhole() throws Exception {
        var outcome = new java.util.concurrent.LinkedBlockingQueue<String>();
        try (var server = TestServer.withoutLint(
                (environ, startResponse) -> {
                    try {
                        outcome.add("whole: " + environ.input().readAllBytes().length);
                    } catch (IOException e) {
                        outcome.add("cut off");
                        throw e;
                    }
                    startResponse.start("200 OK", Apps.TEXT);
                    return Body.of("");
                },
                TlsClients.TLS)) {
            try (var clear = new Socket(java.net.InetAddress.getLoopbackAddress(), server.port());
                    var tls = (SSLSocket) TlsClients.context()
                            .getSocketFactory()
                            .createSocket(clear, "localhost", server.port(), false)) {
                tls.getOutputStream()
                        .write(Apps.bytes("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345"));
                clear.shutdownOutput();
                assertThat(outcome.poll(5, java.util.concurrent.TimeUnit.SECONDS))
                        .isEqualTo("cut off");
            }
            server.awaitConnections(0);
        }
    }

    @Test
    void handshake_thatIsDripped_endsAtItsDeadline() throws Exception {
        try (var server = TestServer.of(
                        Apps.HELLO, config -> TlsClients.TLS.apply(config).handshakeTimeout(Duration.ofMillis(400)));
                var client = server.connect()) {
            client.socket().setSoTimeout(20);
            var hello = "\u0016\3\1\2\0\1\0\1\u00fc\3\3" + "r".repeat(500);
            long start = System.nanoTime();
            int sent = 0;
            try {
                boolean open = true;
                while (open && sent < hello.length()) {
                    client.send(hello.substring(sent, ++sent));
                    open = isOpen(client);
                }
            } catch (SocketException reset) {
                assertThat(sent).isPositive();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(350), Duration.ofSeconds(4));
            assertThat(sent).isLessThan(hello.length());
            server.awaitConnections(0);
        }
    }

    private static boolean isOpen(RawClient client) throws IOException {
        try {
            /* The notice of the end is an alert. */
            assertThat(client.exactly(1)[0]).isEqualTo((byte) 21);
            return false;
        } catch (java.net.SocketTimeoutException e) {
            return true;
        } catch (java.io.EOFException e) {
            return false;
        }
    }

    @Test
    void handshake_thatNeverBegins_endsAtItsDeadline() throws Exception {
        try (var server = TestServer.of(
                        Apps.HELLO, config -> TlsClients.TLS.apply(config).handshakeTimeout(Duration.ofMillis(300)));
                var client = server.connect()) {
            client.assertClosed();
        }
    }

    @Test
    void gracefulStop_duringAHandshake_doesNotWaitForIt() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, TlsClients.TLS);
                var client = server.connect()) {
            client.send("\u0016\3\1\2\0\1");
            server.awaitConnections(1);
            assertThat(server.server().stop(Duration.ofSeconds(4))).isTrue();
        }
    }

    @Test
    void gracefulStop_letsARequestFinish() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var server = TestServer.of(
                        (environ, startResponse) -> {
                            begun.countDown();
                            goOn.await();
                            startResponse.start("200 OK", Apps.TEXT);
                            return Body.of("finished");
                        },
                        TlsClients.TLS);
                var client = TlsClients.connect(server.port());
                var idle = TlsClients.connect(server.port())) {
            client.get("/");
            begun.await();
            var stopping = Thread.ofVirtual().start(() -> {
                try {
                    server.server().stop(Duration.ofSeconds(4));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            idle.assertClosed();
            goOn.countDown();
            assertThat(client.rest()).contains("Connection: close").endsWith("finished");
            stopping.join();
        }
    }
}
