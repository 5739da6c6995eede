package dev.loomlet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the JMH benchmarks of the packaged jar as the README says, each once and briefly: that they work, not how fast they are. */
class BenchmarksIT {

    private static final Path JAR = Path.of("target/benchmarks.jar");

    @TempDir
    private Path folder;

    @Test
    @Timeout(100)
    void quickMode_runsEveryBenchmarkThatIsListed_andEveryBenchmarkClass() throws Exception {
        var results = folder.resolve("results.csv");
        jmh("-f", "0", "-wi", "0", "-i", "1", "-r", "10ms", "-foe", "true", "-rff", results.toString());

        var measured = measured(results);
        assertThat(measured).isEqualTo(listed());
        assertThat(measured.stream().map(BenchmarksIT::withoutLastPart).collect(Collectors.toSet()))
                .isNotEmpty()
                .isEqualTo(benchmarkClasses());
        assertThat(processesLeft()).isEmpty();
    }

    @Test
    @Timeout(60)
    void forkOfABenchmark_endsWithIt_andTellsItsAllocation() throws Exception {
        var results = folder.resolve("results.csv");
        jmh(
                "-f",
                "1",
                "-wi",
                "0",
                "-i",
                "1",
                "-r",
                "10ms",
                "-foe",
                "true",
                "-prof",
                "gc",
                "-rff",
                results.toString(),
                "Date.*format");

        assertThat(measured(results))
                .contains(
                        "dev.loomlet.server.DateBenchmark.format",
                        "dev.loomlet.server.DateBenchmark.format:gc.alloc.rate.norm");
        assertThat(processesLeft()).isEmpty();
    }

    private Set<String> listed() throws Exception {
        return jmh("-l")
                .lines()
                .filter(line -> !line.startsWith("Benchmarks:"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /* The first column of each row but the first, in quotes. */
    private static Set<String> measured(Path results) throws IOException {
        return Files.readAllLines(results).stream()
                .skip(1)
                .map(row -> row.substring(1, row.indexOf('"', 1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> benchmarkClasses() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            return jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("dev/loomlet/") && name.endsWith("Benchmark.class"))
                    .map(name -> withoutLastPart(name.replace('/', '.')))
                    .collect(Collectors.toSet());
        }
    }

    private static String withoutLastPart(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** Runs the jar to its end, which a thread left behind would prevent, and returns what it prints. */
    private String jmh(String... arguments) throws Exception {
        var output = folder.resolve("output.txt");
        // ignoreLock: another JMH on the machine would spoil a measurement, but this is none.
        var command = Stream.of(java(), mark(), "-Djmh.ignoreLock=true", "-jar", JAR.toString());
        var process = new ProcessBuilder(
                        Stream.concat(command, Stream.of(arguments)).toList())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS))
                    .as("ended in time")
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        var printed = Files.readString(output);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }

    /** JMH gives its own JVM's options to its forks, so this one tells them all from the rest of the machine. */
    private String mark() {
        return "-Dloomlet.benchmarks.test=" + folder.getFileName();
    }

    private List<String> processesLeft() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(command -> command.contains(mark()))
                .toList();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
