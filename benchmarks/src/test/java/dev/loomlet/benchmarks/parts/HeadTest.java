package dev.loomlet.benchmarks.parts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.http1.ProtocolException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadTest {

    @ParameterizedTest
    @CsvSource({"CURL, 3, /hello", "BROWSER, 20, /articles/2026/green-threads", "FORTY_FIELDS, 40, /api/orders"})
    void head_isLegal_withAsManyFieldsAsItSays(Head head, int fields, String path) {
        assertThat(head.parsed().size()).isEqualTo(fields);
        assertThat(head.parsed().target().path()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({"CURL", "BROWSER", "FORTY_FIELDS"})
    void headBenchmark_goesOverAllOfTheHead(Head head) throws ProtocolException {
        var benchmark = new RequestHeadBenchmark();
        benchmark.head = head;
        benchmark.fill();
        assertThat(benchmark.scan()).isEqualTo(head.bytes().length);
        assertThat(benchmark.scan()).as("the second time").isEqualTo(head.bytes().length);
        assertThat(benchmark.parse().size()).isEqualTo(head.parsed().size());
    }
}
