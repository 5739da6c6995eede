package dev.loomlet.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where ours is best, where it is level with the best of the others, and where it is behind and by how much, computed from the medians: for
 * each way in which ours took part. Level means that the ranges of the rounds touch.
 */
final class Overview {

    /** What is worth a sentence. The latencies of closed loops are not: they tell how deep the queue was that the generator kept. */
    private static final List<Metric> METRICS = List.of(
            Metric.REQUESTS_PER_SECOND,
            Metric.CPU_MICROS,
            Metric.P99_MICROS,
            Metric.ALLOCATED_BYTES,
            Metric.RESIDENT_BYTES,
            Metric.START_MILLIS);

    private record Rival(String server, Spread spread) {}

    private final Medians medians;

    Overview(Medians medians) {
        this.medians = medians;
    }

    /** A list, in Markdown that reads well as it is; empty if there is nobody to compare with, or nothing of ours. */
    String text() {
        var text = new StringBuilder();
        for (var ours : medians.allOfOurs()) {
            METRICS.forEach(metric -> text.append(item(ours, metric)));
        }
        if (!text.isEmpty() && medians.rounds() == 1) {
            text.append(
                    "* There was one round only, so nothing is known of the spread: small differences mean nothing.\n");
        }
        return text.toString();
    }

    private String item(String ours, Metric metric) {
        var best = new ArrayList<String>();
        var level = new ArrayList<String>();
        var behind = new ArrayList<String>();
        var missing = new ArrayList<String>();
        for (var workload : medians.workloads()) {
            var rival = bestOther(workload, metric);
            var own = medians.spread(workload, ours, metric);
            if (rival.isEmpty() || !counts(workload, metric)) {
                continue;
            }
            if (own.isEmpty()) {
                missing.add(workload);
            } else if (own.get().overlaps(rival.get().spread())) {
                level.add(workload + " (" + rival.get().server() + ")");
            } else {
                boolean won = isBetter(metric, own.get(), rival.get().spread());
                (won ? best : behind).add(compared(workload, own.get(), rival.get()));
            }
        }
        var parts = part("best in", best)
                + part("level with the best other in", level)
                + part("behind the best other in", behind)
                + part("no figure in", missing);
        var direction = metric.lowerIsBetter() ? " (less is better)" : " (more is better)";
        return parts.isEmpty()
                ? ""
                : "* " + medians.serverTitle(ours) + " in " + metric.titleAndUnit() + direction + "\n" + parts;
    }

    private static String part(String what, List<String> where) {
        return where.isEmpty() ? "" : "  * " + what + ": " + String.join(", ", where) + "\n";
    }

    private boolean counts(String workload, Metric metric) {
        return metric != Metric.P99_MICROS || medians.has(workload, Metric.OFFERED_RATE);
    }

    private Optional<Rival> bestOther(String workload, Metric metric) {
        Comparator<Rival> byMedian =
                Comparator.comparingDouble(rival -> rival.spread().median());
        return medians.servers(workload).stream()
                .filter(server -> !medians.isOfOurs(server))
                .flatMap(server ->
                        medians.spread(workload, server, metric).map(spread -> new Rival(server, spread)).stream())
                .min(metric.lowerIsBetter() ? byMedian : byMedian.reversed());
    }

    private static boolean isBetter(Metric metric, Spread own, Spread other) {
        return metric.lowerIsBetter() ? own.median() < other.median() : own.median() > other.median();
    }

    private static String compared(String workload, Spread own, Rival rival) {
        var figures = Figure.text(own.median()) + " beside "
                + Figure.text(rival.spread().median());
        var ratio = rival.spread().median() == 0
                ? ""
                : ", " + Figure.ratio(own.median() / rival.spread().median()) + " times";
        return workload + " (" + figures + " of " + rival.server() + ratio + ")";
    }
}
