package dev.loomlet.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WakeupBenchmarkTest {

    @Test
    void pipeAndPlain_areWokenByTheOtherLoop() throws Exception {
        var benchmark = new WakeupBenchmark();
        try {
            assertThat(benchmark.plainSelector()).isZero();
            assertThat(benchmark.pipe()).isOne();
        } finally {
            benchmark.close();
        }
    }
}
