package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.report.Metric;
import dev.loomlet.benchmarks.report.Results;
import dev.loomlet.benchmarks.report.Row;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether two runs of a comparison found the same: each median of the second lies where the first has its rounds.
 *
 * <p>That is between the first's least and greatest round, and as far again to both sides, or a twentieth of the median if that is more: of
 * three rounds of the very same thing, the median of another three lies outside the bare range four times in ten.
 *
 * @param figures all that both runs have
 * @param deviations those that do not agree
 */
record Agreement(List<Figure> figures, List<Figure> deviations) {

    /** The share of figures that must agree: with many of them, some lie outside by chance. */
    static final double ENOUGH = 0.95;

    private static final double LEAST_WIDENING = 0.05;

    private record Place(String workload, String server, Metric metric) {}

    /**
     * A median of the second run, and the rounds of the first.
     *
     * @param more how far beyond them it may lie
     */
    record Figure(
            String workload, String server, Metric metric, double least, double greatest, double more, double median) {

        boolean agrees() {
            return median >= least - more && median <= greatest + more;
        }

        /** Whether it lies in the range that the tables print. */
        boolean isPrinted() {
            return median >= least && median <= greatest;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s %s %s: %s, not in %s to %s",
                    workload,
                    server,
                    metric.name().toLowerCase(Locale.ROOT),
                    number(median),
                    number(least - more),
                    number(greatest + more));
        }

        private static String number(double value) {
            return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%,.0f", value);
        }
    }

    static Agreement of(Results first, Results second) {
        var other = places(second.rows());
        List<Figure> figures = new ArrayList<>();
        places(first.rows()).forEach((place, values) -> {
            var others = other.get(place);
            if (others != null) {
                figures.add(figure(place, values, median(others)));
            }
        });
        return new Agreement(
                List.copyOf(figures),
                figures.stream().filter(figure -> !figure.agrees()).toList());
    }

    private static Figure figure(Place place, List<Double> values, double median) {
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double greatest = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        double more = Math.max(greatest - least, LEAST_WIDENING * Math.abs(median(values)));
        return new Figure(place.workload, place.server, place.metric, least, greatest, more, median);
    }

    private static Map<Place, List<Double>> places(Collection<Row> rows) {
        Map<Place, List<Double>> places = new LinkedHashMap<>();
        for (var row : rows) {
            /* What describes the load and not the server is no finding. */
            if (row.metric().better() != Metric.Better.NEITHER) {
                places.computeIfAbsent(
                                new Place(row.workload(), row.server(), row.metric()), place -> new ArrayList<>())
                        .add(row.value());
            }
        }
        return places;
    }

    private static double median(Collection<Double> values) {
        return Findings.median(values.stream().mapToDouble(Double::doubleValue));
    }

    /** Whether enough of the figures agree; two runs that have none in common do not. */
    boolean isEnough() {
        return !figures.isEmpty() && figures.size() - deviations.size() >= ENOUGH * figures.size();
    }

    void print(PrintStream out) {
        deviations.forEach(out::println);
        Map<Metric, int[]> byMetric = new EnumMap<>(Metric.class);
        for (var figure : figures) {
            var counts = byMetric.computeIfAbsent(figure.metric, metric -> new int[2]);
            counts[0] += figure.agrees() ? 1 : 0;
            counts[1]++;
        }
        byMetric.forEach((metric, counts) ->
                out.printf("%s: %d of %d agree%n", metric.name().toLowerCase(Locale.ROOT), counts[0], counts[1]));
        out.printf(
                Locale.ROOT,
                "%d of %d figures agree; %.0f %% must. %d are within the bare range that the tables print.%n",
                figures.size() - deviations.size(),
                figures.size(),
                100 * ENOUGH,
                figures.stream().filter(Figure::isPrinted).count());
    }
}
