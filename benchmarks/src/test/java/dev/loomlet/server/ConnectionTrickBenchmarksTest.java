package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ConnectionTrickBenchmarksTest {

    @Test
    void oneWriteAndTwo_sendTheSame() throws IOException {
        var benchmark = new OneWriteBenchmark();
        try {
            assertThat(benchmark.collected()).isEqualTo(benchmark.plain()).isGreaterThan(100);
        } finally {
            benchmark.close();
        }
    }

    @Test
    void noBody_isEmptyEitherWay() throws IOException {
        var benchmark = new NoBodyBenchmark();
        try {
            assertThat(benchmark.shared().read()).isEqualTo(-1);
            assertThat(benchmark.plain().read()).isEqualTo(-1);
        } finally {
            benchmark.close();
        }
    }
}
