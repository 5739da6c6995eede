package dev.loomlet.server.http1;

import static dev.loomlet.server.http1.HttpVersion.HTTP_1_0;
import static dev.loomlet.server.http1.HttpVersion.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyFramingTest {

    private static final BodyFraming NONE = new BodyFraming.None();
    private static final BodyFraming CHUNKED = new BodyFraming.Chunked(/* alone= */ true);

    private static BodyFraming framing(HttpVersion version, long maxBodyBytes, String... lines)
            throws ProtocolException {
        return BodyFraming.ofRequest(Heads.get(version, lines), maxBodyBytes);
    }

    private static Violation refusal(HttpVersion version, long maxBodyBytes, String... lines) {
        return Heads.refusal(() -> framing(version, maxBodyBytes, lines));
    }

    @ParameterizedTest
    @EnumSource
    void neitherField_isNoBody(HttpVersion version) throws ProtocolException {
        assertThat(framing(version, 0)).isEqualTo(NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "005, 5",
        "0000000000000000000000000000000000012, 12",
        "2147483648, 2147483648",
        "9223372036854775807, 9223372036854775807"
    })
    void contentLength_isTheLength(String value, long length) throws ProtocolException {
        for (var version : HttpVersion.values()) {
            assertThat(framing(version, 0, "Content-Length: " + value)).isEqualTo(new BodyFraming.Fixed(length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "000"})
    void contentLengthOfZero_isNoBody(String value) throws ProtocolException {
        assertThat(framing(HTTP_1_1, 1, "Content-Length: " + value)).isEqualTo(NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "+1",
                "1 1",
                "1,1",
                "0x1",
                "1.",
                "/",
                ":",
                "1a",
                "9223372036854775808",
                "18446744073709551616",
                "18446744073709551617",
                "92233720368547758070",
                "10000000000000000000000000000000000000001"
            })
    void contentLengthThatIsNoNumberOf63Bits_isRefused(String value) {
        assertThat(refusal(HTTP_1_1, 0, "Content-Length: " + value)).isEqualTo(Violation.BAD_CONTENT_LENGTH);
    }

    @Test
    void contentLength_isTakenAtTheLimit_andRefusedAboveIt() throws ProtocolException {
        assertThat(framing(HTTP_1_1, 10, "Content-Length: 10")).isEqualTo(new BodyFraming.Fixed(10));
        assertThat(refusal(HTTP_1_1, 10, "Content-Length: 11")).isEqualTo(Violation.LARGE_BODY);
        assertThat(refusal(HTTP_1_1, 1, "Content-Length: 9223372036854775807")).isEqualTo(Violation.LARGE_BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "Chunked", "CHUNKED", "\tchunked "})
    void chunkedAlone_isChunked_whateverTheLimit(String value) throws ProtocolException {
        assertThat(framing(HTTP_1_1, 1, "Transfer-Encoding: " + value)).isEqualTo(CHUNKED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, chunked", "identity,chunked", "x-gzip , Deflate\t,\tchunked"})
    void knownCodingsBeforeChunked_areChunked_butNotAlone(String value) throws ProtocolException {
        assertThat(framing(HTTP_1_1, 0, "Transfer-Encoding: " + value))
                .isEqualTo(new BodyFraming.Chunked(/* alone= */ false));
    }

    @Test
    void codingsOfSeveralLines_areOneList() throws ProtocolException {
        assertThat(framing(HTTP_1_1, 0, "Transfer-Encoding: gzip", "X: y", "transfer-encoding: chunked"))
                .isEqualTo(new BodyFraming.Chunked(/* alone= */ false));
        assertThat(refusal(HTTP_1_1, 0, "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"))
                .isEqualTo(Violation.BAD_CODING);
        assertThat(refusal(HTTP_1_1, 0, "Transfer-Encoding: chunked", "Transfer-Encoding: gzip"))
                .isEqualTo(Violation.BAD_CODING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x,chunked", "a , b\t,\tchunked", "xchunked, chunked", "gzip, x, chunked"})
    void unknownCodingBeforeChunked_isNotSupported(String value) {
        assertThat(refusal(HTTP_1_1, 0, "Transfer-Encoding: " + value)).isEqualTo(Violation.UNSUPPORTED_CODING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "gzip",
                "chunkedx",
                "chunked, gzip",
                "chunked, chunked",
                "chunked,",
                ",chunked",
                "a,,chunked",
                "identity",
                "identity, chunked, identity, chunked",
                "chunked;a=b",
                "gzip;a=b, chunked",
                "chunked chunked",
                "\"chunked\"",
                "\u00a0chunked"
            })
    void codingsWithoutOneChunkedAtTheEnd_areRefused(String value) {
        assertThat(refusal(HTTP_1_1, 0, "Transfer-Encoding: " + value)).isEqualTo(Violation.BAD_CODING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "gzip", "identity", ""})
    void codingInHttp10_isRefused(String value) {
        assertThat(refusal(HTTP_1_0, 0, "Transfer-Encoding: " + value)).isEqualTo(Violation.CODING_IN_1_0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "0", "x", ""})
    void bothFields_areRefused_whateverTheySay(String length) {
        for (var version : HttpVersion.values()) {
            assertThat(refusal(version, 0, "Content-Length: " + length, "Transfer-Encoding: chunked"))
                    .isEqualTo(Violation.LENGTH_AND_CODING);
            assertThat(refusal(version, 0, "Transfer-Encoding: x", "Content-Length: " + length))
                    .isEqualTo(Violation.LENGTH_AND_CODING);
        }
    }
}
