package dev.loomlet.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFolderTest {

    @Test
    void newFolder_isCreatedWithItsParents(@TempDir Path folder) throws Exception {
        var wanted = folder.resolve("results/today");
        assertThat(ResultsFolder.create(wanted)).isEqualTo(wanted).isEmptyDirectory();
    }

    @Test
    void emptyFolder_isUsed(@TempDir Path folder) throws Exception {
        assertThat(ResultsFolder.create(folder)).isEqualTo(folder);
    }

    @Test
    void foldersWithResults_areLeftAlone(@TempDir Path folder) throws Exception {
        for (var name : new String[] {"today", "today-2"}) {
            Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("results.csv"), "");
        }
        assertThat(ResultsFolder.create(folder.resolve("today"))).isEqualTo(folder.resolve("today-3"));
    }

    @Test
    void delete_deletesWhatIsInIt(@TempDir Path folder) throws Exception {
        var inner = Files.createDirectories(folder.resolve("servers/one"));
        Files.writeString(inner.resolve("log"), "");
        ResultsFolder.delete(folder.resolve("servers"));
        assertThat(folder).isEmptyDirectory();
    }
}
