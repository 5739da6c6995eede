package dev.loomlet.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.benchmarks.peers.Route;
import dev.loomlet.benchmarks.report.Metric;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private long now;

    @Test
    void terminal_lineACell() {
        var progress = progress(/* everyCell= */ true, 120, Duration.ofMinutes(20));
        now = TimeUnit.MINUTES.toNanos(2);
        progress.measured(cell("helidon"), 5, Duration.ofMinutes(2));
        progress.measured(cell("jetty"), 5, Duration.ofMinutes(1));
        assertThat(lines()).hasSize(2);
        assertThat(lines().getFirst())
                .isEqualTo("[  1/120] plaintext-64 round 2/5 helidon 61,203/s 14.2 µs | 18 min left");
    }

    @Test
    void noTerminal_lineAWorkload() {
        var progress = progress(/* everyCell= */ false, 4, Duration.ofMinutes(4));
        progress.measured(cell("helidon"), 1, Duration.ofMinutes(1));
        progress.measured(cell("jetty"), 1, Duration.ofMinutes(1));
        assertThat(lines()).hasSize(1);
    }

    @Test
    void failure_isSaidInAnyCase() {
        var progress = progress(/* everyCell= */ false, 4, Duration.ofMinutes(4));
        progress.measured(cell("helidon"), 1, Duration.ofMinutes(1));
        progress.failed(cell("jetty"), 1, Duration.ofMinutes(1), "no request was answered");
        assertThat(lines().getLast()).contains("jetty: no figure: no request was answered");
    }

    @Test
    void timeLeft_growsWithTheDelaySoFar() {
        var progress = progress(/* everyCell= */ true, 4, Duration.ofMinutes(4));
        assertThat(progress.left()).isEqualTo(Duration.ofMinutes(4));
        now = TimeUnit.MINUTES.toNanos(2);
        progress.spent(Duration.ofMinutes(1));
        assertThat(progress.left()).isEqualTo(Duration.ofMinutes(6));
    }

    @Test
    void whatIsSkipped_takesNoTime() {
        var progress = progress(/* everyCell= */ true, 4, Duration.ofMinutes(4));
        progress.skipped(Duration.ofMinutes(1));
        assertThat(progress.left()).isEqualTo(Duration.ofMinutes(3));
    }

    private Progress progress(boolean everyCell, int cells, Duration planned) {
        var out = new PrintStream(printed, /* autoFlush= */ true, StandardCharsets.UTF_8);
        return new Progress(out, everyCell, () -> now, cells, planned);
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static Cell cell(String server) {
        var comparison =
                new Comparison(List.of(), List.of(), Pace.full(), Instructions.none("not needed"), Path.of("nowhere"));
        var contender = new Contender(StillPeer.of(server, Route.PLAINTEXT), Path.of("nowhere"));
        var cell = new Cell(comparison, Workloads.plaintext(), contender, 2);
        cell.record(Metric.REQUESTS_PER_SECOND, 61_203);
        cell.record(Metric.CPU_MICROS, 14.2);
        return cell;
    }
}
