package dev.loomlet.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {

    private static final String BEGIN = "<!-- results: written by benchmarks/report, not by hand -->\n";
    private static final String END = "<!-- end of results -->\n";

    @TempDir
    private Path root;

    private Path folder;
    private Path page;

    @BeforeEach
    void writeResultsAndPage() throws Exception {
        folder = root.resolve("benchmarks/results/2026-01-02-all");
        page = root.resolve("docs/performance.md");
        Report.write(SampleResults.small(), folder);
        Files.createDirectories(page.getParent());
        Files.writeString(page, "before\n" + BEGIN + "old\n" + END + "after\n");
    }

    @Test
    void page_hasTheResultsBetweenItsComments_andNothingElseChanged() throws Exception {
        Publication.publish(SampleResults.small(), folder, page);

        var text = Files.readString(page);
        assertThat(text)
                .startsWith("before\n" + BEGIN)
                .endsWith(END + "after\n")
                .doesNotContain("old\n");
        assertThat(text).contains("(../benchmarks/results/2026-01-02-all/throughput.svg)", "| **Loomlet 0.1** |");
        for (var chart : Charts.of(new Medians(SampleResults.small()))) {
            assertThat(folder.resolve(chart.file())).exists();
            assertThat(text).contains(chart.file());
        }
    }

    @Test
    void publishing_twice_isTheSameAsOnce() throws Exception {
        Publication.publish(SampleResults.small(), folder, page);
        var once = Files.readString(page);

        Publication.publish(SampleResults.small(), folder, page);

        assertThat(Files.readString(page)).isEqualTo(once);
    }

    @Test
    void page_withoutComments_isLeftAlone() throws Exception {
        Files.writeString(page, "text\n" + END + BEGIN);

        assertThatIOException()
                .isThrownBy(() -> Publication.publish(SampleResults.small(), folder, page))
                .withMessageContaining(BEGIN.strip());
        assertThat(Files.readString(page)).isEqualTo("text\n" + END + BEGIN);
    }

    @Test
    void command_rendersAnew_andPublishes() throws Exception {
        Files.delete(folder.resolve("throughput.svg"));

        assertThat(RenderCommand.run("--page", page.toString(), "--publish", folder.toString()))
                .isZero();

        assertThat(folder.resolve("throughput.svg")).exists();
        assertThat(Files.readString(page)).contains("throughput.svg");
    }

    @Test
    void command_withAFolderThatHasNoResults_fails() {
        assertThat(RenderCommand.run(root.toString())).isEqualTo(1);
        assertThat(RenderCommand.run()).isEqualTo(2);
    }
}
