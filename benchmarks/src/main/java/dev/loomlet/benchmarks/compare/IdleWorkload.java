package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.load.IdleConnections;
import dev.loomlet.benchmarks.peers.Route;
import dev.loomlet.benchmarks.peers.RunningPeer;
import dev.loomlet.benchmarks.report.Metric;
import java.io.IOException;
import java.time.Duration;

/**
 * The resident memory of a connection that had one answer and stays open, in a process of its own: after a garbage collection with the
 * connections less that before them.
 */
record IdleWorkload(String name, String about, int connections) implements Workload {

    private static final Duration OVERHEAD = Duration.ofMillis(3_800);

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
        return pace.freshWarmUp().plus(OVERHEAD);
    }

    /** Nothing: each cell warms its own process. */
    @Override
    public void warmUp(RunningPeer server, Pace pace) {}

    @Override
    public void measure(Cell cell) throws IOException, InterruptedException {
        try (var server = cell.startFresh()) {
            Workloads.plaintext()
                    .run(server, cell.pace().freshWarmUp(), cell.pace().wrkThreads());
            long before = residentBytes(server);
            try (var idle = IdleConnections.open(ClosedLoopWorkload.target(server, route(), ""), connections)) {
                long bytes = residentBytes(server) - before;
                if (idle.stillOpen() < connections) {
                    cell.note("the server has closed %,d of the idle connections"
                            .formatted(connections - idle.stillOpen()));
                }
                cell.record(Metric.RESIDENT_BYTES, (double) bytes / connections);
            }
        }
    }

    private static long residentBytes(RunningPeer server) throws IOException {
        server.collectGarbage();
        return server.residentBytes();
    }
}
