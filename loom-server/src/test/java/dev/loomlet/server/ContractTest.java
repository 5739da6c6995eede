package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.FileWrapper;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server owes an application that no client sees: results closed once, files sent whole, each request for itself. */
class ContractTest {

    private final AtomicInteger closes = new AtomicInteger();

    private Application closing(Iterable<byte[]> blocks) {
        return (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            return new ClosingBlocks(closes::incrementAndGet, blocks);
        };
    }

    @ParameterizedTest
    @CsvSource({"GET, 2", "HEAD, 0"})
    void result_isClosedOnce_whenItsResponseIsOver(String method, int length) throws Exception {
        try (var server = TestServer.of(closing(Apps.blocks("a", "b")));
                var client = server.connect().send(method + " / HTTP/1.1\r\nHost: a\r\n\r\n")) {
            client.response(method.equals("HEAD"));
            assertThat(server.nextRecord().bodyLength()).isEqualTo(length);
            assertThat(closes).hasValue(1);
        }
    }

    @Test
    @LogsErrors(LogsErrors.AFTER_BEGIN)
    void result_thatFails_isClosedOnce() throws Exception {
        Iterable<byte[]> failing = () -> new Iterator<>() {
            private boolean given;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public byte[] next() {
                if (given) {
                    throw new IllegalStateException("on purpose");
                }
                given = true;
                return Apps.bytes("first");
            }
        };
        try (var server = TestServer.of(closing(failing));
                var client = server.connect().get("/")) {
            assertThat(client.rest()).endsWith("\r\n\r\n5\r\nfirst\r\n");
            server.nextRecord();
            assertThat(closes).hasValue(1);
        }
    }

    @Test
    @LogsErrors(LogsErrors.APPLICATION)
    void result_thatWasNeverStarted_isClosedOnce() throws Exception {
        try (var server = TestServer.withoutLint(
                        (environ, startResponse) -> new ClosingBlocks(closes::incrementAndGet, "body"));
                var client = server.connect().get("/")) {
            assertThat(client.response().status()).isEqualTo(500);
            server.nextRecord();
            assertThat(closes).hasValue(1);
        }
    }

    @Test
    void result_ofAClientThatLeft_isClosedOnce() throws Exception {
        var left = new CountDownLatch(1);
        Iterable<byte[]> endless = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public byte[] next() {
                try {
                    assertThat(left.await(5, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return new byte[10_000];
            }
        };
        try (var server = TestServer.of(closing(endless))) {
            server.connect().get("/").reset();
            left.countDown();
            server.nextRecord();
            assertThat(closes).hasValue(1);
        }
    }

    /** Blocks that nobody will see are not asked for. */
    @Test
    void generator_behindAnAnswerToHead_isNotRunToItsEnd() throws Exception {
        var given = new AtomicInteger();
        Iterable<byte[]> endless = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public byte[] next() {
                given.incrementAndGet();
                return Apps.bytes("x");
            }
        };
        try (var server = TestServer.of(closing(endless));
                var client = server.connect()) {
            assertThat(client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").head().status())
                    .isEqualTo(200);
            server.nextRecord();
            assertThat(given).hasValue(1);
            assertThat(closes).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8192, 3_000_000})
    void file_isSentWholeWithItsLength_andClosed(int size, @TempDir Path folder) throws Exception {
        var content = "0123456789abcdef".repeat(size / 16 + 1).substring(0, size);
        var file = Files.writeString(folder.resolve("file"), content);
        try (var server = TestServer.of((environ, startResponse) -> {
                    startResponse.start("200 OK", Apps.TEXT);
                    return Body.file(file);
                });
                var client = server.connect()) {
            for (int i = 0; i < 2; i++) {
                var response = client.get("/").response();
                assertThat(response.header("Content-Length")).isEqualTo(Integer.toString(size));
                assertThat(response.text()).isEqualTo(content);
                assertThat(server.nextRecord().bodyLength()).isEqualTo(size);
            }
        }
    }

    @Test
    void file_toHttp10_isSentWhole(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("file"), "content");
        try (var server = TestServer.of((environ, startResponse) -> {
                    startResponse.start("200 OK", Apps.TEXT);
                    return Body.file(file);
                });
                var client = server.connect().send("GET / HTTP/1.0\r\n\r\n")) {
            assertThat(client.restWithoutDate())
                    .isEqualTo(Apps.head(
                                    "HTTP/1.1 200 OK",
                                    "Content-Type: text/plain",
                                    "Content-Length: 7",
                                    "Connection: close")
                            + "content");
        }
    }

    @Test
    void streamOfUnknownLength_isSentInChunks_andClosedOnce() throws Exception {
        try (var server = TestServer.of((environ, startResponse) -> {
                    startResponse.start("200 OK", Apps.TEXT);
                    return new FileWrapper(
                            new FilterInputStream(new ByteArrayInputStream(Apps.bytes("0123456789"))) {
                                @Override
                                public void close() {
                                    closes.incrementAndGet();
                                }
                            },
                            /* blockSize= */ 4);
                });
                var client = server.connect().get("/")) {
            assertThat(client.response().chunks()).containsExactly("0123", "4567", "89");
            server.nextRecord();
            assertThat(closes).hasValue(1);
        }
    }

    /** One connection waits in its handler, others go on. */
    @Test
    void handlerThatBlocks_hindersNoOtherConnection() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        Application application = (environ, startResponse) -> {
            if (environ.pathInfo().equals("/waits")) {
                begun.countDown();
                assertThat(goOn.await(5, TimeUnit.SECONDS)).isTrue();
            }
            return Apps.HELLO.call(environ, startResponse);
        };
        try (var server = TestServer.of(application);
                var busy = server.connect().get("/waits")) {
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 10; i++) {
                try (var client = server.connect().get("/")) {
                    assertThat(client.response().status()).isEqualTo(200);
                }
            }
            goOn.countDown();
            assertThat(busy.response().status()).isEqualTo(200);
        }
    }

    /** eventlet's custom_pool: the threads are the caller's choice. */
    @Test
    void threadsOfOnesOwn_runTheApplication() throws Exception {
        try (var server = TestServer.of(
                        (environ, startResponse) -> {
                            startResponse.start("200 OK", Apps.TEXT);
                            return Body.of(Thread.currentThread().getName() + " "
                                    + Thread.currentThread().isVirtual());
                        },
                        config -> config.threads(
                                Thread.ofPlatform().daemon().name("mine-", 7).factory()));
                var client = server.connect().get("/")) {
            assertThat(client.response().text()).isEqualTo("mine-7 false");
        }
    }

    @Test
    void threads_unlessChosen_areVirtual() throws Exception {
        try (var server = TestServer.of((environ, startResponse) -> {
                    startResponse.start("200 OK", Apps.TEXT);
                    return List.of(
                            Apps.bytes(Boolean.toString(Thread.currentThread().isVirtual())));
                });
                var client = server.connect().get("/")) {
            assertThat(client.response().text()).isEqualTo("true");
        }
    }
}
