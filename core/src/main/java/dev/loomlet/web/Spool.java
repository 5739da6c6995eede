package dev.loomlet.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The content of one uploaded file: in memory, and from some size on in a temporary file (Python's {@code SpooledTemporaryFile}). On the thread
 * that reads the form, then on those of who has it, one at a time. Writing to the file blocks as files do; an interrupt during that is an
 * {@link IOException}.
 */
final class Spool {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final FormLimits limits;
    private ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream out;
    private long size;
    private boolean gone;

    Spool(FormLimits limits) {
        this.limits = limits;
    }

    /** Appends bytes, in memory if no more than {@code memoryLeft} bytes are there then. */
    void write(byte[] bytes, int length, int memoryLeft) throws IOException {
        size += length;
        if (out == null && size > memoryLeft) {
            file = temporaryFile();
            out = Files.newOutputStream(file);
            memory.writeTo(out);
            memory = new ByteArrayOutputStream();
        }
        if (out == null) {
            memory.write(bytes, 0, length);
        } else {
            out.write(bytes, 0, length);
        }
    }

    /** Ends the writing. */
    void finish() throws IOException {
        if (out != null) {
            out.close();
        }
    }

    long size() {
        return size;
    }

    /** Bytes that are held in memory. */
    int memoryBytes() {
        return memory.size();
    }

    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    InputStream open() throws IOException {
        requireThere();
        return file == null ? new ByteArrayInputStream(memory.toByteArray()) : Files.newInputStream(file);
    }

    byte[] bytes() throws IOException {
        requireThere();
        return file == null ? memory.toByteArray() : Files.readAllBytes(file);
    }

    void moveTo(Path target) throws IOException {
        requireThere();
        if (file != null) {
            Files.move(file, target);
        } else {
            createPrivate(target);
            Files.write(target, memory.toByteArray());
        }
        gone = true;
    }

    /* The JDK makes these readable by their owner alone where it can. */
    private Path temporaryFile() throws IOException {
        return limits.directory().isPresent()
                ? Files.createTempFile(limits.directory().get(), "loomlet-", ".upload")
                : Files.createTempFile("loomlet-", ".upload");
    }

    private static void createPrivate(Path target) throws IOException {
        if (target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(target, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else {
            Files.createFile(target);
        }
    }

    private void requireThere() {
        if (gone) {
            throw new IllegalStateException("the upload was moved, or its request is over");
        }
    }

    /** Deletes the content. */
    void discard() throws IOException {
        boolean moved = gone;
        gone = true;
        finish();
        memory = new ByteArrayOutputStream();
        if (file != null && !moved) {
            Files.deleteIfExists(file);
        }
    }
}
