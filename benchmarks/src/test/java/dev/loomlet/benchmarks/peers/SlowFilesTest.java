package dev.loomlet.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowFilesTest {

    @Test
    void read_takesThatLongAndLeavesNoFile(@TempDir Path folder) throws Exception {
        var files = new SlowFiles(folder);
        for (int i = 0; i < 2; i++) {
            long begin = System.nanoTime();
            files.read(/* millis= */ 30);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
            assertThat(folder).isEmptyDirectory();
        }
    }
}
