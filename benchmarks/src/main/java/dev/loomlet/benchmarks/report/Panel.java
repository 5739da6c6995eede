package dev.loomlet.benchmarks.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.UnaryOperator;

/**
 * One metric of one workload as a part of a picture: a line for each server, the best one first, those without a figure last with the
 * reason.
 *
 * @param width how wide it is
 * @param aboutLines how many lines there are for what the workload is
 */
record Panel(Medians medians, String workload, Metric metric, int width, int aboutLines) {

    /** What a line of the panel takes. */
    static final double LINE = 18;

    private static final double TITLE = 32;
    private static final double ABOUT_LINE = 14;
    private static final double AXIS = 30;
    private static final double MOST_NAME_SHARE = 0.42;
    private static final double GAP = 8;

    /** What is above the first line. */
    double heading() {
        return TITLE + ABOUT_LINE * aboutLines;
    }

    double height() {
        return heading() + servers().size() * LINE + AXIS;
    }

    /** The best one first, those without a figure last. */
    List<String> servers() {
        Comparator<String> byMedian = Comparator.comparingDouble(
                server -> spread(server).map(this::badness).orElse(Double.POSITIVE_INFINITY));
        return medians.servers(workload).stream().sorted(byMedian).toList();
    }

    private double badness(Spread spread) {
        return metric.better() == Metric.Better.HIGHER ? -spread.median() : spread.median();
    }

    Optional<Spread> spread(String server) {
        return medians.spread(workload, server, metric);
    }

    /** Title and, below it, what the workload is. */
    void heading(Svg svg, double x, double y) {
        svg.bold(x, y + 14, Svg.Anchor.START, /* size= */ 13, workload);
        double line = y + 30;
        for (var about : about(medians, workload, width)) {
            svg.text(x, line, Svg.Anchor.START, Svg.FAINT_INK, about);
            line += ABOUT_LINE;
        }
    }

    /** What the workload is, in lines of that width. */
    static List<String> about(Medians medians, String workload, int width) {
        return TextWidth.wrapped(medians.workloadTitle(workload), Svg.SMALL, width);
    }

    /** Where the names end and the drawing begins. */
    double namesWidth() {
        return Math.min(longest(this::name), width * MOST_NAME_SHARE) + GAP;
    }

    /* The short names where the others would take too much of the width: those are never cut, which could make two alike. */
    private String name(String server) {
        return longest(medians::serverTitle) > width * MOST_NAME_SHARE ? server : medians.serverTitle(server);
    }

    private double longest(UnaryOperator<String> name) {
        return medians.servers(workload).stream()
                .mapToDouble(server -> TextWidth.of(name.apply(server), Svg.SMALL))
                .max()
                .orElse(0);
    }

    /** The grid, with the value of each line below it, or of each second, third, … line, so that the values do not touch. */
    void grid(Svg svg, Axis axis, double y, DoubleFunction<String> label) {
        double bottom = y + heading() + servers().size() * LINE;
        var ticks = axis.ticks();
        int every = 1;
        while (every < ticks.size() && touch(axis, every, label)) {
            every++;
        }
        for (int i = 0; i < ticks.size(); i++) {
            double x = axis.x(ticks.get(i));
            svg.line(x, y + heading() - 4, x, bottom + 2, Svg.GRID);
            if (i % every == 0) {
                svg.text(x, bottom + 15, Svg.Anchor.MIDDLE, Svg.FAINT_INK, label.apply(ticks.get(i)));
            }
        }
    }

    private static boolean touch(Axis axis, int every, DoubleFunction<String> label) {
        double free = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < axis.ticks().size(); i += every) {
            double tick = axis.ticks().get(i);
            double half = TextWidth.of(label.apply(tick), Svg.SMALL) / 2;
            if (axis.x(tick) - half < free) {
                return true;
            }
            free = axis.x(tick) + half + GAP / 2;
        }
        return false;
    }

    /** The server's name, on a band if it is ours; and, in place of a drawing, why there is none. */
    void name(Svg svg, String server, double x, double y) {
        if (medians.isOfOurs(server)) {
            svg.rect(x - 4, y, width + 8, LINE, Svg.BAND);
        }
        double names = namesWidth();
        var cut = TextWidth.cut(name(server), Svg.SMALL, names - GAP);
        svg.text(x + names - GAP, y + 13, Svg.Anchor.END, Svg.INK, cut);
        if (spread(server).isEmpty()) {
            var reasons = String.join("; ", medians.reasons(workload, server));
            var text =
                    TextWidth.cut(reasons.isEmpty() ? "no figure" : "no figure: " + reasons, Svg.SMALL, width - names);
            svg.text(x + names, y + 13, Svg.Anchor.START, Svg.FAINT_INK, text);
        }
    }

    /** What a pointer that rests on the line is told. */
    String tip(String server) {
        var name = medians.serverTitle(server) + ", " + workload + ": ";
        return name
                + spread(server)
                        .map(spread -> metric.title() + " " + metric.with(spread.text()))
                        .orElseGet(() -> "no figure: " + String.join("; ", medians.reasons(workload, server)));
    }
}
