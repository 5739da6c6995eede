package dev.loomlet.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results as a comparison could have found them. */
final class SampleResults {

    private SampleResults() {}

    /** Two servers, one of them missing in the second workload. */
    static Results small() {
        var rows = new ArrayList<Row>();
        double[] ours = {31_000, 30_000, 32_000};
        double[] theirs = {62_000, 61_500, 62_500};
        for (int round = 1; round <= 3; round++) {
            rows.add(new Row("plain", "loomlet", round, Metric.REQUESTS_PER_SECOND, ours[round - 1]));
            rows.add(new Row("plain", "loomlet", round, Metric.CPU_MICROS, 15.0 + round));
            rows.add(new Row("plain", "other", round, Metric.REQUESTS_PER_SECOND, theirs[round - 1]));
            rows.add(new Row("late", "loomlet", round, Metric.OFFERED_RATE, 5_000));
            rows.add(new Row("late", "loomlet", round, Metric.P99_MICROS, 180));
        }
        var gaps = List.of(new Gap("late", "other", "no answer | \"gone\", for good"));
        return new Results(rows, gaps, environment());
    }

    private static Environment environment() {
        Map<String, String> servers = new LinkedHashMap<>();
        servers.put("loomlet", "Loomlet 0.1");
        servers.put("other", "Other 2.0: fast");
        Map<String, String> workloads = new LinkedHashMap<>();
        workloads.put("plain", "a short text");
        workloads.put("late", "at a fixed rate");
        return new Environment(Map.of("date", "2026-01-02T03:04:05Z (UTC)"), servers, workloads);
    }

    /** Twelve servers with long names, values far apart, and gaps: what a chart must cope with. */
    static Results extreme() {
        var rows = new ArrayList<Row>();
        var gaps = new ArrayList<Gap>();
        Map<String, String> servers = new LinkedHashMap<>();
        Map<String, String> workloads = new LinkedHashMap<>();
        for (var workload :
                List.of("plaintext-64", "json", "close", "latency-50", "compute-1", "block-3", "idle-8000")) {
            workloads.put(
                    workload,
                    "what is done here in quite a few words, with 64 connections, then the throughput that is left");
            for (int i = 0; i < 12; i++) {
                var server = i == 0 ? "loomlet" : "server-" + i;
                servers.put(server, "Some Web Server " + i + ".0.0.Final, its very best documented settings");
                if (i == 7) {
                    gaps.add(new Gap(
                            workload, server, "does not start: <java.lang.IllegalStateException> & what followed it"));
                } else {
                    rows.addAll(rows(workload, server, Math.pow(2.2, i)));
                }
            }
        }
        return new Results(rows, gaps, new Environment(Map.of(), servers, workloads));
    }

    private static List<Row> rows(String workload, String server, double badness) {
        var rows = new ArrayList<Row>();
        for (int round = 1; round <= 3; round++) {
            double noise = 0.8 + 0.1 * round;
            switch (workload) {
                case "idle-8000" ->
                    rows.add(new Row(workload, server, round, Metric.RESIDENT_BYTES, 300 * badness * noise));
                case "latency-50", "compute-1", "block-3" -> {
                    rows.add(new Row(workload, server, round, Metric.OFFERED_RATE, 1_000));
                    rows.add(new Row(workload, server, round, Metric.P50_MICROS, 60 * badness * noise));
                    rows.add(new Row(workload, server, round, Metric.P99_MICROS, 900 * badness * noise));
                    rows.add(new Row(workload, server, round, Metric.P999_MICROS, 950 * badness * noise));
                    rows.add(new Row(workload, server, round, Metric.REQUESTS_PER_SECOND, 30_000 / badness * noise));
                }
                default -> {
                    rows.add(new Row(workload, server, round, Metric.REQUESTS_PER_SECOND, 1_234_567 / badness * noise));
                    rows.add(new Row(workload, server, round, Metric.CPU_MICROS, 15 * badness * noise));
                }
            }
        }
        return rows;
    }
}
