package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.load.OpenLoopPlan;
import dev.loomlet.benchmarks.load.OpenLoopResult;
import dev.loomlet.benchmarks.peers.RunningPeer;
import dev.loomlet.benchmarks.report.Metric;
import dev.loomlet.benchmarks.report.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** One server in one round of one workload: what a workload needs to measure it, and where it records what it found. */
final class Cell {

    private final Comparison comparison;
    private final Workload workload;
    private final Contender contender;
    private final int round;
    private final List<Row> rows = new ArrayList<>();

    Cell(Comparison comparison, Workload workload, Contender contender, int round) {
        this.comparison = comparison;
        this.workload = workload;
        this.contender = contender;
        this.round = round;
    }

    Pace pace() {
        return comparison.pace();
    }

    Instructions instructions() {
        return comparison.instructions();
    }

    /** The process that runs all the time. */
    RunningPeer server() throws IOException, InterruptedException {
        return contender.server(pace());
    }

    /** A process for this cell alone, which the workload closes. */
    RunningPeer startFresh() throws IOException, InterruptedException {
        return contender.startFresh();
    }

    /** The plaintext requests a second of the slowest server, measured now if this run has not yet. */
    double slowestMaximum() throws IOException, InterruptedException {
        return comparison.slowestMaximum();
    }

    /** Waits until the server is at rest after stalls of that length; one that does not come to rest is ended and said so. */
    void settle(RunningPeer server, Duration stall) throws InterruptedException {
        if (!Rest.await(server, stall)) {
            note("did not come to rest after the load and was started anew");
            contender.discard();
        }
    }

    void record(Metric metric, double value) {
        rows.add(new Row(workload.name(), contender.name(), round, metric, value));
    }

    void record(OpenLoopPlan plan, OpenLoopResult result) {
        var latency = result.latencyNanos();
        record(Metric.OFFERED_RATE, plan.ratePerSecond());
        record(Metric.P50_MICROS, latency.getValueAtPercentile(50) / 1e3);
        record(Metric.P99_MICROS, latency.getValueAtPercentile(99) / 1e3);
        record(Metric.P999_MICROS, latency.getValueAtPercentile(99.9) / 1e3);
        record(Metric.MAX_MICROS, latency.getMaxValue() / 1e3);
        record(
                Metric.GENERATOR_CPU_PERCENT,
                100.0 * result.generatorCpu().toNanos() / plan.duration().toNanos());
        if (result.errors() > 0) {
            record(Metric.ERRORS, (double) result.errors());
        }
        if (!result.keptUp()) {
            note(String.format(
                    Locale.ROOT,
                    "the generator did not keep up in round %d, it was up to %.1f ms late: its own delay is in the latencies",
                    round,
                    result.worstLateness().toNanos() / 1e6));
        }
    }

    String workloadName() {
        return workload.name();
    }

    String serverName() {
        return contender.name();
    }

    int round() {
        return round;
    }

    /** What a reader must know of the figures. */
    void note(String text) {
        comparison.findings().gap(workload.name(), contender.name(), text);
    }

    void generator(String name) {
        comparison.findings().generator(name);
    }

    List<Row> rows() {
        return List.copyOf(rows);
    }

    OptionalDouble value(Metric metric) {
        return rows.stream()
                .filter(row -> row.metric() == metric)
                .mapToDouble(Row::value)
                .findFirst();
    }
}
