package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.vectors.Described;
import dev.loomlet.server.vectors.Pieces;
import dev.loomlet.server.vectors.RequestVector;
import dev.loomlet.server.vectors.RequestVectors;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each vector over a socket: whole, byte by byte, in two pieces, with a request behind it. Asked each time: the answers, the calls with
 * their environ and body, whether the connection ends; afterwards a fresh request is answered.
 */
class RequestVectorsTest {

    private static Recorder recorder;
    private static TestServer server;
    private static long callsChecked;

    @BeforeAll
    static void start() throws IOException {
        callsChecked = 0;
        recorder = new Recorder(VectorCheck.KEYS);
        server = TestServer.of(
                recorder, config -> config.accessLog(request -> {}).http2(false));
    }

    /** Nothing was called that was not looked at, not even later, and no connection is left. */
    @AfterAll
    static void stop() throws InterruptedException {
        server.awaitConnections(0);
        server.close();
        assertThat(recorder.count()).as("calls").isEqualTo(callsChecked);
    }

    @AfterEach
    void freshRequest_isAnswered() throws IOException {
        try (var client = server.connect()) {
            client.send(VectorCheck.NEXT);
            VectorCheck.answerToNext(client::response);
            callsChecked += recorder.take(client.socket().getLocalPort()).size();
        }
    }

    static List<RequestVector> vectors() {
        return RequestVectors.all();
    }

    /** Behind what ends with the client's end nothing can come. */
    static Stream<RequestVector> vectorsToContinue() {
        return vectors().stream().filter(vector -> !vector.ends());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void wholeVector_isAnsweredAsExpected(RequestVector vector) {
        Described.run(vector, "whole", () -> checkOnce(vector, List.of(vector.bytes())));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void vectorByteByByte_isAnsweredAsExpected(RequestVector vector) {
        Described.run(vector, "byte by byte", () -> checkOnce(vector, Pieces.ofOneByte(vector.bytes())));
    }

    /** A vector that keeps its connection goes over one again and again, so that it cannot leave a byte behind. */
    @ParameterizedTest
    @MethodSource("vectors")
    void vectorInTwoPieces_isAnsweredAsExpected(RequestVector vector) throws IOException {
        var bytes = vector.bytes();
        var client = new Reconnecting();
        try (client) {
            for (int cut : Pieces.cuts(bytes)) {
                Described.run(vector, "cut at " + cut, () -> {
                    checkAnswersAndCalls(vector, client.get(), Pieces.two(bytes, cut));
                    if (!vector.keepsOpen()) {
                        client.reconnect();
                    }
                });
            }
            checkStillOpen(client.get());
        }
    }

    @ParameterizedTest
    @MethodSource("vectorsToContinue")
    void vectorWithNextRequestBehind_nextIsRunOnlyIfConnectionGoesOn(RequestVector vector) {
        Described.run(vector, "with a request behind it", () -> {
            try (var client = server.connect()) {
                client.send(vector.text() + VectorCheck.NEXT);
                VectorCheck.answers(vector, client::response);
                if (vector.keepsOpen()) {
                    VectorCheck.answerToNext(client::response);
                } else {
                    client.assertClosed();
                }
                checkCalls(vector, client, /* thenNext= */ vector.keepsOpen());
            }
        });
    }

    private static void checkOnce(RequestVector vector, List<byte[]> pieces) throws IOException {
        try (var client = server.connect()) {
            checkAnswersAndCalls(vector, client, pieces);
            if (vector.keepsOpen()) {
                checkStillOpen(client);
            }
        }
    }

    private static void send(RequestVector vector, RawClient client, List<byte[]> pieces) throws IOException {
        try {
            for (var piece : pieces) {
                client.send(piece);
            }
            if (vector.ends()) {
                client.endOutput();
            }
        } catch (IOException e) {
            /* A server that has answered and closed need not take the rest. */
            assertThat(vector.keepsOpen()).as("keeps open").isFalse();
        }
    }

    private static void checkAnswersAndCalls(RequestVector vector, RawClient client, List<byte[]> pieces)
            throws IOException {
        send(vector, client, pieces);
        VectorCheck.answers(vector, client::response);
        if (!vector.keepsOpen()) {
            client.assertClosed();
        }
        checkCalls(vector, client, /* thenNext= */ false);
    }

    private static void checkStillOpen(RawClient client) throws IOException {
        client.send(VectorCheck.NEXT);
        VectorCheck.answerToNext(client::response);
        callsChecked += recorder.take(client.socket().getLocalPort()).size();
    }

    private static void checkCalls(RequestVector vector, RawClient client, boolean thenNext) {
        var calls = recorder.take(client.socket().getLocalPort());
        VectorCheck.calls(vector, calls, thenNext);
        callsChecked += calls.size();
    }

    /** A client with one connection after the other. */
    private static final class Reconnecting implements AutoCloseable {

        private RawClient client;

        Reconnecting() throws IOException {
            client = server.connect();
        }

        RawClient get() {
            return client;
        }

        /** Resets: a close would leave the system thousands of half-closed connections to remember. */
        void reconnect() throws IOException {
            client.reset();
            client = server.connect();
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }
}
