package dev.loomlet.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The files of {@code headers}, as their README describes them. */
final class Vectors {

    private static final String ARROW = " => ";

    /** A value with what it means, {@code "-"} if it is refused. */
    record Vector(String value, String meaning) {}

    private Vectors() {}

    static List<Vector> of(String name) {
        try (var file = Vectors.class.getResourceAsStream("/headers/" + name + ".txt")) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Vectors::vector)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Vector vector(String line) {
        int arrow = line.lastIndexOf(ARROW);
        if (arrow < 0) {
            throw new IllegalArgumentException("no arrow in line " + line);
        }
        return new Vector(
                line.substring(0, arrow).translateEscapes(),
                line.substring(arrow + ARROW.length()).translateEscapes());
    }
}
