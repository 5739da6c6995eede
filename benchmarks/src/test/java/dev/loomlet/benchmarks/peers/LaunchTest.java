package dev.loomlet.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {

    @TempDir
    Path folder;

    private List<Ports> attempts(String script, String message) {
        var attempts = new ArrayList<Ports>();
        assertThatThrownBy(() -> Launch.start(
                        "some",
                        /* java= */ false,
                        folder,
                        ports -> {
                            attempts.add(ports);
                            return List.of("/bin/sh", "-c", script);
                        }))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
        return attempts;
    }

    @Test
    void program_thatEnds_isOneLineWithItsLastOutput() {
        var script = "for line in 1 2 3 4 5 6; do echo $line; done; exit 7";
        assertThat(attempts(script, "some did not start: it ended with status 7; it printed: 2 | 3 | 4 | 5 | 6"))
                .hasSize(1);
    }

    @Test
    void port_taken_isTriedAgainWithOthers() {
        var script = "echo 'bind: Address already in use' >&2; exit 1";
        var message = "some did not start: it ended with status 1; it printed: bind: Address already in use";
        assertThat(attempts(script, message)).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void program_thatIsNotThere_isNamed() {
        assertThatThrownBy(() -> Launch.start("some", /* java= */ false, folder, ports -> List.of("/no/such/program")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/no/such/program");
    }
}
