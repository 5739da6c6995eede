package dev.loomlet.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void median_ofAnOddNumber_isTheOneInTheMiddle() {
        assertThat(Spread.of(3, 1, 2)).isEqualTo(new Spread(2, 1, 3, 3));
    }

    @Test
    void median_ofAnEvenNumber_isTheMeanOfTwo() {
        assertThat(Spread.of(4, 1, 2, 100)).isEqualTo(new Spread(3, 1, 100, 4));
    }

    @Test
    void noValues_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(Spread::of);
    }

    @Test
    void ranges_thatTouch_overlap() {
        assertThat(Spread.of(1, 2).overlaps(Spread.of(2, 3))).isTrue();
        assertThat(Spread.of(1, 2).overlaps(Spread.of(2.1, 3))).isFalse();
        assertThat(Spread.of(2.1, 3).overlaps(Spread.of(1, 2))).isFalse();
    }

    @Test
    void ratio_isOfTheMedians() {
        var medians = new Medians(SampleResults.small());

        assertThat(medians.ratio("plain", "other", Metric.REQUESTS_PER_SECOND)).contains(2.0);
        assertThat(medians.ratio("plain", "loomlet", Metric.REQUESTS_PER_SECOND))
                .contains(1.0);
        assertThat(medians.ratio("plain", "other", Metric.CPU_MICROS)).isEmpty();
    }

    @Test
    void ratio_toZero_isNone() {
        var rows = List.of(new Row("w", "loomlet", 1, Metric.ERRORS, 0), new Row("w", "other", 1, Metric.ERRORS, 5));
        var medians = new Medians(new Results(rows, List.of(), new Environment(Map.of(), Map.of(), Map.of())));

        assertThat(medians.ratio("w", "other", Metric.ERRORS)).isEmpty();
    }

    @Test
    void figures_haveThreeDigits() {
        assertThat(Figure.text(123_456)).isEqualTo("123,000");
        assertThat(Figure.text(15.23)).isEqualTo("15.2");
        assertThat(Figure.text(9.996)).isEqualTo("10.0");
        assertThat(Figure.text(999.6)).isEqualTo("1,000");
        assertThat(Figure.text(0.01234)).isEqualTo("0.0123");
        assertThat(Figure.text(7)).isEqualTo("7.00");
        assertThat(Figure.text(0)).isEqualTo("0");
        assertThat(Figure.text(-15.23)).isEqualTo("-15.2");
        assertThat(Figure.ratio(0.123)).isEqualTo("0.12");
        assertThat(Figure.ratio(51.44)).isEqualTo("51.4");
        assertThat(Figure.ratio(0.0012)).isEqualTo("0.00120");
        assertThat(Figure.time(180)).isEqualTo("180 µs");
        assertThat(Figure.time(999.9)).isEqualTo("1.00 ms");
        assertThat(Figure.time(5_000_000)).isEqualTo("5.00 s");
    }
}
