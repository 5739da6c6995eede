package dev.loomlet.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Runs wrk. On the calling thread. */
final class Wrk {

    /* Answers that take longer count as errors. Its own default of 2 s would leave the slowest out of the percentiles. */
    private static final String TIMEOUT = "10s";

    private Wrk() {}

    static Optional<Path> installed() {
        return LoadProgram.installed("wrk");
    }

    static ClosedLoopResult run(Path wrk, ClosedLoopPlan plan) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("wrk");
        var script = folder.resolve("script.lua");
        var output = folder.resolve("output.txt");
        try {
            Files.writeString(script, WrkScript.of(plan));
            var builder = new ProcessBuilder(
                    wrk.toString(),
                    "-t" + plan.threads(),
                    "-c" + plan.connections(),
                    "-d" + LoadProgram.wholeSeconds(plan.duration()) + "s",
                    "--timeout",
                    TIMEOUT,
                    "-s",
                    script.toString(),
                    plan.target().url());
            builder.redirectErrorStream(true).redirectOutput(output.toFile());
            int status = LoadProgram.run(builder, plan.duration());
            return WrkFigures.in(Files.readString(output), status, plan);
        } finally {
            Files.deleteIfExists(script);
            Files.deleteIfExists(output);
            Files.deleteIfExists(folder);
        }
    }
}
