package dev.loomlet.benchmarks.report;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What this machine tells of itself, as far as it does: Linux says more than others. Nothing that names its owner. */
final class Machine {

    private static final String UNKNOWN = "unknown";
    private static final long MOST_SECONDS = 5;

    private Machine() {}

    /** Blocks while small commands answer; an interrupt ends that. */
    static Map<String, String> facts() throws IOException, InterruptedException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS) + " (UTC)");
        facts.put("commit", commit());
        facts.put(
                "JDK",
                System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vm.name") + ", "
                        + System.getProperty("java.vendor"));
        facts.put(
                "kernel",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("CPU", value("/proc/cpuinfo", "model name").orElse(UNKNOWN));
        facts.put("memory", value("/proc/meminfo", "MemTotal").orElse(UNKNOWN));
        facts.put("load average at start", load());
        facts.put("wrk", version(List.of("wrk", "-v")).orElse("not installed"));
        return facts;
    }

    private static String commit() throws IOException, InterruptedException {
        var here = here();
        var commit = answer(List.of("git", "-C", here, "rev-parse", "HEAD"));
        var changes = answer(List.of("git", "-C", here, "status", "--porcelain"));
        if (commit.isEmpty()) {
            return UNKNOWN;
        }
        return commit.get().strip()
                + (changes.filter(String::isBlank).isPresent() ? "" : ", with changes that are not committed");
    }

    /* The folder of the jar or classes that run, which is in the project's target folder. */
    private static String here() throws IOException {
        try {
            var source = Machine.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return Path.of(source).resolveSibling(".").normalize().toString();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static Optional<String> value(String file, String key) throws IOException {
        var path = Path.of(file);
        return Files.isReadable(path)
                ? Files.readAllLines(path).stream()
                        .filter(line -> line.startsWith(key) && line.contains(":"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                : Optional.empty();
    }

    private static String load() throws IOException {
        var path = Path.of("/proc/loadavg");
        return Files.isReadable(path)
                ? String.join(
                        " ", List.of(Files.readString(path).split(" ", -1)).subList(0, 3))
                : UNKNOWN;
    }

    /* wrk prints its version and then says by its exit code that it was not told what to do. */
    private static Optional<String> version(List<String> command) throws IOException, InterruptedException {
        return printed(command).flatMap(ended -> ended.text().lines().findFirst());
    }

    private static Optional<String> answer(List<String> command) throws IOException, InterruptedException {
        return printed(command).filter(ended -> ended.status() == 0).map(Ended::text);
    }

    private record Ended(int status, String text) {}

    /* Empty if there is no such command, or it does not end. */
    private static Optional<Ended> printed(List<String> command) throws IOException, InterruptedException {
        var output = Files.createTempFile("loomlet-", ".txt");
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
                var text = Files.readString(output, StandardCharsets.UTF_8);
                return ended ? Optional.of(new Ended(process.exitValue(), text)) : Optional.empty();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
