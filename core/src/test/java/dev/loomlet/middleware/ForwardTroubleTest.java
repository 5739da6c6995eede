package dev.loomlet.middleware;

import static dev.loomlet.middleware.ForwardTest.request;
import static dev.loomlet.middleware.ForwardTest.withBody;
import static dev.loomlet.middleware.RawBackend.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loomlet.green.Green;
import dev.loomlet.web.Sent;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.InputBody;
import dev.loomlet.wsgi.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backends and clients that are slow, broken or gone. */
class ForwardTroubleTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    private static int status(Forward forward, Environ environ) throws Exception {
        return Sent.to(forward, environ).status().code();
    }

    private static ForwardConfig shortTimeouts() {
        return ForwardConfig.builder().answerTimeout(SHORT).idleTimeout(SHORT).build();
    }

    @Test
    void backendThatIsNotThere_is502_andNotNamed() throws Exception {
        int port;
        try (var nobody = new ServerSocket(0)) {
            port = nobody.getLocalPort();
        }
        try (var forward = new Forward(URI.create("http://127.0.0.1:" + port))) {
            var sent = Sent.to(forward, request("GET", "/"));

            assertThat(sent.status().code()).isEqualTo(502);
            assertThat(sent.body()).contains("could not be reached").doesNotContain("127.0.0.1");
            assertThat(status(forward, withBody(request("POST", "/"), "body"))).isEqualTo(502);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-x\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX-A: b\r\n"
            })
    void answerThatIsNone_is502(String answer) throws Exception {
        try (var backend = RawBackend.serving(connection -> {
                    connection.readRequest();
                    connection.write(answer);
                });
                var forward = new Forward(backend.uri())) {
            assertThat(status(forward, withBody(request("POST", "/"), "body"))).isEqualTo(502);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Length: 5\r\n\r\n"})
    void backendThatDoesNotAnswerInTime_is504_andIsLeft(String beginning) throws Exception {
        var left = new CountDownLatch(1);
        try (var backend = RawBackend.serving(connection -> {
                    connection.readRequest();
                    connection.write(beginning);
                    assertThat(connection.in().read()).isNegative();
                    left.countDown();
                });
                var forward = new Forward(backend.uri(), shortTimeouts())) {
            assertThat(status(forward, request("GET", "/"))).isEqualTo(504);
            assertThat(left.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answerThatStopsWithin_isAnErrorOfTheResult(boolean ends) throws Exception {
        var over = new CountDownLatch(1);
        try (var backend = RawBackend.serving(connection -> {
                    connection.readRequest();
                    connection.write(head("HTTP/1.1 200 OK", "Content-Type: a/b", "Content-Length: 10") + "hello");
                    if (!ends) {
                        over.await();
                    }
                });
                var forward = new Forward(backend.uri(), shortTimeouts())) {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> Sent.to(forward, request("GET", "/")));
            over.countDown();
        }
    }

    @Test
    void backendThatTakesNoBody_is504_andLittleIsRead() throws Exception {
        var over = new CountDownLatch(1);
        var read = new AtomicLong();
        try (var backend = RawBackend.serving(connection -> {
                    connection.readHead();
                    over.await();
                });
                var forward = new Forward(
                        backend.uri(),
                        ForwardConfig.builder()
                                .connectTimeout(SHORT)
                                .idleTimeout(SHORT)
                                .build())) {
            var environ = request("POST", "/");
            environ.put(Environ.CONTENT_LENGTH, Long.toString(1L << 40));
            environ.put(Environ.WSGI_INPUT, new InputBody() {
                @Override
                protected int readBody(byte[] into, int offset, int length) {
                    read.addAndGet(length);
                    return length;
                }
            });

            assertThat(status(forward, environ)).isEqualTo(504);
            assertThat(read).hasValueLessThan(64 << 20);
            over.countDown();
        }
    }

    @Test
    void answer_isAskedForABlockAhead_andNoMore() throws Exception {
        var asked = new AtomicLong();
        var cancelled = new AtomicLong();
        var body = new AnswerBody(new AnswerHead(Status.of(200), Headers.empty()), Duration.ofSeconds(5));
        body.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                asked.addAndGet(n);
            }

            @Override
            public void cancel() {
                cancelled.incrementAndGet();
            }
        });
        assertThat(asked).hasValue(1);
        body.onNext(List.of(ByteBuffer.wrap(new byte[] {1}), ByteBuffer.wrap(new byte[] {2, 3})));
        assertThat(asked).hasValue(1);
        var blocks = body.iterator();
        assertThat(blocks.hasNext()).isTrue();
        assertThat(asked).hasValue(2);
        assertThat(blocks.next()).containsExactly(1, 2, 3);
        body.onNext(List.of(ByteBuffer.allocate(0)));
        assertThat(asked).hasValue(3);
        body.close();
        body.close();
        assertThat(cancelled).hasValue(1);
    }

    @Test
    void close_withinAnAnswer_endsTheConnection() throws Exception {
        var left = new CountDownLatch(1);
        try (var backend = RawBackend.serving(connection -> {
                    connection.readRequest();
                    connection.write(head("HTTP/1.1 200 OK", "Content-Type: a/b") + "some");
                    assertThat(connection.in().read()).isNegative();
                    left.countDown();
                });
                var forward = new Forward(backend.uri())) {
            var result = forward.call(request("GET", "/"), (status, headers, error) -> block -> {});
            assertThat(result.iterator().next()).asString().isEqualTo("some");
            Body.close(result);
            assertThat(left.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void blocks_arePassedOnAsTheyCome() throws Exception {
        var turn = new LinkedBlockingQueue<String>();
        try (var backend = RawBackend.serving(connection -> {
                    connection.readRequest();
                    connection.write(head("HTTP/1.1 200 OK", "Content-Type: a/b"));
                    for (var block = turn.take(); !block.isEmpty(); block = turn.take()) {
                        connection.write(block);
                    }
                });
                var forward = new Forward(backend.uri())) {
            turn.add("one");
            var blocks = forward.call(request("GET", "/"), (status, headers, error) -> block -> {})
                    .iterator();
            assertThat(blocks.next()).asString().isEqualTo("one");
            turn.add("two");
            assertThat(blocks.next()).asString().isEqualTo("two");
            turn.add("");
            assertThat(blocks.hasNext()).isFalse();
        }
    }

    @Test
    void clientThatLeavesWithinItsBody_isItsError_andTheBackendSeesNoWholeRequest() throws Exception {
        var seen = new Exchanger<String>();
        try (var backend = RawBackend.serving(connection -> seen.exchange(connection.readRequest()));
                var forward = new Forward(backend.uri())) {
            var environ = request("POST", "/", "Transfer-Encoding", "chunked");
            environ.put(Environ.WSGI_INPUT_TERMINATED, true);
            environ.put(Environ.WSGI_INPUT, new InputBody() {
                private boolean begun;

                @Override
                protected int readBody(byte[] into, int offset, int length) throws IOException {
                    if (begun) {
                        throw new IOException("the client has gone");
                    }
                    begun = true;
                    into[offset] = 'x';
                    return 1;
                }
            });

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> Sent.to(forward, environ))
                    .withMessage("the client has gone");
            assertThat(seen.exchange("", 5, TimeUnit.SECONDS)).doesNotContain("\r\n0\r\n");
        }
    }

    @Test
    void earlyAnswer_ofABackendThatThenCloses_isPassedOn() throws Exception {
        try (var backend = RawBackend.serving(connection -> {
                    connection.readHead();
                    connection.write(head(
                            "HTTP/1.1 413 Content Too Large",
                            "Content-Type: a/b",
                            "Connection: close",
                            "Content-Length: 0"));
                    connection.socket().shutdownOutput();
                    connection.in().readNBytes(1 << 20);
                });
                var forward = new Forward(backend.uri())) {
            var environ = request("POST", "/");
            environ.put(Environ.CONTENT_LENGTH, Long.toString(1L << 40));
            environ.put(Environ.WSGI_INPUT, new InputBody() {
                @Override
                protected int readBody(byte[] into, int offset, int length) {
                    return length;
                }
            });
            assertThat(status(forward, environ)).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void expectation_isTheBackendsToMeet(boolean met) throws Exception {
        try (var backend = RawBackend.serving(connection -> {
                    var head = connection.readHead();
                    assertThat(head).containsIgnoringCase("\r\nExpect: 100-continue\r\n");
                    if (met) {
                        connection.write("HTTP/1.1 100 Continue\r\n\r\n");
                        assertThat(connection.in().readNBytes(4)).asString().isEqualTo("body");
                        connection.write(head("HTTP/1.1 200 OK", "Content-Type: a/b", "Content-Length: 0"));
                    } else {
                        connection.write(head("HTTP/1.1 403 Forbidden", "Content-Type: a/b", "Content-Length: 0"));
                    }
                });
                var forward = new Forward(backend.uri())) {
            var environ = withBody(request("PUT", "/", "Expect", "100-continue"), "body");

            assertThat(status(forward, environ)).isEqualTo(met ? 200 : 403);
            assertThat(environ.input().readAllBytes()).asString().isEqualTo(met ? "" : "body");
        }
    }

    @Test
    void connectionThatTheBackendHasClosed_isReplaced() throws Exception {
        var answered = new CountDownLatch(1);
        try (var backend = RawBackend.serving(connection -> {
                    if (!connection.readRequest().isEmpty()) {
                        connection.write(head("HTTP/1.1 200 OK", "Content-Type: a/b", "Content-Length: 0"));
                        answered.countDown();
                    }
                });
                var forward = new Forward(backend.uri())) {
            for (int i = 0; i < 20; i++) {
                assertThat(status(forward, request("GET", "/"))).isEqualTo(200);
            }
            assertThat(backend.connections).hasValueGreaterThanOrEqualTo(20);
        }
    }

    @Test
    void interrupt_givesTheRequestUp() throws Exception {
        var asked = new CountDownLatch(1);
        var left = new CountDownLatch(1);
        try (var backend = RawBackend.serving(connection -> {
                    connection.readRequest();
                    asked.countDown();
                    assertThat(connection.in().read()).isNegative();
                    left.countDown();
                });
                var forward = new Forward(backend.uri())) {
            var waiting = Green.spawn(() -> status(forward, request("GET", "/")));
            assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
            waiting.kill(new InterruptedException("enough"));

            assertThatExceptionOfType(InterruptedException.class).isThrownBy(waiting::await);
            assertThat(left.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void close_endsTheClientsThread() throws Exception {
        var before = selectors();
        try (var backend = RawBackend.answering(head("HTTP/1.1 200 OK", "Content-Type: a/b", "Content-Length: 0"))) {
            var forward = new Forward(backend.uri());
            assertThat(status(forward, request("GET", "/"))).isEqualTo(200);
            assertThat(selectors()).isGreaterThan(before);
            forward.close();
            forward.close();
            assertThat(selectors()).isEqualTo(before);
            assertThat(status(forward, request("GET", "/"))).isEqualTo(502);
        }
    }

    private static long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("SelectorManager"))
                .count();
    }
}
