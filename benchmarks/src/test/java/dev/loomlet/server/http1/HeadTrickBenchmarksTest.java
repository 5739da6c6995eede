package dev.loomlet.server.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.benchmarks.parts.Head;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeadTrickBenchmarksTest {

    /* The request line, each field and the empty line end in two control characters. */
    @ParameterizedTest
    @EnumSource
    void wordsAndBytes_findEveryLineEnd(Head head) {
        var benchmark = new WordSearchBenchmark();
        benchmark.head = head;
        benchmark.fill();
        assertThat(benchmark.words()).isEqualTo(2 * (head.fields() + 2));
        assertThat(benchmark.plain()).isEqualTo(benchmark.words());
    }

    @ParameterizedTest
    @EnumSource
    void tableAndComparisons_goOverEveryName(Head head) {
        var benchmark = new GrammarBenchmark();
        benchmark.head = head;
        benchmark.fill();
        assertThat(benchmark.table()).isEqualTo(head.fields());
        assertThat(benchmark.plain()).isEqualTo(head.fields());
    }
}
