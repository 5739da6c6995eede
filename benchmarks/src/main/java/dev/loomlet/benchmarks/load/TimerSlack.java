package dev.loomlet.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How late Linux may wake the calling thread, to wake others with it: 50 µs unless it is told otherwise, and each request of an open loop
 * would be late by that.
 */
final class TimerSlack {

    private TimerSlack() {}

    /** Sets it to the least; where that is not possible, requests are later, which the result states. */
    static void least() {
        try {
            var thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName();
            Files.writeString(Path.of("/proc").resolve(thread).resolve("timerslack_ns"), "1");
        } catch (IOException | SecurityException e) {
            // Not Linux, or a container that hides it.
        }
    }
}
