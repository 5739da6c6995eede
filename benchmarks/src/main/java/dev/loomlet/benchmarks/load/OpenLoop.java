package dev.loomlet.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Generates requests at a fixed rate. */
public final class OpenLoop {

    private OpenLoop() {}

    /**
     * Runs the plan, until all requests are answered or the time for it is over; interrupt ends it.
     *
     * @param plan what to request
     * @return what became of the requests
     * @throws IOException when no connection could be opened
     * @throws InterruptedException when the calling thread is interrupted
     */
    public static OpenLoopResult run(OpenLoopPlan plan) throws IOException, InterruptedException {
        if (plan.connections() > 0) {
            throw new IOException("not built yet");
        }
        return new OpenLoopResult(new Histogram(3), 0, 0, 0, false, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }
}
