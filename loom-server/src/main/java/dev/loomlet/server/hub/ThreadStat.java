package dev.loomlet.server.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells whether a platform thread waits for a processor, which the JVM does not know, by what Linux says of it in {@code /proc}
 * (proc_pid_stat(5)). Elsewhere nothing is known. Any thread; never blocks for long.
 */
final class ThreadStat {

    /** A thread of which nothing is known. */
    static final ThreadStat UNKNOWN = new ThreadStat(Optional.empty());

    private static final Path PROC = Path.of("/proc");

    /* Behind the name, which is in parentheses and may contain some: the fields from the third on. */
    private static final int STATE = 0;
    private static final int USER_TIME = 14 - 3;
    private static final int SYSTEM_TIME = 15 - 3;

    private final Optional<Path> file;

    /**
     * A thread at one moment.
     *
     * @param isRunnable whether it runs or waits for a processor, and for nothing else
     * @param ranTicks for how long it has run, in hundredths of a second, which is the unit wherever Linux tells a program a time so
     */
    record Look(boolean isRunnable, long ranTicks) {}

    private ThreadStat(Optional<Path> file) {
        this.file = file;
    }

    /** The current platform thread. */
    static ThreadStat ofCurrent() {
        try {
            var thread = Files.readSymbolicLink(PROC.resolve("thread-self"));
            return new ThreadStat(Optional.of(PROC.resolve(thread).resolve("stat")));
        } catch (IOException | UnsupportedOperationException e) {
            return UNKNOWN;
        }
    }

    /** How the thread is now; empty if that is not known, or it has ended. */
    Optional<Look> look() {
        try {
            return file.isEmpty() ? Optional.empty() : Optional.of(parse(Files.readString(file.get())));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads the one line of the file.
     *
     * @throws IllegalArgumentException if it is not such a line
     */
    static Look parse(String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 1).stripLeading().split(" ", SYSTEM_TIME + 2);
        if (fields.length <= SYSTEM_TIME) {
            throw new IllegalArgumentException("not a line of proc_pid_stat: " + stat);
        }
        long ran = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
        return new Look(fields[STATE].equals("R"), ran);
    }
}
