package dev.loomlet.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private final Medians medians = new Medians(SampleResults.small());

    @Test
    void text_hasALineAServer_withNumbersToTheRight() {
        assertThat(new Table(medians, "plain").text()).isEqualTo("""
                        server                     requests/s ↑  ÷ ours  CPU a request, µs ↓  ÷ ours
                        Loomlet 0.1      31,000 [30,000-32,000]    1.00     17.0 [16.0-18.0]    1.00
                        Other 2.0: fast  62,000 [61,500-62,500]    2.00                    –       –
                        """);
    }

    @Test
    void gap_isALineThatSaysTheReason() {
        assertThat(new Table(medians, "late").text()).isEqualTo("""
                        server               p99, µs ↓  ÷ ours  notes
                        Loomlet 0.1      180 [180-180]    1.00
                        Other 2.0: fast              –       –  no answer | "gone", for good
                        """);
        assertThat(new Table(medians, "late").load()).isEqualTo("offered 5,000/s");
    }

    @Test
    void markdown_highlightsOurs_andEscapesBars() {
        assertThat(new Table(medians, "late").markdown()).isEqualTo("""
                        | server | p99, µs ↓ | ÷ ours | notes |
                        |---|---:|---:|---|
                        | **Loomlet 0.1** | 180 [180-180] | 1.00 |  |
                        | Other 2.0: fast | – | – | no answer \\| "gone", for good |
                        """);
    }

    @Test
    void errors_areAColumnOnlyWhereThereAreSome() {
        var with = new ArrayList<>(SampleResults.small().rows());
        with.add(new Row("plain", "other", 1, Metric.ERRORS, 3));
        var results = new Results(with, List.of(), SampleResults.small().environment());

        assertThat(new Table(new Medians(results), "plain").text()).contains("errors ↓");
        assertThat(new Table(medians, "plain").text()).doesNotContain("errors");
    }

    @Test
    void overview_saysWhereOursIsBehindAndByHowMuch() {
        assertThat(new Overview(medians).text()).isEqualTo("""
                        * Loomlet 0.1 in requests/s (more is better)
                          * behind the best other in: plain (31,000 beside 62,000 of other, 0.50 times)
                        """);
    }

    @Test
    void onHubs_isWhatAllAreComparedWith_andOursWithoutThemIsNoRivalButAListOfItsOwn() {
        var rows = new ArrayList<>(SampleResults.small().rows());
        for (int round = 1; round <= 3; round++) {
            rows.add(new Row("plain", "loomlet-hub", round, Metric.REQUESTS_PER_SECOND, 93_000));
        }
        var both =
                new Medians(new Results(rows, List.of(), SampleResults.small().environment()));

        assertThat(new Table(both, "plain").markdown())
                .contains("| Loomlet 0.1 | 31,000 [30,000-32,000] | 0.33 |")
                .contains("| **loomlet-hub** | 93,000 [93,000-93,000] | 1.00 |");
        assertThat(new Overview(both).text()).isEqualTo("""
                        * loomlet-hub in requests/s (more is better)
                          * best in: plain (93,000 beside 62,000 of other, 1.50 times)
                        * Loomlet 0.1 in requests/s (more is better)
                          * behind the best other in: plain (31,000 beside 62,000 of other, 0.50 times)
                        """);
    }

    @Test
    void print_hasTheOverviewThenEachWorkload() {
        var printed = new ByteArrayOutputStream();
        Report.print(SampleResults.small(), new PrintStream(printed, false, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsSubsequence(
                        "* Loomlet 0.1 in requests/s",
                        "÷ ours: ratio of the medians",
                        "plain: a short text",
                        "late: at a fixed rate");
    }
}
