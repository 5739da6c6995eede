package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.web.EventQueue;
import dev.loomlet.web.EventStream;
import dev.loomlet.web.ServerSentEvent;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Lint;
import io.undertow.Handlers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications inside an Undertow server that somebody else runs. */
@Timeout(30)
class GreenHandlerTest {

    private static TestUndertow serve(Application application) {
        return TestUndertow.of(GreenHandler.of(new Lint(warning -> {}).wrap(application)));
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        var value = queue.poll(5, TimeUnit.SECONDS);
        assertThat(value).isNotNull();
        return value;
    }

    @Test
    void environ_isThatOfAServer() throws Exception {
        BlockingQueue<Map<String, Object>> environs = new LinkedBlockingQueue<>();
        Application application = (environ, startResponse) -> {
            environs.add(new HashMap<>(environ));
            return Apps.HELLO.call(environ, startResponse);
        };
        try (var server = serve(application);
                var client = server.connect()) {
            client.get("/a%20b/%C3%A4?x=%20y", "X-Name: one", "X-Name: two", "X_Name: false", "Proxy: p");
            assertThat(client.response().text()).isEqualTo("Hello, World!\r\n");
            var environ = next(environs);
            assertThat(environ)
                    .containsEntry("REQUEST_METHOD", "GET")
                    .containsEntry("SCRIPT_NAME", "")
                    .containsEntry("PATH_INFO", "/a b/\u00c3\u00a4")
                    .containsEntry("RAW_PATH_INFO", "/a%20b/%C3%A4")
                    .containsEntry("REQUEST_URI", "/a%20b/%C3%A4?x=%20y")
                    .containsEntry("QUERY_STRING", "x=%20y")
                    .containsEntry("SERVER_NAME", "127.0.0.1")
                    .containsEntry("SERVER_PORT", Integer.toString(server.port()))
                    .containsEntry("SERVER_PROTOCOL", "HTTP/1.1")
                    .containsEntry("REMOTE_ADDR", "127.0.0.1")
                    .containsEntry("HTTP_X_NAME", "one,two")
                    .containsEntry("HTTP_HOST", "localhost")
                    .containsEntry(Environ.WSGI_URL_SCHEME, "http")
                    .doesNotContainKeys("HTTP_PROXY", "HTTPS", "CONTENT_LENGTH");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/new, /new, ''",
        "/new/, /new, /",
        "/new/a%2Fb, /new, /a/b",
        "/new/%C3%A4, /new, /\u00c3\u00a4",
        "/other, '', /other"
    })
    void pathThatAHandlerBeforeHasResolved_isTheScriptName(String target, String script, String path) throws Exception {
        var handler = GreenHandler.of((environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            return Body.of(Apps.bytes(environ.scriptName() + "|" + environ.pathInfo()));
        });
        try (var server = TestUndertow.of(Handlers.path(handler).addPrefixPath("/new", handler));
                var client = server.connect()) {
            assertThat(client.get(target).response().text()).isEqualTo(script + "|" + path);
        }
    }

    @Test
    void requests_followEachOther_onOneConnection() throws Exception {
        try (var server = serve(Apps.ECHO);
                var client = server.connect()) {
            for (int i = 0; i < 3; i++) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
                assertThat(client.response().text()).isEqualTo("hello");
                client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
                assertThat(client.response().text()).isEqualTo("abc");
                client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.response(/* toHead= */ true).status()).isEqualTo(200);
            }
        }
    }

    /** By blocks of 8 KiB, up while it comes down, in little memory. */
    @Test
    void largeBody_streamsBothWays() throws Exception {
        long size = 64 << 20;
        Application application = (environ, startResponse) -> {
            var writer = startResponse.start("200 OK", Apps.TEXT);
            var block = new byte[8192];
            for (int count = environ.input().read(block);
                    count >= 0;
                    count = environ.input().read(block)) {
                writer.write(Arrays.copyOf(block, count));
            }
            return Body.empty();
        };
        try (var server = serve(application);
                var client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n");
            var sender = Thread.ofVirtual().start(() -> sendZeros(client, size));
            var head = client.head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(client.chunks().stream().mapToLong(String::length).sum()).isEqualTo(size);
            sender.join();
        }
    }

    private static void sendZeros(RawClient client, long size) {
        try {
            var block = new byte[1 << 16];
            for (long sent = 0; sent < size; sent += block.length) {
                client.send(block);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void file_isSentWhole(@TempDir Path folder) throws Exception {
        var file = Files.write(folder.resolve("file"), new byte[1_000_000]);
        Application application = (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            return Body.file(file);
        };
        try (var server = serve(application);
                var client = server.connect()) {
            var response = client.get("/").response();
            assertThat(response.header("Content-Length")).isEqualTo("1000000");
            assertThat(response.text()).hasSize(1_000_000);
        }
    }

    @Test
    void blocks_goOutOneByOne() throws Exception {
        var goOn = new CountDownLatch(1);
        Application application = (environ, startResponse) -> {
            var writer = startResponse.start("200 OK", Apps.TEXT);
            writer.write(Apps.bytes("first"));
            assertThat(goOn.await(5, TimeUnit.SECONDS)).isTrue();
            return Apps.blocks("second");
        };
        try (var server = serve(application);
                var client = server.connect().get("/")) {
            client.head();
            assertThat(client.line()).isEqualTo("05");
            assertThat(Apps.text(client.exactly(7))).isEqualTo("first\r\n");
            goOn.countDown();
            assertThat(client.chunks()).containsExactly("second");
        }
    }

    @Test
    void expectation_isAnsweredAtTheFirstRead_only() throws Exception {
        Application application = (environ, startResponse) -> environ.pathInfo().equals("/read")
                ? Apps.ECHO.call(environ, startResponse)
                : Apps.HELLO.call(environ, startResponse);
        var head = " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
        try (var server = serve(application);
                var client = server.connect();
                var early = server.connect()) {
            client.send("POST /read" + head);
            assertThat(client.head().status()).isEqualTo(100);
            assertThat(client.send("ab").response().text()).isEqualTo("ab");
            early.send("POST /early" + head);
            assertThat(early.response().text()).isEqualTo("Hello, World!\r\n");
            early.assertClosed();
        }
    }

    @Test
    void earlyAnswer_toALargeBody_isRead() throws Exception {
        try (var server = serve(Apps.HELLO);
                var client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n");
            assertThat(client.response().text()).isEqualTo("Hello, World!\r\n");
            client.send(new byte[200_000]).get("/");
            assertThat(client.response().text()).isEqualTo("Hello, World!\r\n");
        }
    }

    @Test
    @LogsErrors("the application failed")
    void error_beforeTheHeaders_isAnsweredWith500() throws Exception {
        Application application = (environ, startResponse) -> {
            throw new IllegalStateException("the application's own");
        };
        try (var server = serve(application);
                var client = server.connect().get("/")) {
            var response = client.response();
            assertThat(response.status()).isEqualTo(500);
            assertThat(response.text()).isEmpty();
            client.assertClosed();
        }
    }

    @Test
    @LogsErrors("the application failed after its response had begun")
    void error_behindTheHeaders_breaksOff() throws Exception {
        Application application = (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT).write(Apps.bytes("first"));
            throw new IllegalStateException("the application's own");
        };
        try (var server = serve(application);
                var client = server.connect().get("/")) {
            client.head();
            assertThat(client.rest()).isEqualTo("05\r\nfirst\r\n");
        }
    }

    @Test
    void clientThatLeft_isAnErrorToTheApplication_andItsResultIsClosed() throws Exception {
        var closed = new CountDownLatch(1);
        Application application = (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            return new ClosingBlocks(
                    closed::countDown,
                    () -> Collections.nCopies(100_000, new byte[10_000]).iterator());
        };
        try (var server = serve(application)) {
            var client = server.connect().get("/");
            client.head();
            client.reset();
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void clientThatTakesNothing_isLeftWhenTheTimeIsOver() throws Exception {
        var closed = new CountDownLatch(1);
        Application application = (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            return new ClosingBlocks(
                    closed::countDown,
                    () -> Collections.nCopies(100_000, new byte[10_000]).iterator());
        };
        var config = ServerConfig.builder().writeTimeout(Duration.ofMillis(300)).build();
        try (var server = TestUndertow.of(GreenHandler.of(application, config));
                var client = server.connect().get("/")) {
            client.head();
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void bodyThatDoesNotCome_isAnsweredWith408() throws Exception {
        var config = ServerConfig.builder().bodyTimeout(Duration.ofMillis(200)).build();
        try (var server = TestUndertow.of(GreenHandler.of(Apps.ECHO, config));
                var client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc");
            assertThat(client.response().status()).isEqualTo(408);
            client.assertClosed();
        }
    }

    @Test
    void bodyBeyondTheLimit_isRefused_andWhatUndertowTakesButAServerWouldNot() throws Exception {
        var config = ServerConfig.builder().maxBodyBytes(3).build();
        try (var server = TestUndertow.of(GreenHandler.of(Apps.ECHO, config))) {
            try (var client = server.connect()) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd");
                assertThat(client.response().status()).isEqualTo(413);
            }
            try (var client = server.connect()) {
                client.send("GET / HTTP/1.1\r\nHost: a b\r\n\r\n");
                assertThat(client.response().status()).isEqualTo(400);
            }
        }
    }

    @Test
    void http2_isServedToo() throws Exception {
        try (var server = serve(Apps.ECHO);
                var client = Http2Client.connect(server.port())) {
            client.post(1, "/");
            client.data(1, /* last= */ false, "one ");
            client.data(1, /* last= */ true, "two");
            var response = client.response(1);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("one two");
            client.get(3, "/");
            assertThat(client.response(3).status()).isEqualTo(200);
        }
    }

    @Test
    void stopping_endsStreamsOfEvents() throws Exception {
        BlockingQueue<EventQueue> queues = new LinkedBlockingQueue<>();
        var handler = GreenHandler.of((environ, startResponse) -> {
            var queue = new EventQueue();
            queues.add(queue);
            return new EventStream(queue).start(environ, startResponse);
        });
        try (var server = TestUndertow.of(handler);
                var client = server.connect().get("/")) {
            client.head();
            next(queues).send(ServerSentEvent.of("x"));
            assertThat(client.line()).isEqualTo("02");
            assertThat(Apps.text(client.exactly(4))).isEqualTo(":\n\r\n");
            assertThat(client.line()).isEqualTo("09");
            assertThat(Apps.text(client.exactly(11))).isEqualTo("data: x\n\n\r\n");
            handler.stopping();
            assertThat(client.chunks()).isEmpty();
        }
    }

    @Test
    void thousandRequests_atOnce_areServed() throws Exception {
        try (var server = serve(Apps.ECHO)) {
            ManyRequests.assertEchoed(server.port());
        }
    }

    @Test
    void accessLog_hasALineForEach() throws Exception {
        BlockingQueue<AccessRecord> records = new LinkedBlockingQueue<>();
        var config = ServerConfig.builder().accessLog(records::add).build();
        try (var server = TestUndertow.of(GreenHandler.of(Apps.HELLO, config));
                var client = server.connect()) {
            client.get("/").response();
            var record = next(records);
            assertThat(record.requestLine()).isEqualTo("GET / HTTP/1.1");
            assertThat(record.status()).isEqualTo(200);
            assertThat(record.bodyLength()).isEqualTo(15);
        }
    }
}
