package dev.loomlet.benchmarks.load;

/**
 * What became of the requests of a {@link ClosedLoopPlan}.
 *
 * @param requests complete answers with a status below 400
 * @param errors answers of 400 and above, connections that failed, answers that were malformed or took 10 s
 * @param seconds how long the generator measured
 * @param p50Micros the latency that half of the requests stay below, from the first byte sent to the last one received, as wrk corrects it
 *     for answers that are late; of pipelined ones, of all that were sent at once, and with wrk {@link #UNKNOWN}, as of h2load
 * @param p99Micros the latency that 99 of 100 requests stay below; or as above
 * @param generator what generated the load: {@code wrk}, which says so if it had more threads than one, {@code h2load} or {@code own}
 */
public record ClosedLoopResult(
        long requests, long errors, double seconds, long p50Micros, long p99Micros, String generator) {

    /** In place of a latency that the generator does not tell. */
    public static final long UNKNOWN = -1;
}
