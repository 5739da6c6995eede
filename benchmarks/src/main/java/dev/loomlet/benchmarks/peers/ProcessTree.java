package dev.loomlet.benchmarks.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/*
 * CPU time. /proc/PID/stat counts, in ticks, all threads of a process, those that have ended too, and in other fields its children that
 * have ended. The nanoseconds of /proc/PID/task/N/schedstat are finer, but those of a thread that ends are gone, and carrier threads,
 * pools and compilers do end. A tick is 10 ms: of a second of measuring one in a hundred.
 *
 * Memory. The proportional set size of /proc/PID/smaps_rollup counts a page that N processes share as 1/N page in each, so that the sum
 * over forked workers is right. The libraries of the JVM count less while more JVMs run: compare values that were taken while the same
 * processes were there.
 */

/** A process and all below it, seen through /proc. Any thread may ask. */
final class ProcessTree {

    /* What Linux counts for programs, whatever the tick of the kernel itself is. */
    private static final long MICROS_A_TICK = 10_000;
    private static final long BYTES_A_KB = 1024;

    private final ProcessHandle root;

    ProcessTree(ProcessHandle root) {
        this.root = root;
    }

    /** The processes that are there now, the root first. */
    List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(root), root.descendants())
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    /** User and system time of all of them, and of children of theirs that have ended. */
    long cpuMicros() {
        long ticks = 0;
        for (var process : processes()) {
            ticks += ticks(read(process, "stat"));
        }
        return ticks * MICROS_A_TICK;
    }

    long residentBytes() {
        long kilobytes = 0;
        for (var process : processes()) {
            var shared = field(read(process, "smaps_rollup"), "Pss:");
            kilobytes += shared.orElseGet(
                    () -> field(read(process, "status"), "VmRSS:").orElse(0));
        }
        return kilobytes * BYTES_A_KB;
    }

    /** Fields 14 to 17: counted behind the name, which is in parentheses and may hold anything. */
    private static long ticks(String stat) {
        if (stat.isEmpty()) {
            return 0;
        }
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks;
    }

    private static OptionalLong field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst();
    }

    /** A file of the process; empty if it has ended meanwhile, or if the kernel does not have or show that file. */
    private static String read(ProcessHandle process, String file) {
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            throw new UnsupportedOperationException(
                    "CPU time and memory of a server are read from /proc: run this on Linux");
        }
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
        } catch (NoSuchFileException _) {
            return "";
        } catch (IOException e) {
            if (file.equals("smaps_rollup") || !process.isAlive()) {
                return "";
            }
            throw new UncheckedIOException(e);
        }
    }
}
