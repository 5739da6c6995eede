package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.peers.Route;
import dev.loomlet.benchmarks.peers.RunningPeer;
import dev.loomlet.benchmarks.report.Metric;
import java.io.IOException;
import java.time.Duration;

/** From the start of a process to its first answer. */
record StartWorkload(String name, String about) implements Workload {

    @Override
    public Route route() {
        return Route.PLAINTEXT;
    }

    @Override
    public boolean needsRunningServer() {
        return false;
    }

    @Override
    public Duration warmUpTime(Pace pace) {
        return Duration.ZERO;
    }

    @Override
    public Duration cellTime(Pace pace) {
        return Duration.ofMillis(1_100);
    }

    /** Nothing: a cold start is what is measured. */
    @Override
    public void warmUp(RunningPeer server, Pace pace) {}

    @Override
    public void measure(Cell cell) throws IOException, InterruptedException {
        try (var server = cell.startFresh()) {
            cell.record(Metric.START_MILLIS, server.startUp().toNanos() / 1e6);
        }
    }
}
