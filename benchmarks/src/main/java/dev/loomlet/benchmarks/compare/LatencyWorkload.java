package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.load.OpenLoop;
import dev.loomlet.benchmarks.load.OpenLoopPlan;
import dev.loomlet.benchmarks.peers.Route;
import dev.loomlet.benchmarks.peers.RunningPeer;
import java.io.IOException;
import java.time.Duration;

/**
 * How long requests wait that arrive at a fixed rate, the same for all servers: a share of what the slowest of them can do at most.
 *
 * @param percent of the slowest server's maximum
 */
record LatencyWorkload(String name, String about, int percent) implements Workload {

    static final int CONNECTIONS = 64;

    /** How long the requests of an open loop come before they count: until all connections are there. */
    static final Duration LEAD = Duration.ofMillis(200);

    private static final Duration OVERHEAD = Duration.ofMillis(100);

    @Override
    public Route route() {
        return Route.PLAINTEXT;
    }

    @Override
    public Duration warmUpTime(Pace pace) {
        return Duration.ZERO;
    }

    @Override
    public Duration cellTime(Pace pace) {
        return LEAD.plus(pace.open()).plus(OVERHEAD);
    }

    /** Nothing: the server knows plaintext well by now, and the requests of the lead do not count. */
    @Override
    public void warmUp(RunningPeer server, Pace pace) {}

    @Override
    public void measure(Cell cell) throws IOException, InterruptedException {
        double rate = cell.slowestMaximum() * percent / 100;
        var target = ClosedLoopWorkload.target(cell.server(), Route.PLAINTEXT, "");
        var plan = new OpenLoopPlan(target, CONNECTIONS, rate, LEAD, cell.pace().open());
        var result = OpenLoop.run(plan);
        if (result.answered() == 0) {
            throw new IOException("no request was answered");
        }
        cell.record(plan, result);
    }
}
