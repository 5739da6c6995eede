package dev.loomlet.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The media types of files, by the endings of their names. A table of this library; for any thread. */
public final class MediaTypes {

    private static final String TABLE = "media-types.txt";

    private static final Map<String, MediaType> BY_ENDING = read();

    private MediaTypes() {}

    /**
     * Returns the media type of a file by what stands behind the last dot of its name, in any case.
     *
     * @param filename a name, with or without folders before it
     * @return the type, with {@code charset=utf-8} if it is text; empty if the ending is not known or there is none
     */
    public static Optional<MediaType> ofName(String filename) {
        int dot = filename.lastIndexOf('.');
        boolean isInName = dot > filename.lastIndexOf('/');
        return isInName
                ? Optional.ofNullable(BY_ENDING.get(filename.substring(dot + 1).toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    private static Map<String, MediaType> read() {
        var in = Objects.requireNonNull(MediaTypes.class.getResourceAsStream(TABLE), TABLE);
        try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            var types = new HashMap<String, MediaType>();
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> put(types, line));
            return Map.copyOf(types);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(Map<String, MediaType> types, String line) {
        var words = line.split(" ", -1);
        var type = MediaType.parse(words[0]).orElseThrow();
        var whole = type.type().equals("text") ? type.withCharset(StandardCharsets.UTF_8) : type;
        for (int i = 1; i < words.length; i++) {
            types.put(words[i], whole);
        }
    }
}
