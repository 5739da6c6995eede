package dev.loomlet.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a person watches. The JDK tells that of standard input and output together, not of standard error. */
final class Terminal {

    private Terminal() {}

    static boolean isStandardError() {
        try {
            var device = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }
}
