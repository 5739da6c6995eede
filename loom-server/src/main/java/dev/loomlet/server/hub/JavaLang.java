package dev.loomlet.server.hub;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The few members of {@code java.lang} that a hub needs and that JDK 25 does not offer to programs: it has no public way to choose what
 * schedules a virtual thread. They are reached by reflection, which the package must be open for: {@code Add-Opens: java.base/java.lang}
 * in the manifest of a jar that is run by {@code java -jar}, or {@code --add-opens java.base/java.lang=ALL-UNNAMED}. Where it is not, or
 * where another JDK has other members, {@link #whyClosed} says so and the server does without hubs.
 *
 * <p>All methods but {@link #whyClosed}, {@link #startPoller}, {@link #currentCarrier}, {@link #pin} and {@link #unpin} are for programs that
 * found it empty. Any thread.
 */
public final class JavaLang {

    /* Thread.NO_INHERIT_THREAD_LOCALS, which is not public either */
    private static final int NO_INHERIT_THREAD_LOCALS = 1 << 2;

    private static final Optional<String> WHY_CLOSED = tryOpen();
    private static final boolean OPEN = WHY_CLOSED.isEmpty();

    /* Constants for the compiler, which only a class of their own can be when opening may fail. */
    private static final class Members {
        static final MethodHandle NEW_VIRTUAL_THREAD;
        static final MethodHandle CURRENT_CARRIER;
        static final MethodHandle CARRIER;
        static final MethodHandle CONTINUATION;
        static final MethodHandle PIN;
        static final MethodHandle UNPIN;
        static final Executor DEFAULT_SCHEDULER;

        static {
            try {
                var lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
                var virtualThread = lookup.findClass("java.lang.VirtualThread");
                var newThread = lookup.findClass("java.lang.ThreadBuilders")
                        .getDeclaredMethod("newVirtualThread", Executor.class, String.class, int.class, Runnable.class);
                NEW_VIRTUAL_THREAD = open(lookup, newThread);
                CURRENT_CARRIER = open(lookup, Thread.class.getDeclaredMethod("currentCarrierThread"));
                var carrier = virtualThread.getDeclaredField("carrierThread");
                carrier.setAccessible(true);
                CARRIER = lookup.unreflectGetter(carrier)
                        .asType(java.lang.invoke.MethodType.methodType(Thread.class, Thread.class));
                var continuation = virtualThread.getDeclaredField("runContinuation");
                continuation.setAccessible(true);
                CONTINUATION = lookup.unreflectGetter(continuation)
                        .asType(java.lang.invoke.MethodType.methodType(Runnable.class, Thread.class));
                var threadToVoid = java.lang.invoke.MethodType.methodType(void.class, Thread.class);
                PIN = open(lookup, virtualThread.getDeclaredMethod("disableSuspendAndPreempt"))
                        .asType(threadToVoid);
                UNPIN = open(lookup, virtualThread.getDeclaredMethod("enableSuspendAndPreempt"))
                        .asType(threadToVoid);
                DEFAULT_SCHEDULER = (Executor) open(lookup, virtualThread.getDeclaredMethod("defaultScheduler"))
                        .invoke();
            } catch (Throwable e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private static MethodHandle open(MethodHandles.Lookup lookup, java.lang.reflect.Method method)
                throws IllegalAccessException {
            method.setAccessible(true);
            return lookup.unreflect(method);
        }
    }

    private JavaLang() {}

    private static Optional<String> tryOpen() {
        if (!Thread.class.getModule().isOpen("java.lang", JavaLang.class.getModule())) {
            var module = JavaLang.class.getModule();
            return Optional.of("java.lang is not open to Loomlet; run with --add-opens java.base/java.lang="
                    + (module.isNamed() ? module.getName() : "ALL-UNNAMED"));
        }
        try {
            var thread = newVirtualThread(Members.DEFAULT_SCHEDULER, () -> {});
            return continuationOf(thread) == null
                    ? Optional.of("this JDK's virtual threads are not as expected")
                    : Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            return Optional.of("this JDK's virtual threads are not as expected: " + e);
        }
    }

    /**
     * Starts the JDK's poller for virtual threads, which else starts when the first of them waits for a socket: there may be no file
     * descriptors for it then, and its own threads are scheduled as who waited, on a hub for example, which would then wait for itself.
     */
    public static void startPoller() {
        try {
            Class.forName("sun.nio.ch.Poller");
        } catch (ClassNotFoundException e) {
            System.getLogger(JavaLang.class.getPackageName())
                    .log(System.Logger.Level.DEBUG, "this JDK has another poller", e);
        }
    }

    /** Why hubs cannot be used here; empty if they can. */
    public static Optional<String> whyClosed() {
        return WHY_CLOSED;
    }

    /** A virtual thread that was not started, run by {@code scheduler}, inheriting no thread locals. */
    static Thread newVirtualThread(Executor scheduler, Runnable task) {
        try {
            return (Thread)
                    Members.NEW_VIRTUAL_THREAD.invokeExact(scheduler, (String) null, NO_INHERIT_THREAD_LOCALS, task);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** A virtual thread as {@link #newVirtualThread}, run by the JDK's own scheduler, whoever asks for it. */
    public static Thread newVirtualThread(Runnable task) {
        return newVirtualThread(Members.DEFAULT_SCHEDULER, task);
    }

    /**
     * The platform thread that runs the current one: itself, or what a virtual thread is mounted on. It holds until the next call that
     * may park. The current thread where this is closed, so that nobody is taken for a hub's.
     */
    static Thread currentCarrier() {
        if (!OPEN) {
            return Thread.currentThread();
        }
        try {
            return (Thread) Members.CURRENT_CARRIER.invokeExact();
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** What a virtual thread is mounted on at this moment, if it is. */
    static Optional<Thread> carrierOf(Thread virtualThread) {
        try {
            return Optional.ofNullable((Thread) Members.CARRIER.invokeExact(virtualThread));
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** What a virtual thread hands its scheduler, always the same object. */
    static Runnable continuationOf(Thread virtualThread) {
        try {
            return (Runnable) Members.CONTINUATION.invokeExact(virtualThread);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /**
     * Keeps the current virtual thread from unmounting until {@link #unpin}: a lock that it waits for blocks its carrier instead. Nothing on
     * a platform thread, and nothing where hubs only poll: no virtual thread is run by the one that waits for it.
     */
    static void pin() {
        if (OPEN) {
            invoke(Members.PIN);
        }
    }

    /** Ends what {@link #pin} began. */
    static void unpin() {
        if (OPEN) {
            invoke(Members.UNPIN);
        }
    }

    private static void invoke(MethodHandle ofVirtualThread) {
        var thread = Thread.currentThread();
        if (thread.isVirtual()) {
            try {
                ofVirtualThread.invokeExact(thread);
            } catch (Throwable e) {
                throw failed(e);
            }
        }
    }

    /** What a call of a member threw that declares nothing of the kind. */
    static RuntimeException failed(Throwable e) {
        return switch (e) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            default -> new IllegalStateException(e);
        };
    }
}
