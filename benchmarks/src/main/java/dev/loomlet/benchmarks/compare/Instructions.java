package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.report.Metric;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Counts the instructions that processes execute, with {@code perf stat}, where that is installed and the machine lets it.
 *
 * <p>perf counts for as long as a command runs that it is given. That command is {@code cat}, so that closing its standard input ends it,
 * by us or because we died.
 */
final class Instructions {

    private static final Map<String, Metric> EVENTS =
            Map.of("instructions:u", Metric.USER_INSTRUCTIONS, "instructions:k", Metric.KERNEL_INSTRUCTIONS);
    /* perf stat -x , prints: value,unit,event,... where a value that is none is a reason in angle brackets. */
    private static final Pattern LINE = Pattern.compile("(\\d+)(?:[.,]\\d+)?;[^;]*;([^;]+);.*");
    private static final long ATTACH_MILLIS = 1_000;

    private final List<String> events;
    private final String note;

    private Instructions(List<String> events, String note) {
        this.events = events;
        this.note = note;
    }

    /** Tries once what this machine counts. */
    static Instructions probe() throws InterruptedException {
        try {
            var self = new Instructions(EVENTS.keySet().stream().sorted().toList(), "");
            Map<Metric, Long> counted;
            try (var counter = self.count(List.of(ProcessHandle.current().pid()))) {
                counted = counter.stop();
            }
            var usable = self.events.stream()
                    .filter(event -> counted.getOrDefault(EVENTS.get(event), 0L) > 0)
                    .toList();
            return new Instructions(
                    usable,
                    usable.isEmpty()
                            ? "not counted: perf has no instruction counters on this machine, or no permission"
                            : "counted by perf stat: " + String.join(", ", usable));
        } catch (IOException e) {
            return none("not counted: perf is not installed or does not start");
        }
    }

    static Instructions none(String note) {
        return new Instructions(List.of(), note);
    }

    /** For the environment: what is counted, or why nothing is. */
    String note() {
        return note;
    }

    /** Starts to count what these processes execute, threads included that they start meanwhile. */
    Counter count(List<Long> pids) throws IOException, InterruptedException {
        if (events.isEmpty()) {
            return new Counter();
        }
        var list = pids.stream().map(String::valueOf).collect(Collectors.joining(","));
        var command = new ArrayList<>(List.of("perf", "stat", "-x", ";", "-e", String.join(",", events), "-p", list));
        command.addAll(List.of("--", "cat"));
        var builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LC_ALL", "C");
        return new Counter(builder.start());
    }

    /** What perf printed, by metric; lines without a number are left out. */
    static Map<Metric, Long> parse(String printed) {
        var counted = new EnumMap<Metric, Long>(Metric.class);
        for (var line : printed.lines().toList()) {
            var matcher = LINE.matcher(line.strip());
            if (matcher.matches() && EVENTS.containsKey(matcher.group(2))) {
                counted.put(EVENTS.get(matcher.group(2)), Long.parseLong(matcher.group(1)));
            }
        }
        return counted;
    }

    /** A running perf. */
    static final class Counter implements AutoCloseable {

        private final List<Process> perf;

        private Counter() {
            perf = List.of();
        }

        private Counter(Process process) throws InterruptedException {
            perf = List.of(process);
            try {
                awaitAttached(process);
            } catch (InterruptedException e) {
                process.destroyForcibly();
                throw e;
            }
        }

        /* perf forks before it attaches, and lets its child become cat when it counts. */
        private static void awaitAttached(Process process) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ATTACH_MILLIS);
            while (process.isAlive() && System.nanoTime() < end) {
                if (process.children().anyMatch(Counter::isCat)) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }

        private static boolean isCat(ProcessHandle child) {
            return child.info().command().filter(path -> path.endsWith("cat")).isPresent();
        }

        /** Ends the counting; blocks until perf has printed what it counted, at most a second. Empty if it counted nothing. */
        Map<Metric, Long> stop() throws IOException, InterruptedException {
            if (perf.isEmpty()) {
                return Map.of();
            }
            var process = perf.getFirst();
            process.getOutputStream().close();
            if (!process.waitFor(1, TimeUnit.SECONDS)) {
                return Map.of();
            }
            return parse(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            perf.forEach(process -> {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            });
        }
    }
}
