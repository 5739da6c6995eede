package dev.loomlet.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.benchmarks.report.Report;
import dev.loomlet.benchmarks.report.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the packaged comparison: that it works and leaves nothing behind, not how fast anything is. */
class CompareIT {

    @TempDir
    private Path folder;

    private final Set<ProcessHandle> children = new HashSet<>();
    private final StringBuilder log = new StringBuilder();

    @AfterEach
    void endWhatIsLeft() {
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    @Timeout(40)
    void run_measuresEveryServerAndLeavesNoProcess() throws Exception {
        var options = List.of(
                "--quick", "--only", "loomlet,jdk", "--work", "plaintext-64,sleep-10,start", "--wrk-threads", "2");
        var compare = start(options);
        try (var errors = compare.errorReader()) {
            awaitLine(compare, errors, "Done after");
            assertThat(compare.waitFor()).as(log.toString()).isZero();
        } finally {
            compare.destroyForcibly();
        }
        assertThatNoChildIsLeft();
        assertThat(folder.resolve("printed.txt")).content().contains("plaintext-64", "sleep-10");
        var found = Report.read(folder.resolve("results"));
        assertThat(found.gaps()).isEmpty();
        assertThat(found.rows().stream().map(row -> row.workload() + " " + row.server()))
                .contains("plaintext-64 loomlet", "plaintext-64 jdk", "sleep-10 loomlet", "sleep-10 jdk")
                .contains("start loomlet", "start jdk");
        assertThat(found.rows()).allSatisfy(row -> assertThat(row.value()).isPositive());
        assertThat(found.environment().servers()).containsOnlyKeys("loomlet", "jdk");
        assertThat(found.environment().facts().get("closed-loop generator")).isIn("wrk with 2 threads", "own");
    }

    /** Ends it when the first figure is there, in the midst of the next load. */
    @Test
    @Timeout(40)
    void sigterm_leavesNoProcessAndWritesWhatThereIs() throws Exception {
        var options = List.of("--quick", "--only", "loomlet", "--work", "plaintext-64,json", "--rounds", "1000");
        var compare = start(options);
        try (var errors = compare.errorReader()) {
            awaitLine(compare, errors, "round 1/1000");
            compare.toHandle().destroy(); // Of the process itself it would close its output as well.
            awaitLine(compare, errors, "Interrupted after");
            assertThat(compare.waitFor()).isEqualTo(130);
        } finally {
            compare.destroyForcibly();
        }
        assertThatNoChildIsLeft();
        var found = Report.read(folder.resolve("results"));
        assertThat(found.gaps()).isEmpty();
        assertThat(found.rows()).isNotEmpty().extracting(Row::workload).containsOnly("plaintext-64");
        assertThat(found.environment().facts().get("run")).startsWith("interrupted");
    }

    private Process start(Collection<String> options) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command =
                new ArrayList<>(List.of(java, "-cp", "target/benchmarks.jar:target/peers/*", Compare.class.getName()));
        command.addAll(options);
        command.addAll(List.of("--out", folder.resolve("results").toString()));
        return new ProcessBuilder(command)
                .redirectOutput(folder.resolve("printed.txt").toFile())
                .start();
    }

    /* Reads on until a line with the text, and notes which children there are. */
    private void awaitLine(Process compare, BufferedReader errors, String text) throws IOException {
        for (var line = errors.readLine(); line != null; line = errors.readLine()) {
            compare.descendants().forEach(children::add);
            log.append(line).append('\n');
            if (line.contains(text)) {
                return;
            }
        }
        throw new AssertionError("no line with '" + text + "' in:\n" + log);
    }

    private void assertThatNoChildIsLeft() {
        assertThat(children).as("those there were").isNotEmpty();
        assertThat(children).allSatisfy(child -> assertThat(child.onExit()).succeedsWithin(Duration.ofSeconds(2)));
    }
}
