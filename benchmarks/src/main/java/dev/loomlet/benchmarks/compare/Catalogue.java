package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.peers.Peer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints what there is to compare: {@code --list}. */
final class Catalogue {

    private Catalogue() {}

    static void print(List<Peer> peers, List<Workload> workloads, PrintStream out) {
        int width = Stream.concat(
                        peers.stream().map(Peer::name), workloads.stream().map(Workload::name))
                .mapToInt(String::length)
                .max()
                .orElse(1);
        var line = "  %-" + width + "s  %s%n";
        out.println("servers (--only):");
        for (var peer : peers) {
            out.printf(line, peer.name(), peer.title() + shortcomings(peer, workloads));
        }
        out.println("workloads (--work), * those of --quick:");
        for (var workload : workloads) {
            out.printf(line, workload.name(), (Workloads.quick().contains(workload) ? "* " : "  ") + workload.about());
        }
    }

    private static String shortcomings(Peer peer, List<Workload> workloads) {
        var missing = peer.missing();
        if (missing.isPresent()) {
            return " (missing: " + missing.get() + ")";
        }
        Map<String, List<String>> lacking = new LinkedHashMap<>();
        for (var workload : workloads) {
            peer.whyNot(workload.route())
                    .ifPresent(why -> lacking.computeIfAbsent(why, reason -> new ArrayList<>())
                            .add(workload.name()));
        }
        return lacking.entrySet().stream()
                .map(entry -> " (not " + String.join(", ", entry.getValue()) + ": " + entry.getKey() + ")")
                .collect(Collectors.joining());
    }
}
