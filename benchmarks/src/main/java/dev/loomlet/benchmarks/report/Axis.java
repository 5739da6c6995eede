package dev.loomlet.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** Turns values into places between {@code left} and {@code right}, and says where the grid lines are. */
sealed interface Axis {

    double left();

    double right();

    /** The place of a value; values outside the axis are put at its end. */
    double x(double value);

    /** The values with a grid line, ascending. */
    List<Double> ticks();

    /** From 0 to the largest value: for bars, whose length is what they say. */
    record Linear(double left, double right, double max) implements Axis {

        private static final int MOST_TICKS = 4;

        @Override
        public double x(double value) {
            return left + (right - left) * Math.clamp(max == 0 ? 0 : value / max, 0, 1);
        }

        @Override
        public List<Double> ticks() {
            var ticks = new ArrayList<>(List.of(0.0));
            double step = step();
            for (int i = 1; max > 0 && i * step <= max; i++) {
                ticks.add(i * step);
            }
            return ticks;
        }

        /* The least of 1, 2, 5 times a power of ten with which there are few enough ticks. */
        private double step() {
            double power = Math.pow(10, Math.floor(Math.log10(max / MOST_TICKS)));
            for (int factor : new int[] {1, 2, 5}) {
                if (max / (factor * power) <= MOST_TICKS) {
                    return factor * power;
                }
            }
            return 10 * power;
        }
    }

    /** From a power of ten to another: for points, whose values may lie far apart. */
    record Logarithmic(double left, double right, double min, double max) implements Axis {

        /** The axis that holds both values and is at least one power of ten long; values that are not above 0 have no place on it. */
        static Logarithmic around(double left, double right, double least, double most) {
            double min = Math.pow(10, Math.floor(Math.log10(least)));
            double max = Math.pow(10, Math.ceil(Math.log10(most)));
            return new Logarithmic(left, right, min, Math.max(max, min * 10));
        }

        @Override
        public double x(double value) {
            double share = value <= 0 ? 0 : Math.log10(value / min) / Math.log10(max / min);
            return left + (right - left) * Math.clamp(share, 0, 1);
        }

        @Override
        public List<Double> ticks() {
            var ticks = new ArrayList<Double>();
            for (double tick = min; tick <= max * 1.0001; tick *= 10) {
                ticks.add(tick);
            }
            return ticks;
        }
    }
}
