package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.FileWrapper;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Middleware;
import dev.loomlet.wsgi.Writer;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PEP 3333 by the numbers of docs/wsgi.md, the body of a response: write(), what is returned, files, middleware. */
class Pep3333ResultTest {

    private final AtomicInteger closes = new AtomicInteger();

    private static RawResponse answer(TestServer server) throws IOException {
        try (var client = server.connect().get("/")) {
            return client.response();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("PEP 3333 #16: what is written is sent at once, before what is returned")
    void write_sendsItsBlockAtOnce_beforeWhatIsReturned() throws Exception {
        var arrived = new CountDownLatch(1);
        try (var server = TestServer.of((environ, startResponse) -> {
                    var writer = startResponse.start("200 OK", Apps.TEXT);
                    writer.write(Apps.bytes("written"));
                    await(arrived);
                    writer.write(Apps.bytes("again"));
                    return Body.of("returned");
                });
                var client = server.connect().get("/")) {
            assertThat(client.head().header("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(Apps.text(client.exactly(12))).isEqualTo("7\r\nwritten\r\n");
            arrived.countDown();
            assertThat(client.chunks()).containsExactly("again", "returned");
        }
    }

    @Test
    @DisplayName("PEP 3333 #16: nothing can be written once the response is over")
    void write_whenTheResponseIsOver_throws() throws Exception {
        var kept = new AtomicReference<Optional<Writer>>(Optional.empty());
        try (var server = TestServer.of((environ, startResponse) -> {
                    kept.set(Optional.of(startResponse.start("200 OK", Apps.TEXT)));
                    return Apps.blocks("body");
                });
                var client = server.connect().get("/")) {
            assertThat(client.response().text()).isEqualTo("body");
            server.nextRecord();
            var writer = kept.get().orElseThrow();
            assertThatThrownBy(() -> writer.write(Apps.bytes("late"))).isInstanceOf(IllegalStateException.class);
            assertThat(client.get("/").response().text()).isEqualTo("body");
        }
    }

    @Test
    @DisplayName("PEP 3333 #17: start_response may be called as late as in the first next()")
    void startResponse_inTheFirstNext_isInTime() throws Exception {
        Application late = (environ, startResponse) -> () -> Stream.of("a", "b")
                .map(text -> {
                    if (text.equals("a")) {
                        startResponse.start("201 Created", Apps.TEXT);
                    }
                    return Apps.bytes(text);
                })
                .iterator();
        try (var server = TestServer.of(late)) {
            var response = answer(server);
            assertThat(response.statusLine()).isEqualTo("HTTP/1.1 201 Created");
            assertThat(response.chunks()).containsExactly("a", "b");
        }
    }

    @Test
    @LogsErrors(LogsErrors.APPLICATION)
    @DisplayName("PEP 3333 #17: a block before start_response is an error")
    void block_beforeStartResponse_isAnError() throws Exception {
        try (var server = TestServer.withoutLint((environ, startResponse) -> Apps.blocks("", "block"))) {
            assertThat(answer(server).status()).isEqualTo(500);
        }
    }

    @Test
    @LogsErrors(LogsErrors.APPLICATION)
    @DisplayName("PEP 3333 #17: an application that returns nothing is an error")
    void nullResult_isAnError() throws Exception {
        try (var server = TestServer.withoutLint((environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            return nothing();
        })) {
            assertThat(answer(server).status()).isEqualTo(500);
        }
    }

    @SuppressWarnings("NullAway")
    private static Iterable<byte[]> nothing() {
        return null;
    }

    @Test
    @DisplayName("PEP 3333 #18: each block is sent before the next is asked for")
    void block_isSent_beforeTheNextIsAskedFor() throws Exception {
        var arrived = new CountDownLatch(1);
        Iterable<byte[]> blocks = () -> Stream.of("a", "b")
                .map(text -> {
                    if (text.equals("b")) {
                        await(arrived);
                    }
                    return Apps.bytes(text);
                })
                .iterator();
        try (var server = TestServer.of(Apps.ok(blocks));
                var client = server.connect().get("/")) {
            client.head();
            assertThat(Apps.text(client.exactly(6))).isEqualTo("1\r\na\r\n");
            arrived.countDown();
            assertThat(client.chunks()).containsExactly("b");
        }
    }

    @Test
    @DisplayName("PEP 3333 #19: an empty block is no chunk, which would end the body")
    void emptyBlock_isNoChunk() throws Exception {
        try (var server = TestServer.of(Apps.ok(Apps.blocks("", "a", "", "b", "")))) {
            assertThat(answer(server).chunks()).containsExactly("a", "b");
        }
    }

    @Test
    @DisplayName("PEP 3333 #20: of a List the Content-Length is the sum, unless write() was used")
    void list_hasTheSumAsContentLength_unlessWriteWasUsed() throws Exception {
        try (var server = TestServer.of((environ, startResponse) -> {
                    var writer = startResponse.start("200 OK", Apps.TEXT);
                    if (environ.pathInfo().equals("/written")) {
                        writer.write(Apps.bytes("w"));
                    }
                    return List.of(Apps.bytes("12"), Apps.bytes("345"));
                });
                var client = server.connect()) {
            var counted = client.get("/").response();
            assertThat(counted.headers("Content-Length")).containsExactly("5");
            assertThat(counted.text()).isEqualTo("12345");
            var written = client.get("/written").response();
            assertThat(written.headers("Content-Length")).isEmpty();
            assertThat(written.chunks()).containsExactly("w", "12", "345");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    @DisplayName("PEP 3333 #21: the result is closed once when its response is over")
    void result_isClosedOnce(String method) throws Exception {
        try (var server = TestServer.of(Apps.ok(new ClosingBlocks(closes::incrementAndGet, "a", "b")));
                var client = server.connect().send(method + " / HTTP/1.1\r\nHost: a\r\n\r\n")) {
            client.response(method.equals("HEAD"));
            server.nextRecord();
            assertThat(closes).hasValue(1);
        }
    }

    @Test
    @LogsErrors({LogsErrors.APPLICATION, LogsErrors.APPLICATION})
    @DisplayName("PEP 3333 #21: also if the iteration fails, or never began")
    void result_whoseIterationFails_isClosedOnce() throws Exception {
        Iterable<byte[]> failing = () -> {
            throw new IllegalStateException("on purpose");
        };
        try (var server = TestServer.withoutLint(Apps.ok(new ClosingBlocks(closes::incrementAndGet, failing)))) {
            assertThat(answer(server).status()).isEqualTo(500);
            server.nextRecord();
            assertThat(closes).hasValue(1);
        }
        closes.set(0);
        var neverStarted = new ClosingBlocks(closes::incrementAndGet, "block");
        try (var server = TestServer.withoutLint((environ, startResponse) -> neverStarted)) {
            assertThat(answer(server).status()).isEqualTo(500);
            server.nextRecord();
            assertThat(closes).hasValue(1);
        }
    }

    @Test
    @DisplayName("PEP 3333 #21: also if the client leaves")
    void result_whoseClientLeaves_isClosedOnce() throws Exception {
        var block = new byte[1 << 20];
        Iterable<byte[]> endless = () -> Stream.generate(() -> block).iterator();
        try (var server = TestServer.of(Apps.ok(new ClosingBlocks(closes::incrementAndGet, endless)))) {
            var client = server.connect().get("/");
            client.head();
            client.reset();
            server.nextRecord();
            assertThat(closes).hasValue(1);
        }
    }

    @Test
    @LogsErrors(LogsErrors.CLOSE)
    @DisplayName("PEP 3333 #21: what close() throws is logged and costs the client nothing")
    void closeThatThrows_isLogged_andTheConnectionGoesOn() throws Exception {
        Application application = (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            return environ.pathInfo().equals("/next")
                    ? Body.of("next")
                    : new ClosingBlocks(
                            () -> {
                                throw new IllegalStateException("on purpose");
                            },
                            "block");
        };
        try (var server = TestServer.of(application);
                var client = server.connect()) {
            assertThat(client.get("/").response().text()).isEqualTo("block");
            assertThat(client.get("/next").response().text()).isEqualTo("next");
        }
    }

    /** Sends a stream by what the environ has for it, as an application that knows nothing of this server. */
    private static Application sending(InputStream in, Headers headers) {
        return (environ, startResponse) -> {
            startResponse.start("200 OK", headers);
            if (environ.get(Environ.WSGI_FILE_WRAPPER) instanceof FileWrapper.Factory factory) {
                return factory.wrap(in, /* blockSize= */ 4);
            }
            throw new IllegalStateException("no " + Environ.WSGI_FILE_WRAPPER);
        };
    }

    private static FileInputStream file(Path folder) throws IOException {
        return new FileInputStream(
                Files.writeString(folder.resolve("file"), "0123456789").toFile());
    }

    @Test
    @DisplayName("PEP 3333 #27: wsgi.file_wrapper sends a file from where it stands to its end, and closes it")
    void fileWrapper_sendsAFileFromItsPosition_andClosesIt(@TempDir Path folder) throws Exception {
        try (var in = file(folder)) {
            in.skipNBytes(3);
            try (var server = TestServer.of(sending(in, Apps.TEXT))) {
                var response = answer(server);
                assertThat(response.header("Content-Length")).isEqualTo("7");
                assertThat(response.text()).isEqualTo("3456789");
                server.nextRecord();
                assertThat(in.getChannel().isOpen()).isFalse();
            }
        }
    }

    @Test
    @DisplayName("PEP 3333 #27: to the Content-Length if that comes first")
    void fileWrapper_endsAtTheContentLength(@TempDir Path folder) throws Exception {
        try (var in = file(folder);
                var server = TestServer.of(sending(in, Apps.TEXT.with("Content-Length", "4")))) {
            assertThat(answer(server).text()).isEqualTo("0123");
        }
    }

    @Test
    @DisplayName("PEP 3333 #27: a stream that is no file is read in blocks, and closed")
    void fileWrapper_ofAStreamThatIsNoFile_isReadInBlocks_andClosed() throws Exception {
        var in = new ByteArrayInputStream(Apps.bytes("0123456789")) {
            @Override
            public void close() {
                closes.incrementAndGet();
            }
        };
        try (var server = TestServer.of(sending(in, Apps.TEXT))) {
            assertThat(answer(server).chunks()).containsExactly("0123", "4567", "89");
            server.nextRecord();
            assertThat(closes).hasValue(1);
        }
    }

    /** As a middleware would, that changes what a file holds. */
    private static final Middleware BRACKETS = application -> (environ, startResponse) -> {
        var inner = application.call(environ, startResponse);
        return () -> {
            var blocks = inner.iterator();
            return Stream.generate(() -> Apps.bytes("<" + Apps.text(blocks.next()) + ">"))
                    .limit(3)
                    .iterator();
        };
    };

    @Test
    @DisplayName("PEP 3333 #28: a file that a middleware took in its hands is sent as the middleware has it")
    void fileWrapper_withinAMiddlewaresResult_isNotSentPastIt(@TempDir Path folder) throws Exception {
        try (var in = file(folder);
                var server = TestServer.of(BRACKETS.wrap(sending(in, Apps.TEXT)))) {
            assertThat(answer(server).chunks()).containsExactly("<0123>", "<4567>", "<89>");
        }
    }

    /** Nothing of it may be looked at but its blocks, asked for once. */
    private static final class Untouchable extends AbstractCollection<byte[]> {

        @Override
        public Iterator<byte[]> iterator() {
            return Apps.blocks("a", "b").iterator();
        }

        @Override
        public int size() {
            throw new AssertionError("size() is not the server's business");
        }

        @Override
        public int hashCode() {
            throw new AssertionError("hashCode() is not the server's business");
        }

        @Override
        public boolean equals(Object other) {
            throw new AssertionError("equals() is not the server's business");
        }

        @Override
        public String toString() {
            throw new AssertionError("toString() is not the server's business");
        }
    }

    @Test
    @DisplayName("PEP 3333 #28: of any other result nothing is touched but its iterator")
    void result_isAskedForItsIteratorOnly() throws Exception {
        try (var server = TestServer.withoutLint(Apps.ok(new Untouchable()))) {
            assertThat(answer(server).chunks()).containsExactly("a", "b");
        }
    }

    /** Gives an empty block for each that it keeps, and all of it behind the last. */
    private static final Middleware JOINING = application -> (environ, startResponse) -> {
        var inner = application.call(environ, startResponse);
        return () -> {
            var joined = new StringBuilder();
            var blocks = inner.iterator();
            return Stream.generate(() -> {
                        joined.append(Apps.text(blocks.next()));
                        return blocks.hasNext() ? new byte[0] : Apps.bytes(joined.toString());
                    })
                    .limit(3)
                    .iterator();
        };
    };

    @Test
    @DisplayName("PEP 3333 #30: middleware may give an empty block for each that it keeps, and start_response be late")
    void middleware_thatGivesAnEmptyBlockForEachItKeeps_sendsAllAtTheEnd() throws Exception {
        Application late = (environ, startResponse) -> () -> Stream.of("", "a", "b")
                .peek(text -> {
                    if (text.isEmpty()) {
                        startResponse.start("200 OK", Apps.TEXT);
                    }
                })
                .map(Apps::bytes)
                .iterator();
        try (var server = TestServer.of(JOINING.wrap(late))) {
            assertThat(answer(server).chunks()).containsExactly("ab");
        }
    }
}
