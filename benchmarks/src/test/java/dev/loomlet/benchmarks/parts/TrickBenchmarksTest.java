package dev.loomlet.benchmarks.parts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.benchmarks.parts.ResponseEncoderBenchmark.Answer;
import dev.loomlet.server.http1.ByteBuilder;
import dev.loomlet.server.http1.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each trick and the plain way beside it do the same. */
class TrickBenchmarksTest {

    @ParameterizedTest
    @EnumSource
    void fieldBytes_areTheSame_howeverTheyAreCopied(Answer answer) {
        var benchmark = new FieldBytesBenchmark();
        benchmark.answer = answer;
        benchmark.choose();
        var fields = text(benchmark.bulk());
        assertThat(fields.lines()).hasSize(answer.headers().size());
        assertThat(text(benchmark.plainArrays())).isEqualTo(fields);
        assertThat(text(benchmark.plainCharacters())).isEqualTo(fields);
    }

    @ParameterizedTest
    @EnumSource
    void headSlices_holdWhatTheStringsSay(Head head) throws ProtocolException {
        var benchmark = new RequestHeadBenchmark();
        benchmark.head = head;
        benchmark.fill();
        var slices = benchmark.parse();
        var strings = benchmark.plainParse();
        assertThat(strings).hasSize(2 * head.fields()).doesNotContainNull();
        int last = head.fields() - 1;
        assertThat(strings).endsWith(slices.name(last), slices.value(last));
    }

    private static String text(ByteBuilder out) {
        return new String(out.array(), 0, out.length(), StandardCharsets.US_ASCII);
    }
}
