package dev.loomlet.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out which process listens on a port, where Linux's /proc tells; a help for an error message, so it never fails. */
final class PortHolder {

    /* Columns of /proc/net/tcp: local address as hexadecimal ADDRESS:PORT, state (0A is LISTEN), inode. */
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private PortHolder() {}

    static Optional<String> find(int port) {
        try {
            return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                    .map(Path::of)
                    .filter(Files::isReadable)
                    .flatMap(table -> lines(table).stream())
                    .map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns.length > INODE && columns[STATE].equals("0A"))
                    .filter(columns -> columns[LOCAL].endsWith(String.format(":%04X", port)))
                    .flatMap(columns -> process(columns[INODE]).stream())
                    .findFirst();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> process(String inode) {
        try (var processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> holds(process, inode))
                    .map(process -> "process " + process.getFileName() + " (" + command(process) + ").")
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean holds(Path process, String inode) {
        var wanted = "socket:[" + inode + "]";
        try (var descriptors = Files.list(process.resolve("fd"))) {
            return descriptors.anyMatch(descriptor -> wanted.equals(linkTarget(descriptor)));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static String linkTarget(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String command(Path process) {
        return lines(process.resolve("comm")).stream().findFirst().orElse("?");
    }
}
