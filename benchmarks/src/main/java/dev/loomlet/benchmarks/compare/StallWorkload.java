package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.load.Hogs;
import dev.loomlet.benchmarks.load.OpenLoop;
import dev.loomlet.benchmarks.load.OpenLoopPlan;
import dev.loomlet.benchmarks.peers.Route;
import dev.loomlet.benchmarks.peers.RunningPeer;
import dev.loomlet.benchmarks.report.Metric;
import java.io.IOException;
import java.time.Duration;

/**
 * What plaintext requests suffer from a few others whose handlers do not let go of their thread: latencies at a low fixed rate, then the
 * throughput that is left.
 *
 * @param route what the hogs request
 * @param hogs how many connections request that again and again
 */
record StallWorkload(String name, String about, Route route, int hogs) implements Workload {

    /** How long a hog's request takes. */
    static final Duration STALL = Duration.ofMillis(500);

    /* Whoever was not answered this long after the last request was due will not be, while the hogs go on. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration OVERHEAD = Duration.ofMillis(800);

    @Override
    public Duration warmUpTime(Pace pace) {
        return Duration.ZERO;
    }

    @Override
    public Duration cellTime(Pace pace) {
        return LatencyWorkload.LEAD
                .plus(pace.open())
                .plus(Pace.wholeSeconds(pace.closed()))
                .plus(hogs > 1 ? PATIENCE : Duration.ZERO)
                .plus(OVERHEAD);
    }

    /** Nothing: the requests that are measured are plaintext, and what the hogs do is no code of the server. */
    @Override
    public void warmUp(RunningPeer server, Pace pace) {}

    @Override
    public void measure(Cell cell) throws IOException, InterruptedException {
        var server = cell.server();
        var target = ClosedLoopWorkload.target(server, Route.PLAINTEXT, "");
        try (var hogging = Hogs.start(ClosedLoopWorkload.target(server, route, "?ms=" + STALL.toMillis()), hogs)) {
            var plan = new OpenLoopPlan(
                    target,
                    LatencyWorkload.CONNECTIONS,
                    cell.pace().besideStalls(),
                    LatencyWorkload.LEAD,
                    cell.pace().open());
            var result = OpenLoop.run(plan, PATIENCE);
            cell.record(plan, result);
            if (result.answered() == 0) {
                cell.note("no request was answered: the latencies are how long they had waited when the run ended");
            }
            cell.record(Metric.REQUESTS_PER_SECOND, throughputLeft(cell));
            if (hogging.served() == 0) {
                cell.note("no request of the hogs was answered");
            }
        } finally {
            cell.settle(server, STALL);
        }
    }

    /* A server that answers nothing at all has none left, which is a figure and no failure. */
    private static double throughputLeft(Cell cell) throws IOException, InterruptedException {
        var server = cell.server();
        try {
            var result = Workloads.plaintext()
                    .run(server, cell.pace().closed(), cell.pace().wrkThreads());
            return result.requests() / result.seconds();
        } catch (IOException e) {
            if (!server.isAlive()) {
                throw e;
            }
            cell.note("no throughput was left: " + e.getMessage());
            return 0;
        }
    }
}
