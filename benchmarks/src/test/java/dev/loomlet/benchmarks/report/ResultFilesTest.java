package dev.loomlet.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {

    @TempDir
    private Path folder;

    @Test
    void results_written_areReadBackAsTheyWere() throws Exception {
        Report.write(SampleResults.small(), folder.resolve("new"));

        assertThat(Report.read(folder.resolve("new"))).isEqualTo(SampleResults.small());
    }

    @Test
    void values_ofAnySize_areReadBackExactly() throws Exception {
        var rows = List.of(
                new Row("w", "s", 1, Metric.CPU_MICROS, 1.0 / 3),
                new Row("w", "s", 2, Metric.CPU_MICROS, 1e-9),
                new Row("w", "s", 3, Metric.CPU_MICROS, 123_456_789_012.0),
                new Row("w", "s", 4, Metric.CPU_MICROS, 0));
        var results = new Results(rows, List.of(), new Environment(Map.of(), Map.of(), Map.of()));

        Report.write(results, folder);

        assertThat(Report.read(folder).rows()).isEqualTo(rows);
        assertThat(Files.readString(folder.resolve("results.csv"))).doesNotContain("E");
    }

    @Test
    void rows_haveTheDocumentedColumns() throws Exception {
        Report.write(SampleResults.small(), folder);

        assertThat(Files.readAllLines(folder.resolve("results.csv")))
                .startsWith("workload,server,round,metric,unit,value", "plain,loomlet,1,requests_per_second,/s,31000");
    }

    @Test
    void folder_withoutResults_saysWhatToDo() {
        assertThatIOException()
                .isThrownBy(() -> Report.read(folder))
                .withMessage(
                        "there is no " + folder.resolve("results.csv") + ": name a folder that a comparison wrote");
    }

    @Test
    void line_withAnUnknownMetric_isNamed() throws Exception {
        Report.write(SampleResults.small(), folder);
        var file = folder.resolve("results.csv");
        Files.writeString(file, Files.readString(file) + "plain,loomlet,1,charm,,1\n");

        assertThatIOException().isThrownBy(() -> Report.read(folder)).withMessageContaining("plain,loomlet,1,charm,,1");
    }
}
