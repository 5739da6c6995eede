package dev.loomlet.benchmarks.load;

import java.io.IOException;

/**
 * Generates as many requests as the server answers: with wrk where it is installed, otherwise with {@link OwnClosedLoop}, which does the
 * same except for TLS.
 */
public final class ClosedLoop {

    private ClosedLoop() {}

    /**
     * Runs the plan, for its duration; interrupt ends it, and with it wrk.
     *
     * @param plan what to request
     * @return what became of the requests
     * @throws IOException when nothing was answered, or wrk is needed and not installed
     * @throws InterruptedException when the calling thread is interrupted
     */
    public static ClosedLoopResult run(ClosedLoopPlan plan) throws IOException, InterruptedException {
        var wrk = Wrk.installed();
        return wrk.isPresent() ? Wrk.run(wrk.get(), plan) : OwnClosedLoop.run(plan);
    }
}
