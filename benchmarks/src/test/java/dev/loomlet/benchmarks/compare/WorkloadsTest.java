package dev.loomlet.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadsTest {

    /** Stored results are compared by these names: none changes, new ones are added. */
    @Test
    void names_areTheOnesOfStoredResults() {
        assertThat(Workloads.all().stream().map(Workload::name))
                .containsExactly(
                        "plaintext-1",
                        "plaintext-64",
                        "plaintext-1024",
                        "pipelined-16",
                        "close",
                        "json",
                        "64k",
                        "static",
                        "1m",
                        "upload-1m",
                        "tls",
                        "http2",
                        "websocket",
                        "sleep-10",
                        "sleep-100",
                        "latency-25",
                        "latency-50",
                        "latency-75",
                        "compute-1",
                        "compute-3",
                        "block-1",
                        "block-3",
                        "idle-8000",
                        "start");
    }

    @Test
    void quick_isAPartOfAllWithWhatLatenciesRelateTo() {
        List<Workload> quick = Workloads.quick();
        assertThat(Workloads.all()).containsSubsequence(quick);
        assertThat(quick).contains(Workloads.plaintext());
    }
}
