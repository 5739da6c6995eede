package dev.loomlet.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The forms of {@code multipart/forms.txt}, as its README describes them. */
final class FormVectors {

    private static final String ARROW = "=>";

    /** A form with what it means, or the status that it is refused with. */
    @SuppressWarnings("ArrayRecordComponent") // not compared
    record Vector(String name, String contentType, byte[] body, List<String> meaning) {

        @Override
        public String toString() {
            return name;
        }
    }

    private FormVectors() {}

    static Stream<Vector> all() {
        try (var file = FormVectors.class.getResourceAsStream("/multipart/forms.txt")) {
            var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("\n\n")).map(FormVectors::vector);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Vector vector(String block) {
        var lines = block.lines().toList();
        var body = lines.stream()
                .skip(2)
                .filter(line -> !line.startsWith(ARROW))
                .map(String::translateEscapes)
                .collect(Collectors.joining());
        var meaning = lines.stream()
                .filter(line -> line.startsWith(ARROW))
                .map(line -> line.substring(ARROW.length()).strip())
                .filter(line -> !line.isEmpty())
                .toList();
        return new Vector(lines.getFirst(), lines.get(1), body.getBytes(StandardCharsets.ISO_8859_1), meaning);
    }
}
