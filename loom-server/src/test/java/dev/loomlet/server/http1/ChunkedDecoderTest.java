package dev.loomlet.server.http1;

import static dev.loomlet.server.http1.Heads.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedDecoderTest {

    /* A size's line up to 20 bytes, trailers up to 12, extensions up to 10. */
    private static final Limits SMALL = new Limits(0, 20, 0, 0, 12, 10);

    private final ChunkedDecoder decoder = new ChunkedDecoder(SMALL);

    @Test
    void framing_isTakenUpToTheData_andDataIsLeft() throws ProtocolException {
        assertThat(advance("5\r\nhello\r\n")).isEqualTo(3);
        assertThat(decoder.dataLeft()).isEqualTo(5);
        assertThat(decoder.isComplete()).isFalse();
    }

    @Test
    void dataThatIsStillThere_stopsTheFraming() throws ProtocolException {
        advance("5\r\n");
        decoder.take(4);
        assertThat(advance("o\r\n")).isZero();
        assertThat(decoder.dataLeft()).isEqualTo(1);
        decoder.take(1);
        assertThat(advance("\r\n2")).isEqualTo(3);
    }

    @Test
    void end_isFoundAtItsLastByte_andNothingBehindItIsTaken() throws ProtocolException {
        assertThat(advance("0\r\n\r")).isEqualTo(4);
        assertThat(decoder.isComplete()).isFalse();
        assertThat(advance("\nGET /")).isEqualTo(1);
        assertThat(decoder.isComplete()).isTrue();
        assertThat(advance("GET /")).isZero();
        assertThat(decoder.dataLeft()).isZero();
    }

    @Test
    void framingInsideABuffer_isReadFromItsFirstToItsLastByte() throws ProtocolException {
        var buffer = bytes("zz3\r\nzz");
        assertThat(decoder.advance(buffer, 2, 5)).isEqualTo(5);
        assertThat(decoder.dataLeft()).isEqualTo(3);
    }

    @Test
    void chunks_areReadOneAfterTheOther() throws ProtocolException {
        for (int size = 1; size < 40; size++) {
            var line = Integer.toHexString(size) + "\r\n";
            assertThat(advance(line)).isEqualTo(line.length());
            assertThat(decoder.dataLeft()).isEqualTo(size);
            decoder.take(size);
            assertThat(advance("\r\n")).isEqualTo(2);
        }
        advance("0\r\n\r\n");
        assertThat(decoder.isComplete()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "a, 10",
        "F, 15",
        "fF, 255",
        "00005, 5",
        "100000000, 4294967296",
        "FFFFFFFFFFFFFFF, 1152921504606846975",
        "00000FFFFFFFFFFFFFFF, 1152921504606846975"
    })
    void size_isHexadecimalOfUpTo15Digits(String size, long value) throws ProtocolException {
        advance(size + "\r\n");
        assertThat(decoder.dataLeft()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1000000000000000",
                "FFFFFFFFFFFFFFFF",
                "01000000000000000",
                "10000000000000005",
                "8000000000000000"
            })
    void sizeOf16Digits_isRefused_thoughItMightFit(String size) {
        assertThat(refusal(size + "\r\n")).isEqualTo(Violation.BAD_CHUNK_SIZE);
    }

    @Test
    void zeros_areTakenAtTheLimitOfTheLine_andRefusedAboveIt() throws ProtocolException {
        assertThat(advance("0".repeat(20))).isEqualTo(20);
        assertThat(refusal("0")).isEqualTo(Violation.BAD_CHUNK_SIZE);
    }

    @Test
    void everyByteInThePlaceOfASize_isADigitOrRefused() {
        for (int b = 0; b < 256; b++) {
            var fresh = new ChunkedDecoder(SMALL);
            var first = bytes("" + (char) b);
            boolean taken = Heads.isTaken(() -> fresh.advance(first, 0, 1));
            assertThat(taken).as("byte %d", b).isEqualTo("0123456789abcdefABCDEF".indexOf(b) >= 0);
        }
    }

    @Test
    void everyByteBehindASize_isADigitOrEndsIt() {
        for (int b = 0; b < 256; b++) {
            var fresh = new ChunkedDecoder(SMALL);
            var text = bytes("5" + (char) b);
            boolean taken = Heads.isTaken(() -> fresh.advance(text, 0, 2));
            assertThat(taken).as("byte %d", b).isEqualTo("0123456789abcdefABCDEF\r; \t".indexOf(b) >= 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X", "\n", "\rX", "\r\r", "0"})
    void dataNotFollowedByALineEnd_isRefused(String behind) throws ProtocolException {
        advance("1\r\n");
        decoder.take(1);
        assertThat(refusal(behind)).isEqualTo(Violation.BAD_CHUNK_END);
    }

    @Test
    void extensions_areTakenAtTheirLimit_andRefusedAboveIt() throws ProtocolException {
        assertThat(advance("5;123456789")).isEqualTo(11);
        assertThat(refusal("0")).isEqualTo(Violation.LARGE_CHUNK_EXTENSIONS);
    }

    @Test
    void extensionAtItsLimit_endsWithItsLine() throws ProtocolException {
        assertThat(advance("5;123456789\r\n")).isEqualTo(13);
        assertThat(decoder.dataLeft()).isEqualTo(5);
    }

    @Test
    void extensionsOfAllChunks_countTogether() throws ProtocolException {
        advance("1;123456\r\n");
        decoder.take(1);
        advance("\r\n1;ab");
        assertThat(refusal("c")).isEqualTo(Violation.LARGE_CHUNK_EXTENSIONS);
    }

    @Test
    void extensionOfTheChunkBefore_isForgotten() throws ProtocolException {
        advance("1;a=\"b\"\r\n");
        decoder.take(1);
        assertThat(refusal("\r\n1;\r\n")).isEqualTo(Violation.BAD_CHUNK_EXTENSION);
    }

    @Test
    void trailers_areTakenAtTheirLimit_andRefusedAboveIt() throws ProtocolException {
        advance("0\r\nX: 45678\r\n\r\n");
        assertThat(decoder.isComplete()).isTrue();
        var other = new ChunkedDecoder(SMALL);
        var text = bytes("0\r\nX: 456789\r\n\r\n");
        assertThat(Heads.refusal(() -> other.advance(text, 0, text.length))).isEqualTo(Violation.LARGE_TRAILERS);
    }

    @Test
    void trailersWithoutEnd_areRefusedAtTheFirstByteAboveTheirLimit() throws ProtocolException {
        assertThat(advance("0\r\nX: 456789012")).isEqualTo(15);
        assertThat(refusal("3")).isEqualTo(Violation.LARGE_TRAILERS);
    }

    private int advance(String text) throws ProtocolException {
        return decoder.advance(bytes(text), 0, text.length());
    }

    private Violation refusal(String text) {
        return Heads.refusal(() -> advance(text));
    }
}
