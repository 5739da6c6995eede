package dev.loomlet.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in the command line, each told before anything is built. */
class CompareRevisionsTest {

    private record Ended(int status, String output) {}

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "no-such-revision HEAD, there is no revision 'no-such-revision' in this repository",
                "WORKTREE no-such-revision, there is no revision 'no-such-revision' in this repository",
                "HEAD, name two revisions",
                "--rounds 3 HEAD WORKTREE, the two revisions come first"
            })
    void revisions_thatAreWrong_areOneLine(String arguments, String message) throws Exception {
        var ended = script(arguments.split(" ", -1));

        assertThat(ended.output()).startsWith("compare-revisions: " + message).hasLineCount(1);
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void options_thatAreRight_passTheCheck() {
        assertThat(CompareRevisions.run("--check", "HEAD", "WORKTREE")).isZero();
        assertThat(CompareRevisions.run("--check", "HEAD", "WORKTREE", "--work", "json,close", "--rounds", "2"))
                .isZero();
    }

    @Test
    void options_thatAreWrong_failTheCheck() {
        assertThat(CompareRevisions.run("--check", "HEAD", "WORKTREE", "--work", "nothing"))
                .isEqualTo(2);
        assertThat(CompareRevisions.run("--check", "HEAD", "WORKTREE", "--rounds", "0"))
                .isEqualTo(2);
        assertThat(CompareRevisions.run("--check", "HEAD", "WORKTREE", "--seconds", "-1"))
                .isEqualTo(2);
        assertThat(CompareRevisions.run("--check", "HEAD")).isEqualTo(2);
        assertThat(CompareRevisions.run("--check", "HEAD", "WORKTREE", "--nonsense"))
                .isEqualTo(2);
    }

    private static Ended script(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("sh", "./compare-revisions"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }
}
