package dev.loomlet.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SocketIoBenchmarkTest {

    @Test
    void descriptorAndPlain_readWhatWasWritten() throws IOException {
        var benchmark = new SocketIoBenchmark();
        try {
            assertThat(benchmark.descriptor()).isEqualTo(160);
            assertThat(benchmark.plainDescriptor()).isEqualTo(160);
        } finally {
            benchmark.close();
        }
    }
}
