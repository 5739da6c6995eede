package dev.loomlet.benchmarks.report;

import java.util.Arrays;

/** The median of the rounds, and how far they lie apart. */
record Spread(double median, double min, double max, int rounds) {

    /** Of at least one value; of an even number the median is the mean of the two in the middle. */
    static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values have no median");
        }
        var sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    /** Whether some round of one might as well have been a round of the other, so that their difference says nothing. */
    boolean overlaps(Spread other) {
        return min <= other.max && other.min <= max;
    }

    /** Such as {@code 31,200 [30,900-31,500]}; without brackets after a single round. */
    String text() {
        return rounds == 1
                ? Figure.text(median)
                : Figure.text(median) + " [" + Figure.text(min) + "-" + Figure.text(max) + "]";
    }
}
