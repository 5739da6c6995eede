package dev.loomlet.middleware;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Finds files below a root. Waits for the file system; for any thread. */
final class StaticFolder {

    /** What a path names. */
    sealed interface Found {

        /**
         * Something to send.
         *
         * @param name its path below the root, as it was asked for, with the index's name if a folder was
         * @param path where it is in truth
         */
        record File(String name, Path path, BasicFileAttributes attributes) implements Found {}

        /** A folder, asked for without the slash. */
        record FolderWithoutSlash() implements Found {}

        /** Nothing that is sent. */
        record Nothing() implements Found {}
    }

    private static final Found NOTHING = new Found.Nothing();

    private final Path root;
    private final StaticOptions options;

    StaticFolder(StaticOptions options) throws IOException {
        this.options = options;
        root = options.root().toRealPath();
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(root.toString());
        }
    }

    /** Finds what {@code pathInfo}, not empty, names. */
    Found find(String pathInfo) throws IOException {
        var name = StaticPath.of(pathInfo, options.isShowingHidden());
        if (name.isEmpty()) {
            return NOTHING;
        }
        boolean hasSlash = name.get().isEmpty() || name.get().endsWith("/");
        var found = look(name.get());
        if (found.isPresent() && found.get().attributes().isDirectory()) {
            return hasSlash ? indexOf(name.get()) : new Found.FolderWithoutSlash();
        }
        return found.isPresent() && !hasSlash && found.get().attributes().isRegularFile() ? found.get() : NOTHING;
    }

    private Found indexOf(String folder) throws IOException {
        if (options.index().isEmpty()) {
            return NOTHING;
        }
        var file = regular(folder + options.index().get());
        return file.isPresent() ? file.get() : NOTHING;
    }

    /** Finds a regular file by its path below the root. */
    Optional<Found.File> regular(String name) throws IOException {
        return look(name).filter(file -> file.attributes().isRegularFile());
    }

    private Optional<Found.File> look(String name) throws IOException {
        try {
            var path = root.resolve(name).toRealPath();
            if (!options.isFollowing() && !path.startsWith(root)) {
                return Optional.empty();
            }
            return Optional.of(new Found.File(name, path, Files.readAttributes(path, BasicFileAttributes.class)));
        } catch (AccessDeniedException e) {
            throw e;
        } catch (InvalidPathException | FileSystemException e) {
            /* Not there; or no name for this file system, as one that is too long. */
            return Optional.empty();
        }
    }
}
