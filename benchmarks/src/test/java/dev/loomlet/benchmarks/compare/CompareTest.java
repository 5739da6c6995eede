package dev.loomlet.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareTest {

    private final StringWriter errors = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--work plaintext-64,nothing | There is no workload 'nothing'; there are: plaintext-1,",
                "--only nobody | There is no server 'nobody'; there are: loomlet,",
                "--rounds 0 | --rounds is at least 1, not 0.",
                "--seconds 0 | --seconds is above 0 and at most 3600, not 0.0.",
                "--warm-up 0 | --warm-up is 1 to 600, not 0.0.",
                "--warm-up-each 601 | --warm-up-each is 1 to 600, not 601.0.",
                "--wrk-threads 0 | --wrk-threads is 1 to 64, not 0.",
                "--rounds many | Invalid value for option '--rounds': 'many' is not an int",
                "--slow | Unknown option: '--slow'",
            })
    void mistake_isOneLineAndStatus2(String options, String line) {
        assertThat(run(options.split(" ", -1))).isEqualTo(2);
        assertThat(errors.toString().lines()).singleElement().asString().startsWith(line);
    }

    @Test
    void folderWithoutResults_isOneLineAndStatus1(@TempDir Path folder) {
        assertThat(run("--agree", folder.toString(), folder.toString())).isEqualTo(1);
        assertThat(errors.toString().lines()).singleElement().asString().contains("results.csv");
    }

    private int run(String... options) {
        return Compare.commandLine().setErr(new PrintWriter(errors)).execute(options);
    }
}
