package dev.loomlet.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class BuffersBenchmarkTest {

    @Test
    void scratchAndPlain_readWhatWasWritten() throws IOException {
        var benchmark = new BuffersBenchmark();
        try {
            assertThat(benchmark.scratch()).isEqualTo(160);
            assertThat(benchmark.plainScratch()).isEqualTo(160);
        } finally {
            benchmark.close();
        }
    }
}
