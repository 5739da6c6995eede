package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Handlers;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.encoding.EncodingHandler;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Undertow's handlers under this server. */
@Timeout(30)
class UndertowAppTest {

    private static final HttpHandler HELLO = exchange -> {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
        exchange.getResponseSender().send("Hello, World!\r\n");
    };

    /** Reads by blocking streams what it then writes. */
    private static final HttpHandler ECHO = new BlockingHandler(exchange -> {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
        exchange.getInputStream().transferTo(exchange.getOutputStream());
    });

    private static TestServer serve(HttpHandler handler) throws IOException {
        return TestServer.of(UndertowApp.of(handler));
    }

    @Test
    void sender_answers_withItsLength_andKeepsTheConnection() throws Exception {
        try (var server = serve(HELLO);
                var client = server.connect()) {
            for (int i = 0; i < 3; i++) {
                var response = client.get("/").response();
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.header("Content-Length")).isEqualTo("15");
                assertThat(response.text()).isEqualTo("Hello, World!\r\n");
                client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.response(/* toHead= */ true).header("Content-Length"))
                        .isEqualTo("15");
            }
        }
    }

    @Test
    void exchange_hasWhatTheEnvironHas() throws Exception {
        HttpHandler handler = exchange -> {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
            exchange.getResponseSender()
                    .send(String.join(
                            "|",
                            exchange.getRequestMethod().toString(),
                            exchange.getProtocol().toString(),
                            exchange.getRequestURI(),
                            exchange.getRequestPath(),
                            exchange.getRelativePath(),
                            exchange.getResolvedPath(),
                            exchange.getQueryString(),
                            exchange.getQueryParameters().get("x").getFirst(),
                            exchange.getRequestHeaders().getFirst("X-Name"),
                            exchange.getSourceAddress().getAddress().getHostAddress(),
                            exchange.getHostAndPort(),
                            Boolean.toString(exchange.isInIoThread())));
        };
        try (var server = serve(Handlers.path().addPrefixPath("/old", handler));
                var client = server.connect().get("/old/a%20b?x=%20y", "X-Name: value")) {
            assertThat(client.response().text())
                    .isEqualTo("GET|HTTP/1.1|/old/a%20b|/old/a b|/a b|/old|x=%20y| y|value|127.0.0.1|localhost|false");
        }
    }

    @Test
    void blockingHandler_echoes_inBothFramings() throws Exception {
        try (var server = serve(ECHO);
                var client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.response().text()).isEqualTo("hello");
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
            assertThat(client.response().text()).isEqualTo("abc");
            client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(100);
            assertThat(client.send("ab").response().text()).isEqualTo("ab");
        }
    }

    @Test
    void largeBody_streamsBothWays() throws Exception {
        int size = 32 << 20;
        try (var server = serve(ECHO);
                var client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n");
            var sender = Thread.ofVirtual().start(() -> {
                try {
                    client.send(new byte[size]);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            client.head();
            assertThat(client.chunks().stream().mapToLong(String::length).sum()).isEqualTo(size);
            sender.join();
        }
    }

    @Test
    void resourceHandler_sendsFiles_ranges_and304(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("file.txt"), "0123456789".repeat(100_000));
        try (var manager = new PathResourceManager(folder);
                var server = TestServer.withoutLint(UndertowApp.of(Handlers.resource(manager)));
                var client = server.connect()) {
            var whole = client.get("/file.txt").response();
            assertThat(whole.header("Content-Type")).isEqualTo("text/plain");
            assertThat(whole.text()).hasSize(1_000_000);
            var range = client.get("/file.txt", "Range: bytes=10-14").response();
            assertThat(range.status()).isEqualTo(206);
            assertThat(range.text()).isEqualTo("01234");
            var modified = whole.header("Last-Modified");
            assertThat(client.get("/file.txt", "If-Modified-Since: " + modified)
                            .response()
                            .status())
                    .isEqualTo(304);
            assertThat(client.get("/none").response().status()).isEqualTo(404);
            assertThat(client.get("/../../etc/passwd").response().status()).isEqualTo(404);
        }
    }

    @Test
    void encodingAndHeaderHandlers_wrapTheResponse() throws Exception {
        var handler = Handlers.header(
                new EncodingHandler.Builder().build(Collections.emptyMap()).wrap(HELLO), "X-Added", "yes");
        try (var server = serve(handler);
                var client = server.connect().get("/", "Accept-Encoding: gzip")) {
            var response = client.response();
            assertThat(response.header("X-Added")).isEqualTo("yes");
            assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
            var unzipped = new GZIPInputStream(new ByteArrayInputStream(Apps.bytes(response.text())));
            assertThat(unzipped.readAllBytes()).asString().isEqualTo("Hello, World!\r\n");
        }
    }

    /** By listeners: what an asynchronous handler without a thread of its own does. */
    @Test
    void asynchronousReceiver_andSender_work() throws Exception {
        HttpHandler handler = exchange -> exchange.getRequestReceiver().receiveFullBytes((same, bytes) -> {
            same.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
            same.getResponseSender().send(ByteBuffer.wrap(bytes), new Again(3));
        });
        try (var server = serve(handler);
                var client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.response().text()).isEqualTo("helloagainagainagain");
        }
    }

    private static final class Again implements IoCallback {
        private int left;

        Again(int left) {
            this.left = left;
        }

        @Override
        public void onComplete(HttpServerExchange exchange, Sender sender) {
            if (left-- > 0) {
                sender.send("again", this);
            } else {
                sender.close();
            }
        }

        @Override
        public void onException(HttpServerExchange exchange, Sender sender, IOException exception) {
            exchange.endExchange();
        }
    }

    @Test
    void dispatch_withoutAnExecutor_runsOnTheRequestsThread() throws Exception {
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        HttpHandler handler = exchange -> {
            threads.add(Thread.currentThread());
            exchange.dispatch(dispatched -> {
                threads.add(Thread.currentThread());
                dispatched.dispatch(again -> {
                    threads.add(Thread.currentThread());
                    HELLO.handleRequest(again);
                });
            });
        };
        try (var server = serve(handler);
                var client = server.connect().get("/")) {
            assertThat(client.response().text()).isEqualTo("Hello, World!\r\n");
            assertThat(threads).hasSize(3);
            assertThat(threads.stream().distinct()).hasSize(1);
        }
    }

    @Test
    void dispatch_toAnExecutor_mayReadAndWriteThere() throws Exception {
        try (var executor = Executors.newSingleThreadExecutor()) {
            HttpHandler handler = exchange -> exchange.dispatch(executor, ECHO);
            try (var server = serve(handler);
                    var client = server.connect()) {
                for (int i = 0; i < 3; i++) {
                    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
                    assertThat(client.response().text()).isEqualTo("hello");
                }
            }
        }
    }

    @Test
    void timerOfTheIoThread_answersLater() throws Exception {
        HttpHandler handler = exchange -> exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {
            exchange.getIoThread()
                    .executeAfter(
                            () -> {
                                exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
                                exchange.getResponseSender().send("later");
                            },
                            20,
                            TimeUnit.MILLISECONDS);
        });
        try (var server = serve(handler);
                var client = server.connect().get("/")) {
            assertThat(client.response().text()).isEqualTo("later");
        }
    }

    /** Undertow logs it, which is not this server's log. */
    @Test
    void exceptionOfAHandler_isAnsweredWith500() throws Exception {
        HttpHandler handler = exchange -> {
            throw new IllegalStateException("the handler's own");
        };
        try (var server = TestServer.withoutLint(UndertowApp.of(handler));
                var client = server.connect().get("/")) {
            assertThat(client.response().status()).isEqualTo(500);
        }
    }

    @Test
    void unreadBody_isLeftToTheServersLimits() throws Exception {
        try (var server = serve(HELLO);
                var client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789");
            assertThat(client.response().text()).isEqualTo("Hello, World!\r\n");
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000000\r\n\r\n0123456789");
            var response = client.response();
            assertThat(response.text()).isEqualTo("Hello, World!\r\n");
            client.endOutput().assertClosed();
        }
    }

    @Test
    void upgrade_isRefused_andTheClientToldSo() throws Exception {
        HttpHandler handler = exchange -> exchange.upgradeChannel((connection, same) -> {});
        var refused = new CountDownLatch(1);
        HttpHandler watched = exchange -> {
            try {
                handler.handleRequest(exchange);
            } catch (IllegalStateException e) {
                refused.countDown();
                throw e;
            }
        };
        try (var server = TestServer.withoutLint(UndertowApp.of(watched));
                var client = server.connect().get("/", "Connection: Upgrade", "Upgrade: other")) {
            assertThat(client.response().status()).isEqualTo(500);
            assertThat(refused.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void clientThatLeft_endsTheHandlersWrites() throws Exception {
        var failed = new CountDownLatch(1);
        HttpHandler handler = new BlockingHandler(exchange -> {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
            try {
                while (true) {
                    exchange.getOutputStream().write(new byte[100_000]);
                }
            } catch (IOException e) {
                failed.countDown();
                throw e;
            }
        });
        try (var server = serve(handler)) {
            var client = server.connect().get("/");
            client.head();
            client.reset();
            assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
            server.awaitConnections(0);
        }
    }

    @Test
    @LogsErrors("the application failed after its response had begun")
    void handlerThatClosesItsConnection_breaksTheResponseOff() throws Exception {
        HttpHandler handler = new BlockingHandler(exchange -> {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
            exchange.getOutputStream().write(Apps.bytes("first"));
            exchange.getOutputStream().flush();
            exchange.getConnection().close();
        });
        try (var server = serve(handler);
                var client = server.connect().get("/")) {
            client.head();
            assertThat(client.rest()).isEqualTo("5\r\nfirst\r\n");
        }
    }

    @Test
    void http2_reachesTheHandlerToo() throws Exception {
        try (var server = serve(ECHO);
                var client = Http2Client.connect(server.port())) {
            client.post(1, "/");
            client.data(1, /* last= */ true, "over HTTP/2");
            assertThat(client.response(1).body()).isEqualTo("over HTTP/2");
        }
    }

    @Test
    void thousandRequests_atOnce_areServed() throws Exception {
        try (var server = serve(ECHO)) {
            ManyRequests.assertEchoed(server.port());
        }
    }
}
