package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.report.Metric;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Says on standard error how far a run is, and how long it will last still: what is planned of it, times how much longer than planned the
 * part took that is done. A terminal gets a line for each cell, anything else a line for each workload.
 */
final class Progress {

    private static final double LEAST_PACE = 0.5;
    private static final double MOST_PACE = 4;

    private final PrintStream out;
    private final boolean everyCell;
    private final LongSupplier nanoTime;
    private final int cells;
    private final long begin;

    private int cell;
    private long plannedNanos;
    private long doneNanos;
    private String workload = "";

    Progress(PrintStream out, boolean everyCell, LongSupplier nanoTime, int cells, Duration planned) {
        this.out = out;
        this.everyCell = everyCell;
        this.nanoTime = nanoTime;
        this.cells = cells;
        this.plannedNanos = planned.toNanos();
        this.begin = nanoTime.getAsLong();
    }

    /** Something that is no cell was done, for which that much was planned: a start, a warm-up. */
    void spent(Duration planned) {
        doneNanos += planned.toNanos();
    }

    /** A cell will not be measured, for which that much was planned. */
    void skipped(Duration planned) {
        cell++;
        plannedNanos -= planned.toNanos();
    }

    void measured(Cell done, int rounds, Duration planned) {
        cell++;
        spent(planned);
        line(done, rounds, gist(done));
    }

    void failed(Cell done, int rounds, Duration planned, String reason) {
        cell++;
        spent(planned);
        say("%s: no figure: %s".formatted(place(done, rounds), reason));
    }

    private void line(Cell done, int rounds, String gist) {
        if (everyCell || !workload.equals(done.workloadName())) {
            workload = done.workloadName();
            say("%s %s".formatted(place(done, rounds), gist));
        }
    }

    private void say(String text) {
        out.printf("%s | %s left%n", text, time(left()));
    }

    private String place(Cell done, int rounds) {
        int width = Integer.toString(cells).length();
        return String.format(
                Locale.ROOT,
                "[%" + width + "d/%d] %s round %d/%d %s",
                cell,
                cells,
                done.workloadName(),
                done.round(),
                rounds,
                done.serverName());
    }

    Duration left() {
        double pace = doneNanos == 0 ? 1 : (double) (nanoTime.getAsLong() - begin) / doneNanos;
        double bounded = Math.clamp(pace, LEAST_PACE, MOST_PACE);
        return Duration.ofNanos(Math.max(0, Math.round((plannedNanos - doneNanos) * bounded)));
    }

    /** Minutes, or seconds when there are less than two minutes. */
    static String time(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 120 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
    }

    /** To the second. */
    static String exactTime(Duration duration) {
        return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }

    private static String gist(Cell cell) {
        List<String> parts = new ArrayList<>();
        part(cell, Metric.REQUESTS_PER_SECOND, "%,.0f/s", 1, parts);
        part(cell, Metric.CPU_MICROS, "%.1f µs", 1, parts);
        if (parts.size() < 2) {
            part(cell, Metric.P50_MICROS, "p50 %,.2f ms", 1_000, parts);
            part(cell, Metric.P99_MICROS, "p99 %,.2f ms", 1_000, parts);
        }
        part(cell, Metric.RESIDENT_BYTES, "%,.1f KiB", 1_024, parts);
        part(cell, Metric.START_MILLIS, "%,.0f ms", 1, parts);
        return String.join(" ", parts);
    }

    private static void part(Cell cell, Metric metric, String format, double unit, List<String> parts) {
        cell.value(metric).ifPresent(value -> parts.add(String.format(Locale.ROOT, format, value / unit)));
    }
}
