package dev.loomlet.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What this process holds: file descriptors by their kind, where Linux's /proc tells, and the server's platform threads by name.
 *
 * @param counts how many there are of each
 */
record Resources(Map<String, Long> counts) {

    static Resources now() {
        var counts = descriptors();
        Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("loomlet-") && !isOfTheProgram(name))
                .forEach(name -> counts.merge("thread " + name, 1L, Long::sum));
        return new Resources(counts);
    }

    /* The hubs' threads are the program's, not a server's; how many there are follows from relief. */
    private static boolean isOfTheProgram(String threadName) {
        return threadName.startsWith("loomlet-hub-") || threadName.equals("loomlet-relief");
    }

    private static Map<String, Long> descriptors() {
        var folder = Path.of("/proc/self/fd");
        if (!Files.isDirectory(folder)) {
            return new TreeMap<>();
        }
        try (var descriptors = Files.list(folder)) {
            return descriptors
                    .flatMap(descriptor -> kind(descriptor).stream())
                    .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty for what was closed meanwhile, and for what the JDK or an agent opens by itself, as jars, and keeps. */
    private static Optional<String> kind(Path descriptor) {
        try {
            var target = Files.readSymbolicLink(descriptor).toString();
            boolean own = target.endsWith(".jar")
                    || target.endsWith(".class")
                    || target.endsWith("/modules")
                    || target.endsWith("random")
                    || target.startsWith("/proc/");
            return own ? Optional.empty() : Optional.of(target.replaceFirst("^(socket|pipe):.*", "$1"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What is here and was not there, as a sentence's end; empty if nothing. */
    String minus(Resources before) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() > before.counts.getOrDefault(entry.getKey(), 0L))
                .map(entry ->
                        entry.getValue() - before.counts.getOrDefault(entry.getKey(), 0L) + " x " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
