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
 * Runs an installed program that generates load, as a child process that does not outlive the call, nor the end of this process by a signal.
 * On the calling thread.
 */
final class LoadProgram {

    /* Beyond its duration, to connect and to end. */
    private static final int SPARE_SECONDS = 30;
    private static final Pattern PATH_SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    private LoadProgram() {}

    static Optional<Path> installed(String name) {
        var path = System.getenv().getOrDefault("PATH", "");
        return PATH_SEPARATOR
                .splitAsStream(path)
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** Runs it for about as long as the plan says, and returns its exit status. */
    static int run(ProcessBuilder builder, Duration duration) throws IOException, InterruptedException {
        long seconds = wholeSeconds(duration) + SPARE_SECONDS;
        var process = builder.start();
        var hook = new Thread(process::destroyForcibly, "load-end");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new IOException(builder.command().getFirst() + " did not end within " + seconds + " s");
            }
            Runtime.getRuntime().removeShutdownHook(hook);
            return process.exitValue();
        } catch (IllegalStateException e) {
            throw new IOException("the process is ending", e);
        } finally {
            process.destroyForcibly();
        }
    }

    static long wholeSeconds(Duration duration) {
        return Math.max(1, duration.plusNanos(999_999_999).toSeconds());
    }
}
