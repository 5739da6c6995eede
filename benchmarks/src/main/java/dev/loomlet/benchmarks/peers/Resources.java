package dev.loomlet.benchmarks.peers;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that the peers need which are not Java. */
final class Resources {

    private Resources() {}

    /** The text of a resource of this package. */
    static String text(String name) throws IOException {
        try (var in = Resources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("the jar has no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Copies a resource into {@code folder} and returns the copy. */
    static Path copy(String name, Path folder) throws IOException {
        return Files.writeString(folder.resolve(name), text(name));
    }

    /** Writes the bodies into {@code folder}, each in a file with the name of its path. */
    static void bodies(Path folder) throws IOException {
        write(Answer.HELLO, folder.resolve("hello"));
        write(Answer.JSON, folder.resolve("json"));
        write(Answer.BYTES_64K, folder.resolve("64k"));
        write(Answer.BYTES_1M, folder.resolve("1m"));
    }

    /** Writes the file of {@link Route#STATIC} into a folder of its own below {@code folder}, and returns that. */
    static Path files(Path folder) throws IOException {
        var files = Files.createDirectories(folder.resolve("static"));
        write(Answer.BYTES_64K, files.resolve("64k.bin"));
        return files;
    }

    private static void write(Answer answer, Path file) throws IOException {
        Files.write(file, answer.body());
    }
}
