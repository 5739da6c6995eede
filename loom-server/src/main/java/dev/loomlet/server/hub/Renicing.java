package dev.loomlet.server.hub;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Gives a hub thread whose place was taken a lower priority, so that a handler that computes gets in the way of the hubs less. In Linux a
 * nice value is a thread's, whatever the manual of {@code setpriority} says of processes. Off unless the system property {@code
 * loomlet.relief.nice} says which value, and off with a warning where there is no Linux or no native access.
 *
 * <p>Only the superuser can take it back, so a thread that was reniced ends when its handler lets it.
 *
 * <p>Any thread; never blocks.
 */
final class Renicing {

    /** None: threads keep their priority. */
    static final Renicing OFF = new Renicing(0, Optional.empty());

    private static final String PROPERTY = "loomlet.relief.nice";

    /* Of sys/resource.h. */
    private static final int PRIO_PROCESS = 0;

    private final int nice;
    private final Optional<Calls> calls;
    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * The C library's.
     *
     * @param gettid {@code pid_t gettid(void)}
     * @param setpriority {@code int setpriority(int which, id_t who, int prio)}
     */
    private record Calls(MethodHandle gettid, MethodHandle setpriority) {

        @SuppressWarnings("restricted") // documented: hub.md says what the program's command line needs
        static Calls link() {
            var linker = Linker.nativeLinker();
            var library = linker.defaultLookup();
            MemoryLayout number = ValueLayout.JAVA_INT;
            return new Calls(
                    linker.downcallHandle(library.findOrThrow("gettid"), FunctionDescriptor.of(number)),
                    linker.downcallHandle(
                            library.findOrThrow("setpriority"), FunctionDescriptor.of(number, number, number, number)));
        }
    }

    private Renicing(int nice, Optional<Calls> calls) {
        this.nice = nice;
        this.calls = calls;
    }

    /**
     * What the system property asks for. For a thread that is no hub's: it may log.
     *
     * @throws IllegalArgumentException if it is no nice value from 0 to 19
     */
    static Renicing ofProperty() {
        return to(nice(System.getProperty(PROPERTY)), System.getProperty("os.name"));
    }

    /** The number that a value of {@code loomlet.relief.nice} stands for; 0 if it is not set. */
    static int nice(@Nullable String value) {
        if (value == null) {
            return 0;
        }
        if (!value.matches("[0-9]|1[0-9]")) {
            throw new IllegalArgumentException(
                    "the system property " + PROPERTY + " must be a number from 0 to 19, not " + value);
        }
        return Integer.parseInt(value);
    }

    /** Renicing to {@code nice} on the operating system {@code os}; {@link #OFF}, and a warning, where that is not possible. */
    static Renicing to(int nice, String os) {
        if (nice == 0) {
            return OFF;
        }
        if (!os.equals("Linux")) {
            return offSince("only Linux can do it, and this is " + os);
        }
        try {
            return new Renicing(nice, Optional.of(Calls.link()));
        } catch (RuntimeException | LinkageError e) {
            return offSince(e.toString());
        }
    }

    private static Renicing offSince(String reason) {
        HubLog.warningAtStart(
                "threads that lose their hub keep their priority, although " + PROPERTY + " is set: " + reason);
        return OFF;
    }

    /** The current thread's number in the operating system; 0 if off. */
    int currentThread() {
        return calls.map(it -> invoke(it.gettid())).orElse(0);
    }

    private static int invoke(MethodHandle gettid) {
        try {
            return (int) gettid.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Renices a thread that is alive, by its {@link #currentThread number}; whether it has that nice value now. */
    boolean renice(int thread) {
        if (thread == 0 || calls.isEmpty()) {
            return false;
        }
        boolean done = invoke(calls.get().setpriority(), thread) == 0;
        if (!done && !warned.getAndSet(true)) {
            HubLog.warning(
                    "a thread that lost its hub keeps its priority: the system does not let it have the nice value "
                            + nice + " (it never lowers one)");
        }
        return done;
    }

    private int invoke(MethodHandle setpriority, int thread) {
        try {
            return (int) setpriority.invokeExact(PRIO_PROCESS, thread, nice);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
