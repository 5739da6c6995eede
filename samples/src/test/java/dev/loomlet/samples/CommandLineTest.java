package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loomlet.server.AccessLog;
import dev.loomlet.server.Scheduling;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    private static final Sample HELLO = new Hello();

    private static CommandLine parse(String... options) throws UsageException {
        return CommandLine.parse(List.of(options), HELLO);
    }

    @Test
    void options_none_areTheServersDefaultsWithoutItsHook() throws Exception {
        var config = parse().config();

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.accessLog()).isSameAs(AccessLog.none());
        assertThat(config.debug()).isFalse();
        assertThat(config.drainOnShutdown()).isFalse();
        assertThat(parse().help()).isFalse();
    }

    @Test
    void options_all_areSet() throws Exception {
        var commandLine = parse(
                "--host",
                "::1",
                "--port",
                "65535",
                "--access-log",
                "--debug",
                "--help",
                "--max-line",
                "4094",
                "--scheduling",
                "hub");

        assertThat(commandLine.config().host()).isEqualTo("::1");
        assertThat(commandLine.config().port()).isEqualTo(65535);
        assertThat(commandLine.config().accessLog()).isNotSameAs(AccessLog.none());
        assertThat(commandLine.config().debug()).isTrue();
        assertThat(commandLine.config().maxRequestLine()).isEqualTo(4094);
        assertThat(commandLine.config().maxHeaderLine()).isEqualTo(4094);
        assertThat(commandLine.config().scheduling()).isEqualTo(Scheduling.HUB);
        assertThat(commandLine.help()).isTrue();
    }

    @Test
    void scheduling_unknown_isRefused() {
        assertThatThrownBy(() -> parse("--scheduling", "loom"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--scheduling must be hub, jdk or auto, not \"loom\"");
    }

    @ParameterizedTest
    @CsvSource({"''", "x", "-1", "65536", "99999", "123456", "8080x", "' 80'", "+80", "٨٠"})
    void port_malformed_isRefused(String port) {
        assertThatThrownBy(() -> parse("--port", port))
                .isInstanceOf(UsageException.class)
                .hasMessage("--port must be a number from 0 to 65535, not \"" + port + "\"");
    }

    @ParameterizedTest
    @CsvSource({"''", "x", "0", "-1", "12345678"})
    void maxLine_malformed_isRefused(String bytes) {
        assertThatThrownBy(() -> parse("--max-line", bytes))
                .isInstanceOf(UsageException.class)
                .hasMessage("--max-line must be a number from 1 to 9999999, not \"" + bytes + "\"");
    }

    @ParameterizedTest
    @CsvSource({"--host", "--port", "--max-line", "--scheduling"})
    void option_withoutItsValue_isRefused(String option) {
        assertThatThrownBy(() -> parse("--debug", option))
                .isInstanceOf(UsageException.class)
                .hasMessage(option + " needs a value");
    }

    @ParameterizedTest
    @CsvSource({"--prot", "-p", "8080", "''", "--file"})
    void option_unknown_isRefusedAlsoWithoutAValue(String option) {
        assertThatThrownBy(() -> parse(option))
                .isInstanceOf(UsageException.class)
                .hasMessage("unknown option " + option + " (hello --help lists those there are)");
    }

    @Test
    void host_empty_isRefused() {
        assertThatThrownBy(() -> parse("--host", ""))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--host");
    }

    @ParameterizedTest
    @CsvSource({"no-such-file", "src"})
    void file_thatCannotBeRead_isRefused(String path) {
        assertThatThrownBy(() -> CommandLine.parse(List.of("--file", path), new FileSample()))
                .isInstanceOf(UsageException.class)
                .hasMessage("--file must be a file that can be read, not " + path);
    }
}
