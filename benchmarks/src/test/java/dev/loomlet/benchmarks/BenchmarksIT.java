package dev.loomlet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs every benchmark of the packaged jar once and briefly: that they work, not how fast they are. */
class BenchmarksIT {

    @Test
    @Timeout(120)
    void everyBenchmark_runs(@TempDir Path folder) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var output = folder.resolve("output.txt");
        // ignoreLock: another JMH on the machine would spoil a measurement, but this is none.
        var jmh = new ProcessBuilder(java.toString(), "-Djmh.ignoreLock=true", "-jar", "target/benchmarks.jar")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        jmh.command().addAll(List.of("-f", "0", "-wi", "0", "-i", "1", "-r", "10ms", "-foe", "true"));
        var process = jmh.start();
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS))
                    .as("ended in time")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(output)).contains("SpawnBenchmark.green ");
        assertThat(process.exitValue()).isZero();
    }
}
