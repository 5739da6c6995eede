package dev.loomlet.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The pages that samples show to browsers, which are files beside the classes. Any thread. */
final class Page {

    private Page() {}

    static byte[] read(String name) {
        try (var page = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
            return page.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
