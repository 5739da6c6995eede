package dev.loomlet.benchmarks.report;

import java.util.Locale;

/** A panel of horizontal bars from 0: the median, a whisker from the least round to the most, and the figure with its ratio to ours. */
final class Bars {

    private static final double GAP = 6;

    private final Panel panel;
    private final double labelWidth;

    Bars(Panel panel) {
        this.panel = panel;
        this.labelWidth = panel.servers().stream()
                .mapToDouble(server -> TextWidth.of(label(server), Svg.SMALL))
                .max()
                .orElse(0);
    }

    void draw(Svg svg, double x, double y) {
        panel.heading(svg, x, y);
        double max = panel.servers().stream()
                .flatMap(server -> panel.spread(server).stream())
                .mapToDouble(Spread::max)
                .max()
                .orElse(0);
        var axis = new Axis.Linear(x + panel.namesWidth(), x + panel.width() - labelWidth - GAP, max);
        panel.grid(svg, axis, y, value -> tick(value, max));
        double line = y + panel.heading();
        for (var server : panel.servers()) {
            svg.begin(panel.tip(server));
            panel.name(svg, server, x, line);
            bar(svg, server, axis, line);
            svg.end();
            line += Panel.LINE;
        }
    }

    private void bar(Svg svg, String server, Axis axis, double y) {
        panel.spread(server).ifPresent(spread -> {
            var fill = panel.medians().isOfOurs(server) ? Svg.BLUE : Svg.GREY;
            svg.rect(axis.left(), y + 3, axis.x(spread.median()) - axis.left(), Panel.LINE - 6, fill);
            double middle = y + Panel.LINE / 2;
            if (spread.rounds() > 1) {
                svg.line(axis.x(spread.min()), middle, axis.x(spread.max()), middle, Svg.INK);
                svg.line(axis.x(spread.min()), middle - 3, axis.x(spread.min()), middle + 3, Svg.INK);
                svg.line(axis.x(spread.max()), middle - 3, axis.x(spread.max()), middle + 3, Svg.INK);
            }
            svg.text(axis.x(spread.max()) + GAP, y + 13, Svg.Anchor.START, Svg.INK, label(server));
        });
    }

    /* The figure, and in parentheses how many times ours it is. */
    private String label(String server) {
        var medians = panel.medians();
        var ratio = medians.isOurs(server)
                ? ""
                : medians.ratio(panel.workload(), server, panel.metric())
                        .map(value -> " (" + Figure.ratio(value) + ")")
                        .orElse("");
        return panel.spread(server)
                .map(spread -> Figure.text(spread.median()) + ratio)
                .orElse("");
    }

    /* All of an axis in the same unit. */
    private static String tick(double value, double max) {
        if (max >= 1e6) {
            return trimmed(value / 1e6) + (value == 0 ? "" : "M");
        }
        return max >= 10_000 ? trimmed(value / 1e3) + (value == 0 ? "" : "k") : trimmed(value);
    }

    /** At most three decimals, and no zeros at their end. */
    static String trimmed(double value) {
        return String.format(Locale.ROOT, "%,.3f", value).replaceAll("\\.?0+$", "");
    }
}
