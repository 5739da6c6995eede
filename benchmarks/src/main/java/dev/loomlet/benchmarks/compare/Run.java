package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.peers.Peer;
import dev.loomlet.benchmarks.peers.Peers;
import dev.loomlet.benchmarks.report.Environment;
import dev.loomlet.benchmarks.report.Report;
import dev.loomlet.benchmarks.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One comparison from its start to its stored and printed results, on the calling thread, which a signal interrupts. */
final class Run {

    private final List<Peer> peers;
    private final List<Workload> workloads;
    private final Pace pace;
    private final Path wanted;

    Run(List<Peer> peers, List<Workload> workloads, Pace pace, Path wanted) {
        this.peers = peers;
        this.workloads = workloads;
        this.pace = pace;
        this.wanted = wanted;
    }

    /** Returns the exit status. */
    int run() throws IOException {
        var interruption = Interruption.arm();
        var results = ResultsFolder.create(wanted);
        var servers = Files.createTempDirectory("loomlet-compare-");
        try {
            return run(interruption, results, servers);
        } finally {
            ResultsFolder.delete(servers);
            interruption.finished();
        }
    }

    private int run(Interruption interruption, Path folder, Path servers) throws IOException {
        long begin = System.nanoTime();
        var environment = environment();
        boolean complete = false;
        var instructions = Instructions.none("not probed");
        try {
            instructions = Instructions.probe();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Findings findings;
        try (var comparison = new Comparison(peers, workloads, pace, instructions, servers)) {
            findings = comparison.findings();
            complete = compare(comparison, folder);
            interruption.writing();
        }
        var took = Duration.ofNanos(System.nanoTime() - begin);
        var facts = facts(instructions, findings, took, complete);
        var found = new Results(findings.rows(), findings.gaps(), environment.with(facts));
        Report.write(found, folder);
        if (complete) {
            Report.print(found, System.out);
        }
        System.err.printf(
                "%s after %s; results: %s%n", complete ? "Done" : "Interrupted", Progress.exactTime(took), folder);
        if (!complete) {
            return Interruption.STATUS;
        }
        return findings.rows().isEmpty() ? 1 : 0;
    }

    private static boolean compare(Comparison comparison, Path folder) {
        var estimate = comparison.estimate();
        System.err.printf(
                "%d cells, about %s; results go to %s%n", estimate.cells(), Progress.time(estimate.time()), folder);
        try {
            comparison.run(new Progress(
                    System.err, Terminal.isStandardError(), System::nanoTime, estimate.cells(), estimate.time()));
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Of the machine before the first load. */
    private Environment environment() throws IOException {
        var servers = new LinkedHashMap<String, String>();
        peers.forEach(peer -> servers.put(peer.name(), peer.title()));
        var titles = new LinkedHashMap<String, String>();
        workloads.forEach(workload -> titles.put(workload.name(), workload.about()));
        try {
            return Environment.collect(servers, titles, Map.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Environment(Map.of(), servers, titles);
        }
    }

    private Map<String, String> facts(Instructions instructions, Findings findings, Duration took, boolean complete) {
        var facts = new LinkedHashMap<String, String>();
        facts.put(
                "run",
                complete ? "complete, " + Progress.exactTime(took) : "interrupted after " + Progress.exactTime(took));
        facts.put("rounds", pace.rounds() + ", of plaintext-64 " + pace.plaintextRounds());
        facts.put("cells", "closed loop " + seconds(pace.closed()) + ", open loop " + seconds(pace.open()));
        facts.put(
                "warm-up",
                seconds(pace.firstWarmUp()) + " of plaintext-64, then of each closed loop " + seconds(pace.warmUp()));
        facts.put("closed-loop generator", findings.generators());
        facts.put("instructions", instructions.note());
        facts.put("JVM of the servers", String.join(" ", Peers.jvmFlags()));
        peers.forEach(peer -> facts.put("settings of " + peer.name(), peer.settings()));
        return facts;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
    }
}
