package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.benchmarks.parts.Head;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnvironBenchmarkTest {

    @Test
    void environ_isTheChosenRequests() {
        var benchmark = new EnvironBenchmark();
        benchmark.head = Head.FORTY_FIELDS;
        benchmark.parse();
        assertThat(benchmark.pathOnly()).isEqualTo("/api/orders");
    }

    @ParameterizedTest
    @EnumSource
    void plainEnviron_hasTheSameEntries(Head head) {
        var benchmark = new EnvironBenchmark();
        benchmark.head = head;
        benchmark.parse();
        assertThat(benchmark.plain()).containsExactlyInAnyOrderEntriesOf(benchmark.environ());
    }

    @Test
    void date_isFormatted() {
        assertThat(new DateBenchmark().format()).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
