package dev.loomlet.benchmarks.report;

import java.util.List;

/** Everything that a comparison found. Workloads and servers are reported in the order of the environment, others in that of the rows. */
public record Results(List<Row> rows, List<Gap> gaps, Environment environment) {

    public Results {
        rows = List.copyOf(rows);
        gaps = List.copyOf(gaps);
    }
}
