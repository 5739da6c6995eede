package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.peers.Peer;
import dev.loomlet.benchmarks.peers.RunningPeer;
import dev.loomlet.benchmarks.report.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The run: for each workload, for each round, each server once. All of it on the calling thread; an interrupt ends it at once, and what was
 * found until then is kept.
 */
final class Comparison implements AutoCloseable {

    /* Time for a process that is about to die, or for a signal that will end us too, to be seen before anything is blamed. */
    private static final long SECOND_LOOK_MILLIS = 200;

    private final Pace pace;
    private final Instructions instructions;
    private final List<Workload> workloads;
    private final List<Contender> contenders;
    private final Estimate estimate;
    private final Findings findings = new Findings();
    private double slowestMaximum;

    /** @param folder an empty one, for what the servers need while they run */
    Comparison(List<Peer> peers, List<Workload> workloads, Pace pace, Instructions instructions, Path folder) {
        this.workloads = workloads;
        this.pace = pace;
        this.instructions = instructions;
        this.contenders =
                peers.stream().map(peer -> new Contender(peer, folder)).toList();
        this.estimate = Estimate.of(workloads, contenders, pace);
    }

    Estimate estimate() {
        return estimate;
    }

    Findings findings() {
        return findings;
    }

    Pace pace() {
        return pace;
    }

    Instructions instructions() {
        return instructions;
    }

    void run(Progress progress) throws InterruptedException {
        for (var workload : workloads) {
            for (var contender : contenders) {
                prepare(workload, contender, progress);
            }
            for (int round = 1; round <= workload.rounds(pace); round++) {
                for (var contender : Rotation.of(contenders, round)) {
                    measure(workload, contender, round, progress);
                }
            }
        }
    }

    /* Starts the server if it does not run yet, or no longer, and warms it for the workload. */
    private void prepare(Workload workload, Contender contender, Progress progress) throws InterruptedException {
        contender.enter();
        if (contender.died()) {
            contender.discard();
        }
        if (out(contender, workload).isPresent() || !workload.needsRunningServer()) {
            return;
        }
        var planned = workload.warmUpTime(pace).plus(contender.runs() ? Duration.ZERO : Estimate.start(pace));
        try {
            warmUp(workload, contender);
        } catch (IOException | RuntimeException e) {
            fail(contender, e);
        }
        progress.spent(planned);
    }

    /* A server that was brought to a standstill by an earlier workload gets another process for this one. */
    private void warmUp(Workload workload, Contender contender) throws IOException, InterruptedException {
        boolean ranBefore = contender.runs();
        try {
            workload.warmUp(contender.server(pace), pace);
        } catch (IOException e) {
            if (!ranBefore) {
                throw e;
            }
            contender.discard();
            workload.warmUp(contender.server(pace), pace);
        }
    }

    private void measure(Workload workload, Contender contender, int round, Progress progress)
            throws InterruptedException {
        var planned = workload.cellTime(pace);
        var out = out(contender, workload);
        if (out.isPresent()) {
            findings.gap(workload.name(), contender.name(), out.get());
            progress.skipped(contender.unfit(workload).isPresent() ? Duration.ZERO : planned);
            return;
        }
        var cell = new Cell(this, workload, contender, round);
        try {
            workload.measure(cell);
            findings.add(cell.rows());
            progress.measured(cell, workload.rounds(pace), planned);
        } catch (IOException | RuntimeException e) {
            var reason = fail(contender, e);
            findings.gap(workload.name(), contender.name(), "round " + round + ": " + reason);
            progress.failed(cell, workload.rounds(pace), planned, reason);
        }
    }

    private static Optional<String> out(Contender contender, Workload workload) {
        return contender.unfit(workload).or(contender::out);
    }

    /* What went wrong; a server that died has no further part in the workload. */
    private static String fail(Contender contender, Exception e) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(SECOND_LOOK_MILLIS);
        var message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        var reason = message.strip().lines().findFirst().orElse("failed");
        if (contender.died()) {
            reason = "its process ended (" + reason + ")";
            contender.leave(reason);
        }
        return reason;
    }

    /**
     * The plaintext requests a second of the slowest server: by this run's own figures where it has them, otherwise measured now, once.
     *
     * @throws IOException if no server answers
     */
    double slowestMaximum() throws IOException, InterruptedException {
        if (slowestMaximum == 0) {
            var plaintext = Workloads.plaintext();
            var found = findings.leastMedian(plaintext.name(), Metric.REQUESTS_PER_SECOND);
            slowestMaximum = found.isPresent() ? found.getAsDouble() : measureSlowestMaximum(plaintext);
        }
        return slowestMaximum;
    }

    private double measureSlowestMaximum(ClosedLoopWorkload plaintext) throws IOException, InterruptedException {
        double least = Double.POSITIVE_INFINITY;
        for (var contender : contenders) {
            if (out(contender, plaintext).isEmpty()) {
                least = Math.min(least, requestsPerSecond(plaintext, contender.server(pace)));
            }
        }
        if (!Double.isFinite(least) || least <= 0) {
            throw new IOException("no rate to relate to: a server did not answer plaintext requests");
        }
        return least;
    }

    private double requestsPerSecond(ClosedLoopWorkload plaintext, RunningPeer server)
            throws IOException, InterruptedException {
        var result = plaintext.run(server, pace.closed(), pace.wrkThreads());
        return result.requests() / result.seconds();
    }

    /** Ends all servers. */
    @Override
    public void close() {
        contenders.forEach(Contender::close);
    }
}
