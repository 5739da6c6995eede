package dev.loomlet.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One workload: a line for each server, with two columns for each metric, the median with its spread and the ratio to ours. */
final class Table {

    private static final String NONE = "–";

    private final Medians medians;
    private final String workload;
    private final List<Metric> metrics;
    private final boolean notes;

    Table(Medians medians, String workload) {
        this.medians = medians;
        this.workload = workload;
        this.metrics = medians.metrics(workload).stream()
                .filter(metric -> metric.better() != Metric.Better.NEITHER)
                .filter(metric -> metric != Metric.ERRORS || anyErrors())
                .toList();
        this.notes = medians.servers(workload).stream()
                .anyMatch(server -> !medians.reasons(workload, server).isEmpty());
    }

    private boolean anyErrors() {
        return medians.servers(workload).stream()
                .flatMap(server -> medians.spread(workload, server, Metric.ERRORS).stream())
                .anyMatch(errors -> errors.max() > 0);
    }

    /** The name of the workload and what it is. */
    String title() {
        var title = medians.workloadTitle(workload);
        return title.isEmpty() ? workload : workload + ": " + title;
    }

    /** What is known of the load and not of the servers, in one line; empty if there is nothing. */
    String load() {
        return medians.metrics(workload).stream()
                .filter(metric -> metric.better() == Metric.Better.NEITHER)
                .map(this::load)
                .collect(Collectors.joining("; "));
    }

    private String load(Metric metric) {
        var all = Spread.of(medians.servers(workload).stream()
                .flatMap(server -> medians.spread(workload, server, metric).stream())
                .mapToDouble(Spread::median)
                .toArray());
        var range = all.min() == all.max()
                ? Figure.text(all.median())
                : Figure.text(all.min()) + " to " + Figure.text(all.max());
        return metric.title() + " " + metric.with(range);
    }

    private List<String> heading() {
        var heading = new ArrayList<>(List.of("server"));
        for (var metric : metrics) {
            var arrow = metric.better() == Metric.Better.HIGHER ? " ↑" : " ↓";
            heading.add(metric.titleAndUnit() + arrow);
            if (metric != Metric.ERRORS) {
                heading.add("÷ " + medians.oursTitle());
            }
        }
        if (notes) {
            heading.add("notes");
        }
        return heading;
    }

    private List<List<String>> lines() {
        return medians.servers(workload).stream().map(this::line).toList();
    }

    private List<String> line(String server) {
        var line = new ArrayList<>(List.of(medians.serverTitle(server)));
        for (var metric : metrics) {
            line.add(medians.spread(workload, server, metric).map(Spread::text).orElse(NONE));
            if (metric != Metric.ERRORS) {
                line.add(medians.ratio(workload, server, metric)
                        .map(Figure::ratio)
                        .orElse(NONE));
            }
        }
        if (notes) {
            line.add(String.join("; ", medians.reasons(workload, server)));
        }
        return line;
    }

    /** For a console: columns of blanks, numbers to the right. */
    String text() {
        var all = new ArrayList<>(List.of(heading()));
        all.addAll(lines());
        var text = new StringBuilder();
        for (var line : all) {
            var columns = new StringBuilder();
            for (int i = 0; i < line.size(); i++) {
                columns.append(i == 0 ? "" : "  ").append(padded(line.get(i), i, all));
            }
            text.append(columns.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private String padded(String cell, int column, List<List<String>> lines) {
        int width =
                lines.stream().mapToInt(line -> line.get(column).length()).max().orElseThrow();
        return leftAligned(column)
                ? String.format(Locale.ROOT, "%-" + width + "s", cell)
                : " ".repeat(width - cell.length()) + cell;
    }

    private boolean leftAligned(int column) {
        return column == 0 || (notes && column == heading().size() - 1);
    }

    String markdown() {
        var heading = heading();
        var text = new StringBuilder(markdownLine(heading));
        for (int i = 0; i < heading.size(); i++) {
            text.append(leftAligned(i) ? "|---" : "|---:");
        }
        text.append("|\n");
        for (var server : medians.servers(workload)) {
            var line = new ArrayList<>(line(server));
            line.replaceAll(cell -> cell.replace("|", "\\|"));
            if (medians.isOurs(server)) {
                line.set(0, "**" + line.getFirst() + "**");
            }
            text.append(markdownLine(line));
        }
        return text.toString();
    }

    private static String markdownLine(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
