package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a response's body goes out: with a length, in chunks or until the close, and when (RFC 9112 §6; PEP 3333, "Buffering and Streaming"). */
class ResponseFramingTest {

    private static final String CLOSE = "Connection: close";

    private static String answer(Application application, String... headerLines) throws Exception {
        try (var server = TestServer.of(application);
                var client = server.connect().get("/", headerLines)) {
            return client.restWithoutDate();
        }
    }

    @Test
    void listOfBlocks_isSentWithTheSumOfItsLengths() throws Exception {
        assertThat(answer(Apps.ok(List.of(Apps.bytes("one"), Apps.bytes(""), Apps.bytes("three"))), CLOSE))
                .isEqualTo(Apps.head(
                                "HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 8", "Connection: close")
                        + "onethree");
    }

    @Test
    void listOfAnEmptyBlock_isALengthOfZero() throws Exception {
        assertThat(answer(Apps.ok(Body.of("")), CLOSE))
                .isEqualTo(Apps.head(
                        "HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 0", "Connection: close"));
    }

    @Test
    void generator_toHttp11_isChunkedBlockByBlock() throws Exception {
        assertThat(answer(Apps.ok(Apps.blocks("first block", "second")), CLOSE))
                .isEqualTo(Apps.head(
                                "HTTP/1.1 200 OK",
                                "Content-Type: text/plain",
                                "Transfer-Encoding: chunked",
                                "Connection: close")
                        + "b\r\nfirst block\r\n6\r\nsecond\r\n0\r\n\r\n");
    }

    @Test
    void generator_withAnEmptyBlock_hasNoChunkForIt() throws Exception {
        assertThat(answer(Apps.ok(Apps.blocks("stuff", "", "more stuff")), CLOSE))
                .endsWith("\r\n\r\n5\r\nstuff\r\na\r\nmore stuff\r\n0\r\n\r\n");
    }

    @Test
    void generator_ofOneEmptyBlock_isALengthOfZero() throws Exception {
        assertThat(answer(Apps.ok(Apps.blocks("")), CLOSE))
                .isEqualTo(Apps.head(
                        "HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 0", "Connection: close"));
    }

    @Test
    void generator_toHttp10_isNotChunked() throws Exception {
        try (var server = TestServer.of(Apps.ok(Apps.blocks("one", "two")));
                var client = server.connect().send("GET / HTTP/1.0\r\n\r\n")) {
            assertThat(client.restWithoutDate())
                    .isEqualTo(
                            Apps.head("HTTP/1.1 200 OK", "Content-Type: text/plain", "Connection: close") + "onetwo");
        }
    }

    @Test
    void generator_ofLargeBlocks_isAChunkEach_andNothingFollows() throws Exception {
        var block = "x".repeat(8192);
        try (var server = TestServer.of(
                        Apps.ok(() -> Collections.nCopies(10, Apps.bytes(block)).iterator()));
                var client = server.connect().get("/", CLOSE)) {
            var response = client.response();
            assertThat(response.chunks()).hasSize(10).containsOnly(block);
            client.assertClosed();
        }
    }

    @Test
    void block_ofAGenerator_arrivesBeforeTheNextIsAskedFor() throws Exception {
        var arrived = new CountDownLatch(1);
        Iterable<byte[]> blocks = () -> new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return given < 2;
            }

            @Override
            public byte[] next() {
                if (given++ == 1) {
                    await(arrived);
                }
                return Apps.bytes("0123456789");
            }
        };
        try (var server = TestServer.of(Apps.ok(blocks));
                var client = server.connect().get("/")) {
            client.head();
            assertThat(client.line()).isEqualTo("a");
            assertThat(Apps.text(client.exactly(12))).isEqualTo("0123456789\r\n");
            arrived.countDown();
            assertThat(Apps.text(client.exactly(20))).isEqualTo("a\r\n0123456789\r\n0\r\n\r\n");
        }
    }

    /** eventlet's minimum_chunk_size, which is opt-in here. */
    @Test
    void minimumChunkSize_withholdsBlocks_untilThereAreThatManyBytes() throws Exception {
        var given = new Semaphore(0);
        var goOn = new CountDownLatch(1);
        Iterable<byte[]> blocks = () -> Stream.of(1, 2, 3, 4)
                .map(i -> {
                    if (i == 4) {
                        await(goOn);
                    }
                    given.release();
                    return Apps.bytes("block " + i + ".");
                })
                .iterator();
        try (var server = TestServer.of(Apps.ok(blocks), config -> config.minimumChunkSize(20));
                var client = server.connect().get("/")) {
            /* All three are there at once: 24 bytes are above 20, 16 are not. */
            client.head();
            assertThat(given.availablePermits()).isEqualTo(3);
            goOn.countDown();
            assertThat(client.chunks()).containsExactly("block 1.", "block 2.", "block 3.", "block 4.");
        }
    }

    /** Its own configuration is each server's. */
    @Test
    void minimumChunkSize_ofOneServer_isNotAnothers() throws Exception {
        var asked = new Semaphore(0);
        Iterable<byte[]> blocks = () -> Stream.of("first", "second")
                .map(block -> {
                    if (block.equals("second")) {
                        acquire(asked);
                    }
                    return Apps.bytes(block);
                })
                .iterator();
        try (var collecting = TestServer.of(Apps.ok(Apps.blocks("a", "b")), config -> config.minimumChunkSize(1000));
                var streaming = TestServer.of(Apps.ok(blocks));
                var client = streaming.connect().get("/");
                var other = collecting.connect().get("/")) {
            assertThat(other.response().text()).isEqualTo("ab");
            client.head();
            assertThat(client.line()).isEqualTo("5");
            asked.release();
            assertThat(Apps.text(client.exactly(7))).isEqualTo("first\r\n");
        }
    }

    @Test
    void write_withAContentLength_keepsIt() throws Exception {
        Application application = (environ, startResponse) -> {
            var writer = startResponse.start("200 OK", Apps.TEXT.with("Content-Length", "11"));
            writer.write(Apps.bytes("testing "));
            writer.write(Apps.bytes("cat"));
            return Body.empty();
        };
        assertThat(answer(application, CLOSE))
                .isEqualTo(Apps.head(
                                "HTTP/1.1 200 OK",
                                "Content-Type: text/plain",
                                "Content-Length: 11",
                                "Connection: close")
                        + "testing cat");
    }

    @Test
    void write_withoutAContentLength_isChunked_andComesBeforeWhatIsReturned() throws Exception {
        Application application = (environ, startResponse) -> {
            var writer = startResponse.start("200 OK", Apps.TEXT);
            writer.write(Apps.bytes("written"));
            writer.write(new byte[0]);
            return Body.of("returned");
        };
        assertThat(answer(application, CLOSE))
                .isEqualTo(Apps.head(
                                "HTTP/1.1 200 OK",
                                "Content-Type: text/plain",
                                "Transfer-Encoding: chunked",
                                "Connection: close")
                        + "7\r\nwritten\r\n8\r\nreturned\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "content-length", "CONTENT-LENGTH"})
    void contentLength_ofTheApplication_isSentOnce(String name) throws Exception {
        Application application = (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT.with(name, "7"));
            return Body.of("testing");
        };
        assertThat(answer(application, CLOSE))
                .isEqualTo(Apps.head(
                                "HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 7", "Connection: close")
                        + "testing");
    }

    /** A client with a small window: most writes of the server are partial ones. */
    @Test
    void largeBody_toAClientWithASmallWindow_arrivesWhole() throws Exception {
        var body = new byte[5_000_000];
        new Random(5).nextBytes(body);
        try (var server = TestServer.of(Apps.ok(Body.of(body, body)));
                var client = RawClient.connect(server.port(), /* receiveBuffer= */ 4096)
                        .get("/", CLOSE)) {
            assertThat(client.head().header("Content-Length")).isEqualTo("10000000");
            assertThat(Arrays.equals(client.exactly(body.length), body)).isTrue();
            assertThat(Arrays.equals(client.exactly(body.length), body)).isTrue();
            client.assertClosed();
        }
    }

    @Test
    void headerNames_areSentAsGiven() throws Exception {
        assertThat(answer(weirdHeaders(), CLOSE)).contains("\r\nsOMe-WEirD: cAsE\r\nx-a-1: b\r\n");
    }

    /** eventlet's capitalize_response_headers; the reason phrase and values keep their case. */
    @Test
    void headerNames_whereConfigured_areCapitalized() throws Exception {
        try (var server = TestServer.of(weirdHeaders(), config -> config.capitalizeHeaders(true));
                var client = server.connect().get("/", CLOSE)) {
            assertThat(client.restWithoutDate())
                    .startsWith(
                            "HTTP/1.1 200 oK bOb\r\nContent-Type: text/plain\r\nSome-Weird: cAsE\r\nX-A-1: b\r\nContent-Length: ");
        }
    }

    private static Application weirdHeaders() {
        return (environ, startResponse) -> {
            startResponse.start(
                    "200 oK bOb", Headers.of("content-type", "text/plain", "sOMe-WEirD", "cAsE", "x-a-1", "b"));
            return Body.of("body");
        };
    }

    @Test
    void headerValue_withLatin1Characters_isSentAsTheirBytes() throws Exception {
        Application application = (environ, startResponse) -> {
            startResponse.start("200 Sch\u00f6n", Apps.TEXT.with("X-Name", "caf\u00e9"));
            return Body.of("");
        };
        assertThat(answer(application, CLOSE))
                .startsWith("HTTP/1.1 200 Sch\u00f6n\r\n")
                .contains("\r\nX-Name: caf\u00e9\r\n");
    }

    @Test
    void dateHeader_ofTheApplication_isSentInPlaceOfTheServers() throws Exception {
        Application application = (environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT.with("Date", "Sun, 06 Nov 1994 08:49:37 GMT"));
            return Body.of("");
        };
        try (var server = TestServer.of(application);
                var client = server.connect().get("/")) {
            assertThat(client.response().headers("Date")).containsExactly("Sun, 06 Nov 1994 08:49:37 GMT");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void acquire(Semaphore semaphore) {
        try {
            assertThat(semaphore.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
