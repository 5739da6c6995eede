package dev.loomlet.benchmarks.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the build has put the benchmarks' jar, and the peers' jars beside it. */
final class Install {

    private static final Path TARGET = target();

    private Install() {}

    /** The folder of this class's jar or class files. */
    private static Path target() {
        try {
            var source = Install.class.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(source.toURI()).resolveSibling("").toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The jar with our server and the mains of all Java peers. */
    static Path jar() {
        return TARGET.resolve("benchmarks.jar");
    }

    /** The jars whose names begin with one of {@code prefixes}. */
    static List<Path> peerJars(List<String> prefixes) {
        var folder = TARGET.resolve("peers");
        if (prefixes.isEmpty() || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> jars = Files.list(folder)) {
            return jars.filter(
                            jar -> prefixes.stream().anyMatch(jar.getFileName().toString()::startsWith))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The version in the file name of the jar that is called {@code artifact-VERSION.jar}; empty if there is none. */
    static Optional<String> version(String artifact) {
        return peerJars(List.of(artifact + "-")).stream()
                .map(jar ->
                        jar.getFileName().toString().replace(artifact + "-", "").replace(".jar", ""))
                .findFirst();
    }
}
