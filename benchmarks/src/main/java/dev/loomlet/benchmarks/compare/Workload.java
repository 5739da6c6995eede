package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.peers.Route;
import dev.loomlet.benchmarks.peers.RunningPeer;
import java.io.IOException;
import java.time.Duration;

/** One thing that every server is measured at. All methods run on the comparison's thread and block for as long as they say they last. */
sealed interface Workload permits ClosedLoopWorkload, LatencyWorkload, StallWorkload, IdleWorkload, StartWorkload {

    /** Short and the same for ever, since stored results are compared by it. */
    String name();

    /** What it shows, in one line. */
    String about();

    /** What a server must answer to be measured. */
    Route route();

    /** Whether it measures the server that runs all the time, which then has to be started and warm; otherwise it starts its own. */
    default boolean needsRunningServer() {
        return true;
    }

    default int rounds(Pace pace) {
        return pace.rounds();
    }

    /** The load before the first round of a server, as planned. */
    Duration warmUpTime(Pace pace);

    /** How long one cell takes, as planned; for the estimate. */
    Duration cellTime(Pace pace);

    void warmUp(RunningPeer server, Pace pace) throws IOException, InterruptedException;

    /** Measures one server once and records it in the cell. An exception is the reason why there is nothing to record. */
    void measure(Cell cell) throws IOException, InterruptedException;
}
