package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.vectors.Described;
import dev.loomlet.server.vectors.Pieces;
import dev.loomlet.server.vectors.RequestVector;
import dev.loomlet.server.vectors.RequestVectors;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each vector through a whole connection, but for the socket: here two pieces are two reads for sure, and no Lint has looked at the
 * environ before the application.
 */
class RequestVectorPiecesTest {

    private static final ServerConfig CONFIG = ServerConfig.builder().build();

    static List<RequestVector> vectors() {
        return RequestVectors.all();
    }

    static Stream<RequestVector> vectorsToContinue() {
        return vectors().stream().filter(vector -> !vector.ends());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void vectorInTwoReads_isAnsweredAsExpected(RequestVector vector) {
        for (int cut : Pieces.cuts(vector.bytes())) {
            var pieces = Pieces.two(vector.bytes(), cut);
            Described.run(vector, "cut at " + cut, () -> check(vector, pieces, /* thenNext= */ false));
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void vectorInReadsOfOneByte_isAnsweredAsExpected(RequestVector vector) {
        var pieces = Pieces.ofOneByte(vector.bytes());
        Described.run(vector, "byte by byte", () -> check(vector, pieces, /* thenNext= */ false));
    }

    @ParameterizedTest
    @MethodSource("vectorsToContinue")
    void vectorAndNextRequestInTwoReads_nextIsRunOnlyIfConnectionGoesOn(RequestVector vector) {
        var bytes = withNext(vector);
        for (int cut : Pieces.cuts(bytes)) {
            var pieces = Pieces.two(bytes, cut);
            Described.run(vector, "with next, cut at " + cut, () -> check(vector, pieces, vector.keepsOpen()));
        }
    }

    @ParameterizedTest
    @MethodSource("vectorsToContinue")
    void vectorAndNextRequestInReadsOfOneByte_nextIsRunOnlyIfConnectionGoesOn(RequestVector vector) {
        var pieces = Pieces.ofOneByte(withNext(vector));
        Described.run(vector, "with next, byte by byte", () -> check(vector, pieces, vector.keepsOpen()));
    }

    private static byte[] withNext(RequestVector vector) {
        return (vector.text() + VectorCheck.NEXT).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void check(RequestVector vector, List<byte[]> pieces, boolean thenNext) throws Exception {
        var recorder = new Recorder(VectorCheck.KEYS);
        var transport = new PiecesTransport(pieces);
        var connections = new Connections(CONFIG);
        var connection =
                new Connection(new Service(recorder, CONFIG, connections.stopSignal()), connections, transport);
        connections.add(connection);
        connection.run();
        var responses = new WrittenResponses(transport.written());
        VectorCheck.answers(vector, responses);
        if (thenNext) {
            VectorCheck.answerToNext(responses);
        }
        assertThat(responses.isAtEnd()).as("no further answer").isTrue();
        VectorCheck.calls(vector, recorder.take(PiecesTransport.CLIENT_PORT), thenNext);
        assertThat(transport.askedForMore()).as("waits for more").isEqualTo(vector.keepsOpen() || vector.ends());
        assertThat(transport.isClosed()).isTrue();
        assertThat(connections.size()).isZero();
    }
}
