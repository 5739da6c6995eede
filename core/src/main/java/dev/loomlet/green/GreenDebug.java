package dev.loomlet.green;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at green threads from outside (eventlet's debug module).
 *
 * {@snippet lang=java :
 * System.err.println(GreenDebug.formatThreads());
 * }
 *
 * <p>Nothing is kept of green threads for this, and a spawn costs nothing more: who asks has the JVM dump all threads, as {@code jcmd PID
 * Thread.dump_to_file} does, into a temporary file that only this user can read and that is gone when the method returns. With
 * 100,000 threads that are 160 MB and several seconds, in which the threads go on: each is looked at for itself, so the answer is no
 * moment of the whole. A green thread that has not come to run yet has no stack, and is not found; nor is any if the JVM was started with
 * {@code -Djdk.trackAllThreads=false}.
 *
 * <p>Green threads have no names. Work that is to be found by one says {@code Thread.currentThread().setName("feed " + url)} first.
 *
 * <p>All methods may be called from every thread; those that dump block until the file is read, and interrupt has no effect on them. They
 * need the module {@code jdk.management}, which a run-time image may lack and which a program on the module path may have to ask for:
 * {@code --add-modules jdk.management}.
 */
public final class GreenDebug {

    /**
     * What a virtual thread was doing when it was looked at.
     *
     * @param id {@link Thread#threadId()}
     * @param name the thread's name, empty if it has none
     * @param state its state
     * @param isGreen whether it is a green thread, one of {@link Green}; the server's connections for example are virtual threads that
     *     are not
     * @param stack the frames, innermost first, as {@link StackTraceElement#toString()} writes them
     */
    public record ThreadInfo(long id, String name, Thread.State state, boolean isGreen, List<String> stack) {

        /** Copies the list. */
        public ThreadInfo {
            stack = List.copyOf(stack);
        }
    }

    private GreenDebug() {}

    /**
     * Returns the green threads that live now, the caller among them if it is one.
     *
     * @return an immutable list, in no order
     * @throws IOException if the dump cannot be written to the folder for temporary files or read, or some thread's name has a
     *     control character other than white space, which JDK 25 cannot write
     * @throws UnsupportedOperationException if the module {@code jdk.management} is not there
     */
    public static List<ThreadInfo> threads() throws IOException {
        return ThreadDump.of(ThreadInfo::isGreen);
    }

    /**
     * Returns all virtual threads that live now, green or not. Those that run requests of the server are among them, on hubs too.
     *
     * @return an immutable list, in no order
     * @throws IOException if the dump cannot be written to the folder for temporary files or read, or some thread's name has a
     *     control character other than white space, which JDK 25 cannot write
     * @throws UnsupportedOperationException if the module {@code jdk.management} is not there
     */
    public static List<ThreadInfo> virtualThreads() throws IOException {
        return ThreadDump.of(_ -> true);
    }

    /**
     * Returns {@link #threads()} as text for people, as {@link #formatThreads(List)} writes them (eventlet's format_threads_info).
     *
     * @return lines that end in {@code \n}
     * @throws IOException if the dump cannot be written to the folder for temporary files or read, or some thread's name has a
     *     control character other than white space, which JDK 25 cannot write
     * @throws UnsupportedOperationException if the module {@code jdk.management} is not there
     */
    public static String formatThreads() throws IOException {
        return formatThreads(threads());
    }

    /**
     * Writes {@code threads} as text for people: each stack once, the most frequent first, below the threads that have it, of which ten
     * are named.
     *
     * <pre>
     * 3 threads with 2 stacks
     *
     * 2 threads WAITING: #31 "feed a", #32
     *     at java.base/java.lang.VirtualThread.park(VirtualThread.java:582)
     *     ...
     * </pre>
     *
     * @param threads what to write
     * @return lines that end in {@code \n}; control characters in names are replaced by question marks
     */
    public static String formatThreads(List<ThreadInfo> threads) {
        return ThreadDumpText.of(threads);
    }

    /**
     * Has {@code handler} told of every exception that nothing of this library's user can catch (in the place of eventlet's
     * hub_exceptions): what work of {@link Green#spawnN} throws, what links throw, and other failures for which nobody waits. Without one they go
     * to the uncaught exception handler of the thread they happen on, by default to the standard error stream; so do those of threads that
     * are not green, always.
     *
     * @param handler who is told, on the thread it happens on; what it throws is ignored. Null: each thread's own handler again
     */
    public static void setUncaughtExceptionHandler(Thread.@Nullable UncaughtExceptionHandler handler) {
        Throwables.reportTo(handler);
    }
}
