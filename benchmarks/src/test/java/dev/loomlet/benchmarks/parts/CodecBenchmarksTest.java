package dev.loomlet.benchmarks.parts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.benchmarks.parts.ResponseEncoderBenchmark.Answer;
import dev.loomlet.server.http1.ByteBuilder;
import dev.loomlet.server.http1.ProtocolException;
import dev.loomlet.server.http1.ResponseFraming;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the benchmarks measure is what they say: all of the body is decoded, a whole response head is written. */
class CodecBenchmarksTest {

    private final ResponseEncoderBenchmark encoder = new ResponseEncoderBenchmark();

    /* The chunk-size line, the data and CRLF, 64 times, and the last chunk with an empty trailer section: 5 bytes. */
    @ParameterizedTest
    @CsvSource({"1, 389", "4096, 262661", "65536, 4194885"})
    void decoder_reachesTheEndOfTheBody(int chunkBytes, int length) throws ProtocolException {
        var benchmark = new ChunkedDecoderBenchmark();
        benchmark.chunkBytes = chunkBytes;
        benchmark.fill();
        assertThat(benchmark.decode()).isEqualTo(length);
    }

    @Test
    void encoder_writesAHeadFromTheStatusLineToTheEmptyLine_everyTime() {
        var response = response(Answer.HELLO, ResponseFraming.Kind.LENGTH);
        for (int time = 0; time < 2; time++) {
            assertThat(text(encoder.head(response))).isEqualTo("""
                    HTTP/1.1 200 OK
                    Content-Type: text/plain
                    Date: Fri, 20 Nov 2026 08:49:37 GMT
                    Content-Length: 4096

                    """.replace("\n", "\r\n"));
        }
    }

    @Test
    void encoder_writesAllFieldsOfThePage() {
        var text = text(encoder.head(response(Answer.PAGE, ResponseFraming.Kind.CHUNKED)));
        assertThat(text).contains("Transfer-Encoding: chunked\r\n").contains("X-Content-Type-Options: nosniff\r\n");
        assertThat(text.lines()).hasSize(1 + 8 + 2 + 1);
    }

    @Test
    void encoder_writesTheFramingOfAChunk() {
        var chunk = new ResponseEncoderBenchmark.Chunk();
        chunk.chunkBytes = 65_536;
        assertThat(text(encoder.chunk(chunk))).isEqualTo("10000\r\n\r\n");
    }

    private static ResponseEncoderBenchmark.Response response(Answer answer, ResponseFraming.Kind framing) {
        var response = new ResponseEncoderBenchmark.Response();
        response.answer = answer;
        response.framing = framing;
        response.choose();
        return response;
    }

    private static String text(ByteBuilder out) {
        return new String(out.array(), 0, out.length(), StandardCharsets.US_ASCII);
    }
}
