package dev.loomlet.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A panel of latencies as points on a logarithmic axis, with the figures as columns beside it. */
final class Points {

    /** How each percentile looks: told apart by shape as well as by colour. */
    enum Mark {
        CIRCLE(Svg.BLUE),
        DIAMOND(Svg.ORANGE),
        TRIANGLE(Svg.VERMILION);

        private final String colour;

        Mark(String colour) {
            this.colour = colour;
        }

        static Mark of(Metric metric) {
            return switch (metric) {
                case P99_MICROS -> DIAMOND;
                case P999_MICROS -> TRIANGLE;
                default -> CIRCLE;
            };
        }

        void draw(Svg svg, double x, double y) {
            switch (this) {
                case CIRCLE -> svg.circle(x, y, /* radius= */ 4.5, colour);
                case DIAMOND -> svg.polygon(points(x, y - 6, x + 6, y, x, y + 6, x - 6, y), colour);
                case TRIANGLE -> svg.polygon(points(x, y - 6, x + 6, y + 5, x - 6, y + 5), colour);
            }
        }

        private static String points(double... coordinates) {
            var points = new StringBuilder();
            for (int i = 0; i < coordinates.length; i += 2) {
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", coordinates[i], coordinates[i + 1]));
            }
            return points.toString().strip();
        }
    }

    private static final double GAP = 10;
    private static final double COLUMN = 62;

    private final Panel panel;
    private final List<Metric> metrics;

    Points(Panel panel, List<Metric> metrics) {
        this.panel = panel;
        this.metrics = metrics;
    }

    void draw(Svg svg, double x, double y) {
        panel.heading(svg, x, y);
        double columns = x + panel.width() - COLUMN * metrics.size();
        var axis = axis(x + panel.namesWidth() + GAP, columns - GAP);
        panel.grid(svg, axis, y, Points::tick);
        if (metrics.size() > 1) {
            for (int i = 0; i < metrics.size(); i++) {
                double right = columns + (i + 1) * COLUMN;
                svg.text(
                        right,
                        y + panel.heading() - 6,
                        Svg.Anchor.END,
                        Svg.FAINT_INK,
                        metrics.get(i).title());
            }
        }
        double line = y + panel.heading();
        for (var server : panel.servers()) {
            svg.begin(panel.tip(server));
            panel.name(svg, server, x, line);
            points(svg, server, axis, line);
            figures(svg, server, columns, line);
            svg.end();
            line += Panel.LINE;
        }
    }

    private Axis axis(double left, double right) {
        var values = panel.servers().stream()
                .flatMap(server -> metrics.stream().flatMap(metric -> spread(server, metric).stream()))
                .flatMap(spread -> List.of(spread.min(), spread.max()).stream())
                .filter(value -> value > 0)
                .sorted()
                .toList();
        return values.isEmpty()
                ? Axis.Logarithmic.around(left, right, /* least= */ 1_000, /* most= */ 1_000)
                : Axis.Logarithmic.around(left, right, values.getFirst(), values.getLast());
    }

    private Optional<Spread> spread(String server, Metric metric) {
        return panel.medians().spread(panel.workload(), server, metric);
    }

    private void points(Svg svg, String server, Axis axis, double y) {
        double middle = y + Panel.LINE / 2;
        var xs = metrics.stream()
                .flatMap(metric -> spread(server, metric).stream())
                .map(spread -> axis.x(spread.median()))
                .toList();
        if (xs.size() > 1) {
            svg.line(xs.getFirst(), middle, xs.getLast(), middle, Svg.FAINT_INK);
        } else {
            spread(server, metrics.getFirst())
                    .ifPresent(spread -> svg.line(axis.x(spread.min()), middle, axis.x(spread.max()), middle, Svg.INK));
        }
        for (int i = 0; i < metrics.size(); i++) {
            var mark = Mark.of(metrics.get(i));
            spread(server, metrics.get(i)).ifPresent(spread -> mark.draw(svg, axis.x(spread.median()), middle));
        }
    }

    private void figures(Svg svg, String server, double x, double y) {
        for (int i = 0; i < metrics.size(); i++) {
            double right = x + (i + 1) * COLUMN;
            spread(server, metrics.get(i))
                    .ifPresent(
                            spread -> svg.text(right, y + 13, Svg.Anchor.END, Svg.INK, Figure.time(spread.median())));
        }
    }

    /** A legend of the marks, to the left of {@code right}. */
    static void legend(Svg svg, List<Metric> metrics, double right, double y) {
        double x = right;
        for (int i = metrics.size() - 1; i >= 0; i--) {
            var title = metrics.get(i).title();
            svg.text(x, y + 4, Svg.Anchor.END, Svg.INK, title);
            x -= TextWidth.of(title, Svg.SMALL) + GAP;
            Mark.of(metrics.get(i)).draw(svg, x, y);
            x -= 2 * GAP;
        }
    }

    private static String tick(double micros) {
        if (micros >= 1e6) {
            return Bars.trimmed(micros / 1e6) + " s";
        }
        return micros >= 1e3 ? Bars.trimmed(micros / 1e3) + " ms" : Bars.trimmed(micros) + " µs";
    }
}
