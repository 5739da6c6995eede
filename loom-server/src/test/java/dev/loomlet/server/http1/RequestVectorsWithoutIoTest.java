package dev.loomlet.server.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.http1.MessageReader.Message;
import dev.loomlet.server.vectors.Described;
import dev.loomlet.server.vectors.ExpectedCall;
import dev.loomlet.server.vectors.Pieces;
import dev.loomlet.server.vectors.RequestVector;
import dev.loomlet.server.vectors.RequestVectors;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each vector through this package alone, whole, byte by byte and in two pieces, cut at each offset. */
class RequestVectorsWithoutIoTest {

    private interface Way {
        Optional<Message> read(byte[] bytes) throws ProtocolException;
    }

    static List<RequestVector> vectors() {
        return RequestVectors.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void wholeVector_isReadAsExpected(RequestVector vector) {
        Described.run(vector, "whole", () -> check(vector, MessageReader::read));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void vectorByteByByte_isReadAsExpected(RequestVector vector) {
        Described.run(vector, "byte by byte", () -> check(vector, MessageReader::readByteByByte));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void vectorInTwoPieces_isReadAsExpected(RequestVector vector) {
        for (int cut : Pieces.cuts(vector.bytes())) {
            Way way = bytes -> MessageReader.read(bytes, Math.min(cut, bytes.length));
            Described.run(vector, "cut at " + cut, () -> check(vector, way));
        }
    }

    /** Reads message after message, as long as calls are expected; what a closed connection still carries is left alone. */
    private static void check(RequestVector vector, Way way) throws ProtocolException {
        int from = 0;
        for (var call : vector.calls()) {
            boolean unreadAndLast = call.input() == ExpectedCall.Input.UNREAD && !vector.keepsOpen();
            if (call.input() == ExpectedCall.Input.BROKEN || unreadAndLast) {
                break;
            }
            from += checkMessage(call, rest(vector, from), way);
        }
        if (vector.violation().isPresent()) {
            assertThat(refusal(rest(vector, from), way))
                    .isEqualTo(vector.violation().get());
        } else if (vector.keepsOpen()) {
            assertThat(from).as("bytes read").isEqualTo(vector.bytes().length);
        }
    }

    private static int checkMessage(ExpectedCall call, byte[] bytes, Way way) throws ProtocolException {
        var message = way.read(bytes).orElseThrow(() -> new AssertionError("incomplete"));
        assertThat(message.head().method()).isEqualTo(call.method());
        assertThat(message.head().target().raw()).isEqualTo(call.target());
        assertThat(message.head().target().path()).isEqualTo(call.environ().get("PATH_INFO"));
        assertThat(message.head().target().query()).isEqualTo(call.environ().get("QUERY_STRING"));
        assertThat(message.head().version()).hasToString(call.environ().get("SERVER_PROTOCOL"));
        if (call.input() == ExpectedCall.Input.READ) {
            assertThat(message.body()).isEqualTo(call.body());
        }
        return message.length();
    }

    /** The violation; where the bytes are only too few, the one that the end of the connection makes of that. */
    private static Violation refusal(byte[] bytes, Way way) {
        try {
            assertThat(way.read(bytes)).as("the message").isEmpty();
            return new String(bytes, StandardCharsets.ISO_8859_1).contains("\r\n\r\n")
                    ? Violation.TRUNCATED_BODY
                    : Violation.TRUNCATED_HEAD;
        } catch (ProtocolException e) {
            return e.violation();
        }
    }

    private static byte[] rest(RequestVector vector, int from) {
        return Arrays.copyOfRange(vector.bytes(), from, vector.bytes().length);
    }
}
