package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client and the log get to see when an application fails, before its response has begun and behind. */
class ErrorTest {

    /** As eventlet's Timeout: no Exception, so that a catch of those lets it pass. */
    private static final class TooLate extends Error {
        private static final long serialVersionUID = 1;

        TooLate() {
            super("too late");
        }
    }

    private static final String INTERNAL_ERROR = Apps.head(
            "HTTP/1.1 500 Internal Server Error",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Length: 0",
            "Connection: close");

    /** Gives the blocks, then fails. */
    private static Iterable<byte[]> failingBehind(String... blocks) {
        return () -> new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public byte[] next() {
                if (given == blocks.length) {
                    throw new TooLate();
                }
                return Apps.bytes(blocks[given++]);
            }
        };
    }

    private static void assertAnsweredAsInternalError(Application application) throws Exception {
        try (var server = TestServer.of(application);
                var client = server.connect().get("/", "Connection: keep-alive")) {
            assertThat(client.restWithoutDate()).isEqualTo(INTERNAL_ERROR);
            var entry = server.nextRecord();
            assertThat(entry.status()).isEqualTo(500);
            assertThat(entry.bodyLength()).isZero();
            try (var next = server.connect().get("/")) {
                assertThat(next.response().status()).isEqualTo(500);
            }
        }
    }

    @Test
    @LogsErrors({LogsErrors.APPLICATION, LogsErrors.APPLICATION})
    void exception_inTheCall_isA500WithoutATrace_andTheConnectionCloses() throws Exception {
        assertAnsweredAsInternalError((environ, startResponse) -> {
            throw new IllegalStateException("a secret");
        });
        assertThat(ServerLog.records().stream().filter(ServerLog::isError))
                .allSatisfy(logged -> assertThat(logged.getThrown()).hasMessage("a secret"));
    }

    @Test
    @LogsErrors({LogsErrors.APPLICATION, LogsErrors.APPLICATION})
    void error_inTheCall_isA500() throws Exception {
        assertAnsweredAsInternalError((environ, startResponse) -> {
            throw new TooLate();
        });
    }

    @Test
    @LogsErrors({LogsErrors.APPLICATION, LogsErrors.APPLICATION})
    void error_behindStartResponse_isA500WithoutTheApplicationsHeaders() throws Exception {
        assertAnsweredAsInternalError((environ, startResponse) -> {
            startResponse.start(
                    "200 OK", Headers.of("Content-Type", "text/plain", "Content-Length", "13", "X-Own", "1"));
            throw new TooLate();
        });
    }

    @Test
    @LogsErrors({LogsErrors.APPLICATION, LogsErrors.APPLICATION})
    void error_beforeTheFirstBlock_isA500() throws Exception {
        assertAnsweredAsInternalError(Apps.ok(failingBehind()));
    }

    @Test
    @LogsErrors({LogsErrors.APPLICATION, LogsErrors.APPLICATION})
    void error_behindAnEmptyBlock_isA500() throws Exception {
        assertAnsweredAsInternalError(Apps.ok(failingBehind("")));
    }

    @Test
    @LogsErrors({LogsErrors.APPLICATION, LogsErrors.APPLICATION})
    void ioException_ofTheApplicationsOwn_isA500() throws Exception {
        assertAnsweredAsInternalError((environ, startResponse) -> {
            throw new IOException("no such file");
        });
    }

    @Test
    @LogsErrors(LogsErrors.AFTER_BEGIN)
    void error_behindAChunk_endsTheConnectionWithoutALastChunk() throws Exception {
        try (var server = TestServer.of(Apps.ok(failingBehind("chunk")));
                var client = server.connect().get("/")) {
            assertThat(client.restWithoutDate())
                    .isEqualTo(Apps.head("HTTP/1.1 200 OK", "Content-Type: text/plain", "Transfer-Encoding: chunked")
                            + "5\r\nchunk\r\n");
            assertThat(server.nextRecord().bodyLength()).isEqualTo(5);
        }
    }

    @Test
    @LogsErrors(LogsErrors.AFTER_BEGIN)
    void error_behindPartOfACountedBody_endsTheConnectionShortOfIt() throws Exception {
        try (var server = TestServer.of((environ, startResponse) -> {
                    startResponse.start("200 OK", Apps.TEXT.with("Content-Length", "13"));
                    return failingBehind("8 bytes.");
                });
                var client = server.connect().get("/")) {
            assertThat(client.restWithoutDate())
                    .isEqualTo(Apps.head("HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 13")
                            + "8 bytes.");
            assertThat(server.nextRecord().bodyLength()).isEqualTo(8);
        }
    }

    /** A client of HTTP/1.0 takes the end for the body's end, unless it is a reset. */
    @Test
    @LogsErrors(LogsErrors.AFTER_BEGIN)
    void error_behindPartOfABodyUntilTheClose_resetsTheConnection() throws Exception {
        try (var server = TestServer.of(Apps.ok(failingBehind("part")));
                var client = server.connect().send("GET / HTTP/1.0\r\n\r\n")) {
            assertThatThrownBy(client::rest).isInstanceOf(IOException.class).hasMessageContaining("reset");
            assertThat(server.nextRecord().status()).isEqualTo(200);
        }
    }

    @Test
    @LogsErrors(LogsErrors.APPLICATION)
    void debug_sendsTheTraceToTheClient() throws Exception {
        try (var server = TestServer.of(
                        (environ, startResponse) -> {
                            throw new IllegalStateException("shown in debug");
                        },
                        config -> config.debug(true));
                var client = server.connect().get("/")) {
            var response = client.response();
            assertThat(response.status()).isEqualTo(500);
            assertThat(response.text())
                    .startsWith("java.lang.IllegalStateException: shown in debug")
                    .contains("at dev.loomlet.server.ErrorTest.");
            assertThat(response.header("Content-Length"))
                    .isEqualTo(Integer.toString(response.text().length()));
            client.assertClosed();
        }
    }

    @Test
    @LogsErrors(LogsErrors.APPLICATION)
    void error_afterRequestsInOneWrite_leavesTheEarlierAnswersWhole_andTheLaterRequestsUnexecuted() throws Exception {
        var calls = new Calls((environ, startResponse) -> {
            if (environ.pathInfo().equals("/2")) {
                throw new TooLate();
            }
            return Apps.HELLO.call(environ, startResponse);
        });
        try (var server = TestServer.of(calls);
                var client = server.connect()) {
            var get = "GET /%d HTTP/1.1\r\nHost: a\r\n\r\n";
            client.send(get.formatted(1) + get.formatted(2) + get.formatted(3));
            assertThat(client.response().text()).isEqualTo("Hello, World!\r\n");
            assertThat(client.response().status()).isEqualTo(500);
            client.assertClosed();
            assertThat(calls.requests()).containsExactly("GET /1", "GET /2");
        }
    }

    /** PEP 3333: an error page takes the place of what was started, as long as nothing was sent. */
    @Test
    void startResponse_withAnError_beforeTheFirstByte_replacesTheResponse() throws Exception {
        try (var server = TestServer.of((environ, startResponse) -> {
                    startResponse.start("200 OK", Apps.TEXT.with("X-First", "1"));
                    startResponse.start("503 Service Unavailable", Apps.TEXT, new TooLate());
                    return Body.of("sorry");
                });
                var client = server.connect().get("/")) {
            var response = client.response();
            assertThat(response.statusLine()).isEqualTo("HTTP/1.1 503 Service Unavailable");
            assertThat(response.header("X-First")).isEmpty();
            assertThat(response.text()).isEqualTo("sorry");
        }
    }

    @Test
    @LogsErrors(LogsErrors.AFTER_BEGIN)
    void startResponse_withAnError_behindTheFirstByte_throwsThatError() throws Exception {
        BlockingQueue<Throwable> thrown = new LinkedBlockingQueue<>();
        var fault = new TooLate();
        try (var server = TestServer.of((environ, startResponse) -> {
                    startResponse.start("200 OK", Apps.TEXT).write(Apps.bytes("begun"));
                    try {
                        startResponse.start("500 Internal Server Error", Apps.TEXT, fault);
                    } catch (TooLate e) {
                        thrown.add(e);
                        throw e;
                    }
                    return Body.of("never sent");
                });
                var client = server.connect().get("/")) {
            assertThat(client.rest()).endsWith("\r\n\r\n5\r\nbegun\r\n");
            assertThat(thrown).containsExactly(fault);
        }
    }

    /** Each is what an attacker needs to split a response, or what no client could read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "200 OK\r\nX: y",
                "200 OK\nX: y",
                "200 OK\0",
                "200 \u0100",
                "20 OK",
                "2000 OK",
                "OK",
                "",
                "100 Continue",
                "199 x",
                "099 x"
            })
    @LogsErrors(LogsErrors.APPLICATION)
    void status_thatIsNone_isRefusedAtTheCall(String status) throws Exception {
        assertRefusedAtTheCall((environ, startResponse) -> {
            startResponse.start(status, Apps.TEXT);
            return Body.of("body");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-A\r\nX-B", "X-A\n", "X A", "X-A:", "", "X\u00c4"})
    @LogsErrors(LogsErrors.APPLICATION)
    void headerName_thatIsNone_isRefusedAtTheCall(String name) throws Exception {
        assertRefusedAtTheCall((environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT.with(name, "value"));
            return Body.of("body");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-B: b", "a\nb", "a\rb", "a\0b", "a\u0007b", "a\u007fb", "\u4f60", "a\u010ab"})
    @LogsErrors(LogsErrors.APPLICATION)
    void headerValue_thatCannotBeSent_isRefusedAtTheCall(String value) throws Exception {
        assertRefusedAtTheCall((environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT.with("X-A", value));
            return Body.of("body");
        });
    }

    private static void assertRefusedAtTheCall(Application application) throws Exception {
        try (var server = TestServer.withoutLint(application);
                var client = server.connect().get("/")) {
            assertThat(client.restWithoutDate()).isEqualTo(INTERNAL_ERROR);
            assertThat(server.nextRecord().status()).isEqualTo(500);
        }
    }

    @Test
    @LogsErrors(LogsErrors.APPLICATION)
    void applicationThatReturnsNull_isA500() throws Exception {
        assertRefusedAtTheCall((environ, startResponse) -> {
            startResponse.start("200 OK", Apps.TEXT);
            return nothing();
        });
    }

    @Test
    @LogsErrors(LogsErrors.APPLICATION)
    void applicationThatNeverStarts_isA500() throws Exception {
        assertRefusedAtTheCall((environ, startResponse) -> List.of(Apps.bytes("body")));
    }

    @Test
    @LogsErrors(LogsErrors.APPLICATION)
    void applicationThatNeverStarts_andGivesNothing_isA500() throws Exception {
        assertRefusedAtTheCall((environ, startResponse) -> List.of());
    }

    @SuppressWarnings("NullAway")
    private static Iterable<byte[]> nothing() {
        return null;
    }

    @Test
    @LogsErrors(LogsErrors.APPLICATION)
    void hasNextThatLies_isA500() throws Exception {
        assertRefusedAtTheCall(Apps.ok(() -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public byte[] next() {
                throw new NoSuchElementException();
            }
        }));
    }
}
