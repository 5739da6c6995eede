package dev.loomlet.wsgi;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The usual response bodies. Each is an {@code Iterable<byte[]>} like any other, which a server knows how to send well: a
 * {@link List} is in memory, so its length is known and it goes out in one write; a {@link FileWrapper} over a file is
 * copied by the operating system.
 */
public final class Body {

    private Body() {}

    /**
     * Returns an empty body.
     *
     * @return no blocks
     */
    public static List<byte[]> empty() {
        return List.of();
    }

    /**
     * Returns a body of blocks in memory.
     *
     * @param blocks the blocks, not copied
     * @return the blocks, an immutable list
     */
    public static List<byte[]> of(byte[]... blocks) {
        return List.of(blocks);
    }

    /**
     * Returns a body of one block, {@code text} in UTF-8.
     *
     * @param text the text
     * @return one block, an immutable list
     */
    public static List<byte[]> of(String text) {
        return List.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns a body that is read from {@code in} block by block while it is sent, and closes {@code in} with the response.
     *
     * @param in what to send, from where it stands to its end
     * @return the body; to be iterated once
     */
    public static FileWrapper stream(InputStream in) {
        return new FileWrapper(in);
    }

    /**
     * Opens {@code file} and returns it as a body, its length known. The file is closed with the response.
     *
     * @param file the file to send
     * @return the body; to be iterated once
     * @throws IOException if the file cannot be opened, or is a directory
     */
    public static FileWrapper file(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            /* Opening one succeeds; only reading fails, and then the headers are sent. */
            throw new FileSystemException(file.toString(), null, "is a directory");
        }
        return new FileWrapper(FileChannel.open(file, StandardOpenOption.READ));
    }

    /**
     * Closes what an application returned, if it can be closed: what a middleware does that does not return it (PEP 3333, "The
     * Application/Framework Side").
     *
     * @param result what the application returned
     * @throws IOException what closing threw; a checked exception of another kind is its cause. Of an interrupt the thread's flag is set
     *     again
     */
    public static void close(Iterable<byte[]> result) throws IOException {
        if (result instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while a body was closed");
            } catch (Exception e) {
                throw new IOException("a body could not be closed", e);
            }
        }
    }
}
