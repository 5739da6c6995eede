package dev.loomlet.server.vectors;

import dev.loomlet.server.vectors.RequestVector.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The vectors, read once. */
public final class RequestVectors {

    private static final List<RequestVector> ALL = Arrays.stream(Kind.values())
            .flatMap(kind -> files(kind, ".http").map(file -> read(kind, file)))
            .toList();

    private RequestVectors() {}

    /** All vectors, by kind and name. */
    public static List<RequestVector> all() {
        return ALL;
    }

    static Stream<Path> files(Kind kind, String suffix) {
        try (var files = Files.list(folder().resolve(kind.folder()))) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            return Path.of(RequestVectors.class.getResource("/requests").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RequestVector read(Kind kind, Path file) {
        var name = file.getFileName().toString().replace(".http", "");
        try {
            var request = WireText.decodeToString(Files.readString(file));
            return ExpectFile.read(kind, name, request, Files.readString(file.resolveSibling(name + ".expect")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file.getFileName() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
