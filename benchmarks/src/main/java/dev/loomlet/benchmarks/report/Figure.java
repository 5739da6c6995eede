package dev.loomlet.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as a person wants to read them: three significant digits, thousands separated. */
final class Figure {

    private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    private Figure() {}

    static String text(double value) {
        if (value == 0) {
            return "0";
        }
        var rounded = BigDecimal.valueOf(value).round(DIGITS);
        int decimals = Math.max(0, DIGITS.getPrecision() - rounded.precision() + rounded.scale());
        return String.format(Locale.ROOT, "%,." + decimals + "f", rounded);
    }

    /** A ratio: two decimals, or three significant digits where these are fewer. */
    static String ratio(double value) {
        return Math.abs(value) < 10 && Math.abs(value) >= 0.005
                ? String.format(Locale.ROOT, "%.2f", value)
                : text(value);
    }

    /** A time with the unit in which it reads best, such as {@code 5.00 s}, {@code 180 µs}. */
    static String time(double micros) {
        if (micros >= 999_500) {
            return text(micros / 1e6) + " s";
        }
        return micros >= 999.5 ? text(micros / 1e3) + " ms" : text(micros) + " µs";
    }
}
