package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.report.Gap;
import dev.loomlet.benchmarks.report.Metric;
import dev.loomlet.benchmarks.report.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** What a run has found so far. Used by the comparison's thread only. */
final class Findings {

    private record Place(String workload, String server) {}

    private final List<Row> rows = new ArrayList<>();
    private final Map<Place, Set<String>> reasons = new LinkedHashMap<>();
    private final Set<String> generators = new TreeSet<>();

    void add(Collection<Row> more) {
        rows.addAll(more);
    }

    /** Says why there is no figure, or what must be known of it; a reason that is already there is not repeated. */
    void gap(String workload, String server, String reason) {
        reasons.computeIfAbsent(new Place(workload, server), place -> new LinkedHashSet<>())
                .add(reason);
    }

    void generator(String name) {
        generators.add(name);
    }

    String generators() {
        return generators.isEmpty() ? "none" : String.join(", ", generators);
    }

    List<Row> rows() {
        return List.copyOf(rows);
    }

    List<Gap> gaps() {
        return reasons.entrySet().stream()
                .map(entry -> new Gap(
                        entry.getKey().workload(), entry.getKey().server(), String.join("; ", entry.getValue())))
                .toList();
    }

    /** The least of the servers' medians; empty if there is no such row. */
    OptionalDouble leastMedian(String workload, Metric metric) {
        var byServer = rows.stream()
                .filter(row -> row.workload().equals(workload) && row.metric() == metric)
                .collect(Collectors.groupingBy(Row::server));
        return byServer.values().stream()
                .mapToDouble(values -> median(values.stream().mapToDouble(Row::value)))
                .min();
    }

    /** Of an even number of values the mean of the two in the middle. */
    static double median(DoubleStream values) {
        var sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
