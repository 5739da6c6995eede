package dev.loomlet.web;

import dev.loomlet.wsgi.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/** What a {@link Response} sends, before it is known to whom. Immutable, but for the blocks of {@link Blocks}. */
sealed interface Content {

    /** In memory; sent as it is, never copied. */
    final class Bytes implements Content {
        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** A file, opened anew for each request; its attributes, if they were read before, are trusted. */
    record Stored(Path file, Optional<BasicFileAttributes> attributes) implements Content {}

    /** Blocks from elsewhere; can be sent once. */
    record Blocks(Iterable<byte[]> blocks) implements Content {}

    /** A page that says what went wrong, in the form that the client likes best. */
    record Problem(Optional<String> detail) implements Content {}

    /** Reads all of {@code blocks} and closes them. */
    static byte[] readAndClose(Iterable<byte[]> blocks) throws IOException {
        var all = new ByteArrayOutputStream();
        try {
            for (var block : blocks) {
                all.writeBytes(block);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            Body.close(blocks);
        }
        return all.toByteArray();
    }

    /** The content as one array; reads a file, and what can be sent once is used up. */
    default byte[] read(int status) throws IOException {
        return switch (this) {
            case Bytes memory -> memory.bytes();
            case Stored stored -> readAndClose(Body.file(stored.file()));
            case Blocks blocks -> readAndClose(blocks.blocks());
            case Problem problem -> ProblemPage.text(status, problem.detail()).bytes();
        };
    }

    /** The sum of the blocks if they are in memory, else -1. */
    static long knownLength(Iterable<byte[]> blocks) {
        if (!(blocks instanceof List<byte[]> list)) {
            return -1;
        }
        long sum = 0;
        for (var block : list) {
            sum += block.length;
        }
        return sum;
    }
}
