package dev.loomlet.benchmarks.report;

/** One raw value: what one server did in one round of one workload. Rounds are counted from 1. */
public record Row(String workload, String server, int round, Metric metric, double value) {

    public Row {
        if (round < 1) {
            throw new IllegalArgumentException("rounds are counted from 1, not " + round);
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    metric + " of " + server + " in " + workload + " is no number: " + value);
        }
    }
}
