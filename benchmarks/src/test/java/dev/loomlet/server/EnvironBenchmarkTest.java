package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.benchmarks.parts.Head;
import org.junit.jupiter.api.Test;

class EnvironBenchmarkTest {

    @Test
    void environ_isTheChosenRequests() {
        var benchmark = new EnvironBenchmark();
        benchmark.head = Head.FORTY_FIELDS;
        benchmark.parse();
        assertThat(benchmark.pathOnly()).isEqualTo("/api/orders");
    }

    @Test
    void date_isFormatted() {
        assertThat(new DateBenchmark().format()).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
