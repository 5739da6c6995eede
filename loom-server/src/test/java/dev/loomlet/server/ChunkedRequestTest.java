package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request bodies in chunks (RFC 9112 §7.1): read in every way, broken in every way. */
class ChunkedRequestTest {

    private static final String HEAD = "PUT /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String OH_HAI = HEAD + "2\r\noh\r\n4\r\n hai\r\n0\r\n\r\n";

    /** Reads its body to the end and keeps what reading threw. */
    private static final class Reader implements Application {

        final BlockingQueue<Optional<IOException>> failures = new LinkedBlockingQueue<>();

        @Override
        public Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws IOException {
            try {
                var body = environ.input().readAllBytes();
                failures.add(Optional.empty());
                startResponse.start("200 OK", Apps.TEXT);
                return Body.of(body);
            } catch (IOException e) {
                failures.add(Optional.of(e));
                throw e;
            }
        }

        IOException nextFailure() throws InterruptedException {
            var failure = failures.poll(5, TimeUnit.SECONDS);
            assertThat(failure).isNotNull().isPresent();
            return failure.orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 2, 3, 4096})
    void chunkedBody_readInPiecesOfAnySize_isTheSame(int size) throws Exception {
        try (var server = TestServer.of((environ, startResponse) -> {
                    var body = new ByteArrayOutputStream();
                    for (var part = environ.input().read(size);
                            part.length > 0;
                            part = environ.input().read(size)) {
                        body.writeBytes(part);
                    }
                    startResponse.start("200 OK", Apps.TEXT);
                    return Body.of(body.toByteArray());
                });
                var client = server.connect().send(OH_HAI)) {
            assertThat(client.response().text()).isEqualTo("oh hai");
        }
    }

    @Test
    void chunkedRequests_onOneConnection_areEachReadWhole() throws Exception {
        try (var server = TestServer.of(Apps.ECHO);
                var client = server.connect()) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.send(OH_HAI).response().text()).isEqualTo("oh hai");
            }
        }
    }

    @Test
    void chunkedBody_arrivingByteByByte_isReadWhole() throws Exception {
        try (var server = TestServer.of(Apps.ECHO);
                var client = server.connect()) {
            for (var b : Apps.bytes(OH_HAI)) {
                client.send(new byte[] {b});
            }
            assertThat(client.response().text()).isEqualTo("oh hai");
            assertThat(client.get("/").response().status()).isEqualTo(200);
        }
    }

    /** What a well-behaved client may send: gevent's test_229. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2\r\noh\r\n4\r\n hai\r\n0\r\n\r\n",
                "02\r\noh\r\n0004\r\n hai\r\n000\r\n\r\n",
                "2;token=bbb\r\noh\r\n4;a;b\r\n hai\r\n0;last\r\n\r\n",
                "2; token=\"oh\\\" hai\\\\\" ; x\r\noh\r\n4\t;\tq\r\n hai\r\n0\r\n\r\n",
                "2\r\noh\r\n4\r\n hai\r\n0\r\nETag: \"a\"\r\nVary: *\r\nX-Empty:\r\n\r\n"
            })
    void legalChunks_withExtensionsAndTrailers_areRead(String chunks) throws Exception {
        try (var server = TestServer.of(Apps.ECHO);
                var client = server.connect()) {
            assertThat(client.send(HEAD + chunks).response().text()).isEqualTo("oh hai");
            assertThat(client.get("/").response().status()).isEqualTo(200);
        }
    }

    /** The client gets 400, the application an IOException, and nothing behind the fault is read as a request. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cats\r\noh hai\r\n0\r\n\r\n",
                "\r\noh\r\n0\r\n\r\n",
                "2oh\r\n0\r\n\r\n",
                "-2\r\noh\r\n0\r\n\r\n",
                "0x2\r\noh\r\n0\r\n\r\n",
                "7fffffffffffffffffffffffffffff\r\noh\r\n0\r\n\r\n",
                "fffffffffffffffff2\r\noh\r\n0\r\n\r\n",
                "2\noh\r\n0\r\n\r\n",
                "2; here is dirt\0bla\r\noh\r\n0\r\n\r\n",
                "2;a=\"b\r\noh\r\n0\r\n\r\n",
                "2 \r\noh\r\n0\r\n\r\n",
                "2\r\nohno\r\n0\r\n\r\n",
                "2\r\noh\n0\r\n\r\n",
                "2\r\noh\r\n0GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n",
                "2\r\noh\r\n0\r\nHeader: v\r\nGET /hidden?a=:123 HTTP/1.1\r\nHost: a\r\n\r\n",
                "2\r\noh\r\n0\r\nWith space: v\r\n\r\n",
                "2\r\noh\r\n0\r\nContent-Length: 5\r\n\r\n",
                "2\r\noh\r\n0\r\nno colon\r\n\r\n"
            })
    void illegalChunks_areRefused_andTheConnectionCloses(String chunks) throws Exception {
        var reader = new Reader();
        var calls = new Calls(reader);
        try (var server = TestServer.of(calls)) {
            try (var client = server.connect().send(HEAD + chunks + "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n")) {
                var response = client.response();
                assertThat(response.status()).isEqualTo(400);
                assertThat(response.header("Connection")).isEqualTo("close");
                client.assertClosed();
            }
            assertThat(reader.nextFailure()).isNotNull();
            assertThat(server.nextRecord().status()).isEqualTo(400);
            assertThat(calls.requests()).containsExactly("PUT /a");
        }
    }

    /** The longest size that can be told is told as an illegal one is, or waited for: never taken for a short one. */
    @ParameterizedTest
    @ValueSource(strings = {"7FFFFFFF", "80000000", "FFFFFFFF", "100000000", "100000002", "7FFFFFFFFFFFFFF"})
    void chunkSizeOverThirtyTwoBits_isNotCutDown(String size) throws Exception {
        var reader = new Reader();
        var calls = new Calls(reader);
        try (var server = TestServer.of(calls);
                var client = server.connect()) {
            client.send(HEAD + size + "\r\noh\r\n0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: a\r\n\r\n")
                    .endOutput();
            assertThat(client.response().status()).isEqualTo(400);
            client.assertClosed();
            assertThat(reader.nextFailure()).hasMessageContaining("incomplete");
            assertThat(calls.requests()).containsExactly("PUT /a");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2",
                "2\r",
                "2\r\n",
                "2\r\no",
                "2\r\noh",
                "2\r\noh\r\n",
                "2\r\noh\r\n4\r\n hai",
                "2\r\noh\r\n0",
                "2\r\noh\r\n0\r\n",
                "2\r\noh\r\n0\r\nX: y\r\n"
            })
    void bodyThatEndsTooEarly_isAnErrorToTheApplication_andA400(String chunks) throws Exception {
        var reader = new Reader();
        try (var server = TestServer.of(reader);
                var client = server.connect().send(HEAD + chunks).endOutput()) {
            var response = client.response();
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.text()).isEqualTo("The body is incomplete.\n");
            client.assertClosed();
            assertThat(reader.nextFailure()).hasMessageContaining("incomplete");
            assertThat(server.nextRecord().status()).isEqualTo(400);
        }
    }

    @Test
    void applicationThatSurvivesABrokenBody_answers_andTheConnectionCloses() throws Exception {
        try (var server = TestServer.of((environ, startResponse) -> {
                    var status = "200 OK";
                    try {
                        environ.input().readAllBytes();
                    } catch (IOException e) {
                        status = "422 Unprocessable Content";
                    }
                    startResponse.start(status, Apps.TEXT);
                    return Body.of("my own words");
                });
                var client = server.connect().send(HEAD + "cats\r\n")) {
            var response = client.response();
            assertThat(response.status()).isEqualTo(422);
            assertThat(response.header("Connection")).isEqualTo("close");
            assertThat(response.text()).isEqualTo("my own words");
            client.assertClosed();
        }
    }

    @Test
    void brokenBody_stays_broken_atTheNextRead() throws Exception {
        try (var server = TestServer.of((environ, startResponse) -> {
                    int failures = 0;
                    for (int i = 0; i < 3; i++) {
                        try {
                            environ.input().readAllBytes();
                        } catch (IOException e) {
                            failures++;
                        }
                    }
                    startResponse.start("200 OK", Apps.TEXT);
                    return Body.of(failures + " failures");
                });
                var client = server.connect().send(HEAD + "2\r\noh\r\ncats\r\n")) {
            assertThat(client.response().text()).isEqualTo("3 failures");
        }
    }

    @Test
    void clientThatLeavesMidChunk_unreadByTheApplication_endsTheConnection() throws Exception {
        try (var server = TestServer.of(Apps.HELLO)) {
            try (var client = server.connect().send(HEAD + "a\r\n0123")) {
                assertThat(client.response().status()).isEqualTo(200);
            }
            assertThat(server.nextRecord().status()).isEqualTo(200);
            server.awaitConnections(0);
        }
    }
}
