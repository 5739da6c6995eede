package dev.loomlet.benchmarks.load;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Runs wrk with one thread, as a child process that does not outlive the call, nor the end of this process by a signal. On the calling
 * thread.
 */
final class Wrk {

    /* Answers that take longer count as errors. Its own default of 2 s would leave the slowest out of the percentiles. */
    private static final String TIMEOUT = "10s";
    /* Beyond its duration, to connect and to end. */
    private static final int SPARE_SECONDS = 30;
    private static final Pattern PATH_SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    private Wrk() {}

    static Optional<Path> installed() {
        var path = System.getenv().getOrDefault("PATH", "");
        return PATH_SEPARATOR
                .splitAsStream(path)
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "wrk"))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    static ClosedLoopResult run(Path wrk, ClosedLoopPlan plan) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("wrk");
        var script = folder.resolve("script.lua");
        var output = folder.resolve("output.txt");
        try {
            Files.writeString(script, WrkScript.of(plan));
            var builder = new ProcessBuilder(
                    wrk.toString(),
                    "-t1",
                    "-c" + plan.connections(),
                    "-d" + wholeSeconds(plan.duration()) + "s",
                    "--timeout",
                    TIMEOUT,
                    "-s",
                    script.toString(),
                    plan.target().url());
            builder.redirectErrorStream(true).redirectOutput(output.toFile());
            int status = run(builder, wholeSeconds(plan.duration()) + SPARE_SECONDS);
            return WrkFigures.in(Files.readString(output), status, plan.pipelined() > 1);
        } finally {
            Files.deleteIfExists(script);
            Files.deleteIfExists(output);
            Files.deleteIfExists(folder);
        }
    }

    private static int run(ProcessBuilder builder, long seconds) throws IOException, InterruptedException {
        var process = builder.start();
        var hook = new Thread(process::destroyForcibly, "wrk-end");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new IOException("wrk did not end within " + seconds + " s");
            }
            Runtime.getRuntime().removeShutdownHook(hook);
            return process.exitValue();
        } catch (IllegalStateException e) {
            throw new IOException("the process is ending", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static long wholeSeconds(Duration duration) {
        return Math.max(1, duration.plusNanos(999_999_999).toSeconds());
    }
}
