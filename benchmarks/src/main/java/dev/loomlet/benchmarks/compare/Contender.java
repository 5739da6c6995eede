package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.peers.Peer;
import dev.loomlet.benchmarks.peers.RunningPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server of the comparison and its process, which is started when it is first needed and then runs until the end. */
final class Contender implements AutoCloseable {

    private final Peer peer;
    private final Path folder;
    private @Nullable RunningPeer running;
    /** Why it has no part in the rest of the workload; one that does not even start has none in all others either. */
    private Optional<String> left = Optional.empty();

    private Optional<String> lost = Optional.empty();

    Contender(Peer peer, Path folder) {
        this.peer = peer;
        this.folder = folder;
    }

    String name() {
        return peer.name();
    }

    Peer peer() {
        return peer;
    }

    /** Why it cannot have a part in the workload, as is known beforehand; empty if it can. */
    Optional<String> unfit(Workload workload) {
        return peer.missing().or(() -> peer.whyNot(workload.route()));
    }

    /** Why it has no part in the rest of the workload after what happened; empty if it has. */
    Optional<String> out() {
        return lost.or(() -> left);
    }

    /** A workload begins, in which it may take part again. */
    void enter() {
        left = Optional.empty();
    }

    /** Takes no further part in the workload. */
    void leave(String reason) {
        left = Optional.of(reason);
        discard();
    }

    /** Whether its process runs. */
    boolean runs() {
        return running != null && running.isAlive();
    }

    /** Whether its process ended by itself. */
    boolean died() {
        return running != null && !running.isAlive();
    }

    /** The process that runs all the time. Where there is none, starts it and gives its compilers the load they need. */
    RunningPeer server(Pace pace) throws IOException, InterruptedException {
        if (running == null) {
            try {
                running = peer.start(folder);
            } catch (IOException e) {
                lost = Optional.of("does not start: " + e.getMessage());
                throw new IOException(lost.get(), e);
            }
            Workloads.plaintext().warmFor(pace.firstWarmUp(), running, pace);
        }
        return running;
    }

    /** A process of its own, for one cell, which closes it. */
    RunningPeer startFresh() throws IOException, InterruptedException {
        return peer.start(folder);
    }

    /** Ends the process, so that the next workload starts another. */
    void discard() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    @Override
    public void close() {
        discard();
    }
}
