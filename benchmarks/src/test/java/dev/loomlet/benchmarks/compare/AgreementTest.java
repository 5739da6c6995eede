package dev.loomlet.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.benchmarks.report.Environment;
import dev.loomlet.benchmarks.report.Metric;
import dev.loomlet.benchmarks.report.Results;
import dev.loomlet.benchmarks.report.Row;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgreementTest {

    @Test
    void medianWithinTheRounds_agrees() {
        var agreement = Agreement.of(rates("a", 90, 100, 110), rates("a", 50, 109, 200));
        assertThat(agreement.figures()).hasSize(1);
        assertThat(agreement.deviations()).isEmpty();
        assertThat(agreement.isEnough()).isTrue();
    }

    @Test
    void medianFurtherAwayThanTheRoundsAreApart_deviates() {
        assertThat(Agreement.of(rates("a", 90, 100, 110), rates("a", 131)).deviations())
                .hasSize(1);
        assertThat(Agreement.of(rates("a", 90, 100, 110), rates("a", 129)).deviations())
                .isEmpty();
        assertThat(Agreement.of(rates("a", 90, 100, 110), rates("a", 69)).deviations())
                .hasSize(1);
    }

    @Test
    void singleRound_allowsATwentieth() {
        assertThat(Agreement.of(rates("a", 100), rates("a", 104)).isEnough()).isTrue();
        assertThat(Agreement.of(rates("a", 100), rates("a", 106)).isEnough()).isFalse();
    }

    @Test
    void nothingInCommon_isNoAgreement() {
        assertThat(Agreement.of(rates("a", 100), rates("b", 100)).isEnough()).isFalse();
    }

    @Test
    void whatDescribesTheLoad_isNotCompared() {
        var first = results(new Row("w", "a", 1, Metric.GENERATOR_CPU_PERCENT, 10));
        var second = results(new Row("w", "a", 1, Metric.GENERATOR_CPU_PERCENT, 90));
        assertThat(Agreement.of(first, second).figures()).isEmpty();
    }

    @Test
    void print_namesWhatDeviatesAndCounts() {
        var printed = new ByteArrayOutputStream();
        Agreement.of(rates("a", 100), rates("a", 200))
                .print(new PrintStream(printed, /* autoFlush= */ true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "w a requests_per_second: 200, not in 95.00 to 105",
                        "requests_per_second: 0 of 1 agree",
                        "0 of 1 figures agree; 95 % must. 0 are within the bare range that the tables print.");
    }

    @Test
    void widenedRange_isToldFromTheOneThatIsPrinted() {
        assertThat(figure(105).agrees()).isTrue();
        assertThat(figure(105).isPrinted()).isTrue();
        assertThat(figure(125).agrees()).isTrue();
        assertThat(figure(125).isPrinted()).isFalse();
    }

    private static Agreement.Figure figure(double median) {
        return Agreement.of(rates("a", 90, 100, 110), rates("a", median))
                .figures()
                .getFirst();
    }

    private static Results rates(String server, double... values) {
        List<Row> rows = new ArrayList<>();
        for (double value : values) {
            rows.add(new Row("w", server, rows.size() + 1, Metric.REQUESTS_PER_SECOND, value));
        }
        return results(rows.toArray(Row[]::new));
    }

    private static Results results(Row... rows) {
        return new Results(List.of(rows), List.of(), new Environment(Map.of(), Map.of(), Map.of()));
    }
}
