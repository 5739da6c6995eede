package dev.loomlet.green;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix domain socket, as it was when looked at. It may be another one by now, of another program, under the same path; that is
 * not removed.
 *
 * @param path where
 * @param key tells it from others, or null where the system has no such thing
 */
record SocketFile(Path path, @Nullable Object key) {

    /** Returns the file at {@code path}, or empty if nothing is there. */
    static Optional<SocketFile> at(Path path) throws IOException {
        try {
            return Optional.of(new SocketFile(path, attributes(path).fileKey()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns whether it is a socket that nobody listens on. Blocks for a connect on this machine. */
    boolean isStale() throws IOException {
        /* Neither a file, a folder nor a link; a pipe or device is no socket either, and refuses likewise. */
        if (!attributes(path).isOther()) {
            return false;
        }
        try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return false;
        } catch (ConnectException _) {
            return isSocket();
        }
    }

    private boolean isSocket() throws IOException {
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & 0xf000) == 0xc000;
    }

    /** Removes the file, unless it is another one by now. */
    void remove() throws IOException {
        if (at(path).equals(Optional.of(this))) {
            Files.deleteIfExists(path);
        }
    }
}
