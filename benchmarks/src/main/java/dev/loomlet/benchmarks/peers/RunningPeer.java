package dev.loomlet.benchmarks.peers;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * A peer's process, and what it has used. CPU time and memory are read from /proc, so only on Linux. Methods may be called by any thread.
 */
public final class RunningPeer implements AutoCloseable {

    private static final Duration END = Duration.ofSeconds(3);

    private final Process process;
    private final Ports ports;
    private final Optional<Control> control;
    private final Duration startUp;
    private final ProcessTree tree;

    /** The process must have answered; {@code control} is there for Java. */
    RunningPeer(Process process, Ports ports, Optional<Control> control, Duration startUp) {
        this.process = process;
        this.ports = ports;
        this.control = control;
        this.startUp = startUp;
        tree = new ProcessTree(process.toHandle());
    }

    /** Returns the port where it answers HTTP at 127.0.0.1. */
    public int port() {
        return ports.http();
    }

    /** Returns the port where it answers HTTP over TLS, if {@link Route#TLS} is among its routes. */
    public int tlsPort() {
        return ports.tls();
    }

    /** Tells whether the process is there. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the CPU time since the start, user and system, of the process and all below it, in steps of 10 ms. */
    public long cpuMicros() {
        return tree.cpuMicros();
    }

    /**
     * Returns the memory of the process and all below it that is in RAM. A page that several processes share is divided among them, so
     * compare values that were taken while the same processes ran.
     */
    public long residentBytes() {
        return tree.residentBytes();
    }

    /** Returns how many bytes its threads have allocated on the heap since the start; empty if it is not Java. */
    public OptionalLong allocatedBytes() {
        return statistic(Statistics::allocatedBytes);
    }

    /** Returns how many bytes of the heap are used; empty if it is not Java. */
    public OptionalLong heapBytes() {
        return statistic(Statistics::heapBytes);
    }

    /** Returns the milliseconds that its garbage collections took since the start; empty if it is not Java. */
    public OptionalLong collectionMillis() {
        return statistic(Statistics::collectionMillis);
    }

    private OptionalLong statistic(ToLongFunction<Statistics> which) {
        return control.stream()
                .map(asked -> Statistics.parse(asked.ask(Control.STATISTICS)))
                .mapToLong(which)
                .findFirst();
    }

    /** Collects its garbage and returns when that is done; nothing if it is not Java. */
    public void collectGarbage() {
        control.ifPresent(asked -> asked.ask(Control.COLLECT_GARBAGE));
    }

    /** Returns the ids of the process and all below it that are there now. */
    public List<Long> pids() {
        return tree.processes().stream().map(ProcessHandle::pid).toList();
    }

    /** Returns the time from the start of the process to the first answer. */
    public Duration startUp() {
        return startUp;
    }

    /**
     * Ends the process and all below it, and returns when they are gone. First by the end of their input, which each of them takes as the
     * end of this process; by force if they take long.
     */
    @Override
    public void close() {
        end(process);
    }

    static void end(Process process) {
        var all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        try {
            process.getOutputStream().close();
        } catch (IOException _) {
            /* It has ended. */
        }
        var gone =
                CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
        gone.copy()
                .completeOnTimeout(null, END.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        all.forEach(ProcessHandle::destroyForcibly);
        gone.completeOnTimeout(null, END.toMillis(), TimeUnit.MILLISECONDS).join();
    }
}
