package dev.loomlet.benchmarks.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What became of the requests of an {@link OpenLoopPlan}, those of its warm-up left out.
 *
 * @param latencyNanos a value for each request, from the time at which it was due to the last byte of its answer, or for a request without
 *     an answer to when its failure was seen or the run ended; at most 60 s
 * @param intended the requests that were due: {@code answered + errors}
 * @param answered complete answers with a status below 400
 * @param errors requests whose answer was another status, malformed, broken off or not complete when the run ended
 * @param keptUp whether the generator sent on time, so that the latencies are the server's; otherwise they are partly its own
 * @param worstLateness the longest time that a request was due, its connection was free, and it was not sent
 * @param medianLateness the same for the request in the middle: how exact the latencies are at the best
 * @param generatorCpu user and system time of the generator's threads while the requests that count were due
 */
public record OpenLoopResult(
        Histogram latencyNanos,
        long intended,
        long answered,
        long errors,
        boolean keptUp,
        Duration worstLateness,
        Duration medianLateness,
        Duration generatorCpu) {}
