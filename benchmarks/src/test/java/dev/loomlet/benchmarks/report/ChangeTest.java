package dev.loomlet.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeTest {

    @Test
    void text_saysWhatGotBetter_andWhatCannotBeTold() {
        var rows = new ArrayList<Row>();
        for (int round = 1; round <= 3; round++) {
            rows.add(new Row("json", "before", round, Metric.REQUESTS_PER_SECOND, 30_000 + 100 * round));
            rows.add(new Row("json", "after", round, Metric.REQUESTS_PER_SECOND, 33_000 + 100 * round));
            rows.add(new Row("json", "before", round, Metric.CPU_MICROS, 15 + round));
            rows.add(new Row("json", "after", round, Metric.CPU_MICROS, 17 + round));
        }
        Map<String, String> servers = new LinkedHashMap<>();
        servers.put("before", "HEAD~1 (0123abc)");
        servers.put("after", "the files as they are");
        var gaps = List.of(new Gap("close", "after", "no answer"));
        var results = new Results(rows, gaps, new Environment(Map.of(), servers, Map.of()));

        assertThat(new Change(new Medians(results), "before", "after").text()).isEqualTo("""
                        before: HEAD~1 (0123abc)
                        after:  the files as they are

                        workload  metric                               before                   after  after ÷ before
                        json      requests/s ↑         30,200 [30,100-30,300]  33,200 [33,100-33,300]            1.10  better
                        json      CPU a request, µs ↓        17.0 [16.0-18.0]        19.0 [18.0-20.0]            1.12  within the spread

                        close, after: no answer
                        """);
    }

    @Test
    void verdict_dependsOnTheDirectionOfTheMetric() {
        var low = Spread.of(1, 2);
        var high = Spread.of(3, 4);

        assertThat(Change.verdict(Metric.REQUESTS_PER_SECOND, low, high)).isEqualTo("better");
        assertThat(Change.verdict(Metric.REQUESTS_PER_SECOND, high, low)).isEqualTo("worse");
        assertThat(Change.verdict(Metric.P99_MICROS, high, low)).isEqualTo("better");
        assertThat(Change.verdict(Metric.P99_MICROS, low, high)).isEqualTo("worse");
        assertThat(Change.verdict(Metric.P99_MICROS, low, Spread.of(5)))
                .isEqualTo("one round: nothing is known of the spread");
    }

    @Test
    void verdict_ofADifferenceThatNoFigureShows_isTheSame() {
        assertThat(Change.verdict(Metric.ALLOCATED_BYTES, Spread.of(1_210.1, 1_210.2), Spread.of(1_210.3, 1_210.4)))
                .isEqualTo("the same");
    }
}
