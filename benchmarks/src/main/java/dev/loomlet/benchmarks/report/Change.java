package dev.loomlet.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** One server before and after a change: a line for each metric of each workload, with the ratio and what may be concluded. */
final class Change {

    private static final List<String> HEADING = List.of("workload", "metric", "before", "after", "after ÷ before", "");

    private final Medians medians;
    private final String before;
    private final String after;

    Change(Medians medians, String before, String after) {
        this.medians = medians;
        this.before = before;
        this.after = after;
    }

    String text() {
        var lines = new ArrayList<>(List.of(HEADING));
        for (var workload : medians.workloads()) {
            for (var metric : medians.metrics(workload)) {
                if (metric.better() != Metric.Better.NEITHER) {
                    lines.add(line(workload, metric));
                }
            }
        }
        var text = new StringBuilder();
        text.append("before: ").append(medians.serverTitle(before)).append('\n');
        text.append("after:  ").append(medians.serverTitle(after)).append("\n\n");
        lines.forEach(line -> text.append(aligned(line, lines)));
        for (var workload : medians.workloads()) {
            for (var server : List.of(before, after)) {
                medians.reasons(workload, server)
                        .forEach(reason -> text.append("%n%s, %s: %s".formatted(workload, server, reason)));
            }
        }
        return text.toString().stripTrailing() + "\n";
    }

    private List<String> line(String workload, Metric metric) {
        var old = medians.spread(workload, before, metric);
        var now = medians.spread(workload, after, metric);
        var arrow = metric.better() == Metric.Better.HIGHER ? " ↑" : " ↓";
        var line = new ArrayList<>(List.of(workload, metric.titleAndUnit() + arrow));
        line.add(old.map(Spread::text).orElse("–"));
        line.add(now.map(Spread::text).orElse("–"));
        if (old.isEmpty() || now.isEmpty()) {
            line.addAll(List.of("–", "no figure"));
        } else {
            double base = old.get().median();
            line.add(base == 0 ? "–" : Figure.ratio(now.get().median() / base));
            line.add(verdict(metric, old.get(), now.get()));
        }
        return line;
    }

    /** What may be said: nothing after a single round, or where rounds of both lie in the same range. */
    static String verdict(Metric metric, Spread before, Spread after) {
        if (before.rounds() == 1 || after.rounds() == 1) {
            return "one round: nothing is known of the spread";
        }
        if (before.overlaps(after)) {
            return "within the spread";
        }
        if (Figure.text(before.median()).equals(Figure.text(after.median()))) {
            return "the same";
        }
        return metric.lowerIsBetter() == after.median() < before.median() ? "better" : "worse";
    }

    private static String aligned(List<String> line, List<List<String>> lines) {
        var text = new StringBuilder();
        for (int i = 0; i < line.size(); i++) {
            int column = i;
            int width = lines.stream()
                    .mapToInt(other -> other.get(column).length())
                    .max()
                    .orElse(0);
            boolean left = i < 2 || i == line.size() - 1;
            text.append(i == 0 ? "" : "  ");
            text.append(
                    left
                            ? line.get(i) + " ".repeat(width - line.get(i).length())
                            : " ".repeat(width - line.get(i).length()) + line.get(i));
        }
        return text.toString().stripTrailing() + "\n";
    }
}
