package dev.loomlet.web;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A Jazzer target: the values of one header, of which {@link HeaderReaders#check} holds. */
public final class HeaderFuzzer {

    private static @Nullable String name;

    private HeaderFuzzer() {}

    /**
     * Called by Jazzer first.
     *
     * @param args the name of the vectors
     */
    public static void fuzzerInitialize(String[] args) {
        name = args[0];
    }

    /**
     * Called by Jazzer again and again.
     *
     * @param input any bytes
     */
    public static void fuzzerTestOneInput(byte[] input) {
        HeaderReaders.check(Objects.requireNonNull(name), new String(input, StandardCharsets.ISO_8859_1));
    }
}
