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
                        * Ours in requests/s (more is better)
                          * behind the best other in: plain (31,000 beside 62,000 of other, 0.50 times)
                        """);
    }

    @Test
    void print_hasTheOverviewThenEachWorkload() {
        var printed = new ByteArrayOutputStream();
        Report.print(SampleResults.small(), new PrintStream(printed, false, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsSubsequence(
                        "* Ours in requests/s",
                        "÷ ours: ratio of the medians",
                        "plain: a short text",
                        "late: at a fixed rate");
    }
}
