package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.load.ClosedLoop;
import dev.loomlet.benchmarks.load.ClosedLoopPlan;
import dev.loomlet.benchmarks.load.ClosedLoopResult;
import dev.loomlet.benchmarks.load.Target;
import dev.loomlet.benchmarks.peers.Route;
import dev.loomlet.benchmarks.peers.RunningPeer;
import dev.loomlet.benchmarks.report.Metric;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * As many requests as a number of connections gets answered, each sending its next when it has its answer: the most that the server can do,
 * and what a request costs it.
 *
 * @param query appended to the route's path
 * @param pipelined requests that a connection sends at once
 * @param uploadBytes length of the request's body; 0 is a GET
 * @param streams requests that a connection of HTTP/2 has at a time; 0 is HTTP/1.1
 */
record ClosedLoopWorkload(
        String name,
        String about,
        Route route,
        String query,
        int connections,
        int pipelined,
        boolean connectionARequest,
        long uploadBytes,
        int streams)
        implements Workload {

    static final String PLAINTEXT = "plaintext-64";

    private static final Duration OVERHEAD = Duration.ofMillis(100);
    /* More failed requests than this share, and the others no longer tell what the server can do. */
    private static final double FAILED_SHARE = 0.01;

    static ClosedLoopWorkload of(String name, String about, Route route, int connections) {
        return new ClosedLoopWorkload(name, about, route, "", connections, 1, /* connectionARequest= */ false, 0, 0);
    }

    ClosedLoopWorkload sleeping(int millis) {
        var query = "?ms=" + millis;
        return new ClosedLoopWorkload(
                name, about, route, query, connections, pipelined, connectionARequest, uploadBytes, streams);
    }

    ClosedLoopWorkload pipelining(int requests) {
        return new ClosedLoopWorkload(
                name, about, route, query, connections, requests, connectionARequest, uploadBytes, streams);
    }

    ClosedLoopWorkload closing() {
        return new ClosedLoopWorkload(
                name,
                about,
                route,
                query,
                connections,
                pipelined,
                /* connectionARequest= */ true,
                uploadBytes,
                streams);
    }

    ClosedLoopWorkload uploading(long bytes) {
        return new ClosedLoopWorkload(
                name, about, route, query, connections, pipelined, connectionARequest, bytes, streams);
    }

    ClosedLoopWorkload http2(int requests) {
        return new ClosedLoopWorkload(
                name, about, route, query, connections, pipelined, connectionARequest, uploadBytes, requests);
    }

    @Override
    public int rounds(Pace pace) {
        return name.equals(PLAINTEXT) ? pace.plaintextRounds() : pace.rounds();
    }

    /** None for that which the server had for its compilers when it started. */
    @Override
    public Duration warmUpTime(Pace pace) {
        return name.equals(PLAINTEXT) ? Duration.ZERO : Pace.wholeSeconds(pace.warmUp());
    }

    @Override
    public Duration cellTime(Pace pace) {
        return Pace.wholeSeconds(pace.closed()).plus(OVERHEAD);
    }

    @Override
    public void warmUp(RunningPeer server, Pace pace) throws IOException, InterruptedException {
        warmFor(warmUpTime(pace), server, pace);
    }

    /** The load of one cell after another, for so long: connections are opened as often as in what is measured. */
    void warmFor(Duration time, RunningPeer server, Pace pace) throws IOException, InterruptedException {
        var cell = Pace.wholeSeconds(pace.closed());
        for (var left = time; left.isPositive(); left = left.minus(cell)) {
            run(server, left.compareTo(cell) < 0 ? left : cell, pace.wrkThreads());
        }
    }

    @Override
    public void measure(Cell cell) throws IOException, InterruptedException {
        ClosedLoopResult result;
        Cost cost;
        try (var meter = Cost.meter(cell.server(), cell.instructions())) {
            result = run(cell.server(), cell.pace().closed(), cell.pace().wrkThreads());
            cost = meter.stop();
        }
        checkAnswered(result);
        cell.generator(result.generator());
        cell.record(Metric.REQUESTS_PER_SECOND, result.requests() / result.seconds());
        if (result.p50Micros() != ClosedLoopResult.UNKNOWN) {
            cell.record(Metric.P50_MICROS, (double) result.p50Micros());
            cell.record(Metric.P99_MICROS, (double) result.p99Micros());
        }
        cost.record(cell, result.requests());
        if (result.errors() > 0) {
            cell.record(Metric.ERRORS, (double) result.errors());
        }
    }

    /** Runs it, with as many threads of wrk as it has connections for. */
    ClosedLoopResult run(RunningPeer server, Duration duration, int wrkThreads)
            throws IOException, InterruptedException {
        return ClosedLoop.run(new ClosedLoopPlan(
                target(server, route, query),
                connections,
                pipelined,
                connectionARequest,
                uploadBytes,
                streams,
                route == Route.WEBSOCKET,
                duration,
                Math.min(wrkThreads, connections)));
    }

    static Target target(RunningPeer server, Route route, String query) {
        boolean tls = route == Route.TLS;
        return new Target(tls ? server.tlsPort() : server.port(), route.path() + query, tls);
    }

    private static void checkAnswered(ClosedLoopResult result) throws IOException {
        if (result.requests() == 0) {
            throw new IOException(String.format(Locale.ROOT, "no request was answered in %.1f s", result.seconds()));
        }
        if (result.errors() > result.requests() * FAILED_SHARE) {
            throw new IOException(String.format(
                    Locale.ROOT, "%,d requests failed, %,d were answered", result.errors(), result.requests()));
        }
    }
}
