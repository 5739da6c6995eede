package dev.loomlet.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Generates as many requests as the server answers: with wrk where it is installed, otherwise with {@link OwnClosedLoop}, which does the
 * same except for TLS; of HTTP/2 with h2load, of WebSocket always with the own one.
 */
public final class ClosedLoop {

    private ClosedLoop() {}

    /**
     * Runs the plan, for its duration; interrupt ends it, and with it the program that generates.
     *
     * @param plan what to request
     * @return what became of the requests
     * @throws IOException when nothing was answered, or the program that is needed is not installed
     * @throws InterruptedException when the calling thread is interrupted
     */
    public static ClosedLoopResult run(ClosedLoopPlan plan) throws IOException, InterruptedException {
        if (plan.streams() > 0) {
            return H2load.run(plan);
        }
        var wrk = plan.webSocket() ? Optional.<Path>empty() : Wrk.installed();
        return wrk.isPresent() ? Wrk.run(wrk.get(), plan) : OwnClosedLoop.run(plan);
    }
}
