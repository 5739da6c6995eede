package dev.loomlet.benchmarks.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The files that hold all of the results, and from which everything else is rendered: results.csv, gaps.csv, environment.txt. */
final class ResultFiles {

    private static final String ROWS = "results.csv";
    private static final String GAPS = "gaps.csv";
    private static final String ENVIRONMENT = "environment.txt";
    private static final List<String> ROW_FIELDS = List.of("workload", "server", "round", "metric", "unit", "value");
    private static final List<String> GAP_FIELDS = List.of("workload", "server", "reason");

    private ResultFiles() {}

    static void write(Results results, Path folder) throws IOException {
        Files.createDirectories(folder);
        var rows = new StringBuilder(Csv.line(ROW_FIELDS));
        for (var row : results.rows()) {
            var metric = row.metric();
            rows.append(Csv.line(List.of(
                    row.workload(),
                    row.server(),
                    Integer.toString(row.round()),
                    metric.name().toLowerCase(Locale.ROOT),
                    metric.unit(),
                    number(row.value()))));
        }
        Files.writeString(folder.resolve(ROWS), rows);
        var gaps = new StringBuilder(Csv.line(GAP_FIELDS));
        results.gaps().forEach(gap -> gaps.append(Csv.line(List.of(gap.workload(), gap.server(), gap.reason()))));
        Files.writeString(folder.resolve(GAPS), gaps);
        Files.writeString(folder.resolve(ENVIRONMENT), text(results.environment()));
    }

    /* Every digit that the value has, and no exponent, which not every reader of CSV knows. */
    private static String number(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    static Results read(Path folder) throws IOException {
        var rows = new ArrayList<Row>();
        for (var fields : records(folder.resolve(ROWS), ROW_FIELDS)) {
            try {
                rows.add(new Row(
                        fields.get(0),
                        fields.get(1),
                        Integer.parseInt(fields.get(2)),
                        Metric.valueOf(fields.get(3).toUpperCase(Locale.ROOT)),
                        Double.parseDouble(fields.get(5))));
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        folder.resolve(ROWS) + ": " + String.join(",", fields) + ": " + e.getMessage(), e);
            }
        }
        var gaps = new ArrayList<Gap>();
        for (var fields : records(folder.resolve(GAPS), GAP_FIELDS)) {
            gaps.add(new Gap(fields.get(0), fields.get(1), fields.get(2)));
        }
        return new Results(rows, gaps, environment(folder.resolve(ENVIRONMENT)));
    }

    private static List<List<String>> records(Path file, List<String> heading) throws IOException {
        List<List<String>> records;
        try {
            records = Csv.parse(content(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        if (records.isEmpty() || !records.getFirst().equals(heading)) {
            throw new IOException(file + ": the first line must be " + String.join(",", heading));
        }
        for (var fields : records) {
            if (fields.size() != heading.size()) {
                throw new IOException(
                        file + ": " + String.join(",", fields) + " has not " + heading.size() + " fields");
            }
        }
        return records.subList(1, records.size());
    }

    private static String content(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no " + file + ": name a folder that a comparison wrote", e);
        }
    }

    /* Three paragraphs of "key: value" lines: facts, servers, workloads. */
    private static String text(Environment environment) {
        return paragraph("", environment.facts())
                + paragraph("\nservers\n", environment.servers())
                + paragraph("\nworkloads\n", environment.workloads());
    }

    private static String paragraph(String heading, Map<String, String> values) {
        var text = new StringBuilder(heading);
        values.forEach((key, value) -> text.append(oneLine(key).replace(":", ""))
                .append(": ")
                .append(oneLine(value))
                .append('\n'));
        return text.toString();
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static Environment environment(Path file) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        Map<String, String> servers = new LinkedHashMap<>();
        Map<String, String> workloads = new LinkedHashMap<>();
        var current = facts;
        for (var line : content(file).lines().toList()) {
            int colon = line.indexOf(": ");
            switch (line) {
                case "" -> {}
                case "servers" -> current = servers;
                case "workloads" -> current = workloads;
                default -> {
                    if (colon < 1) {
                        throw new IOException(file + ": expected \"key: value\" and not: " + line);
                    }
                    current.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
        }
        return new Environment(facts, servers, workloads);
    }
}
