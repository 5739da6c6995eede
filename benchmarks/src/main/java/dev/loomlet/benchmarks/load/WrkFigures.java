package dev.loomlet.benchmarks.load;

import java.io.IOException;
import java.util.regex.Pattern;

/** The figures in wrk's output, in the line that {@link WrkScript} writes. */
final class WrkFigures {

    private static final Pattern LINE =
            Pattern.compile("(?m)^figures (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)$");
    private static final double MICROS_A_SECOND = 1e6;

    private WrkFigures() {}

    /*
     * wrk adds latencies of requests that it would have sent if an answer had not been late, and takes each answer for a sending of its own.
     * For requests that are sent several at once that leaves no percentile that means anything.
     */
    static ClosedLoopResult in(String output, int exitStatus, ClosedLoopPlan plan) throws IOException {
        var line = LINE.matcher(output);
        if (exitStatus != 0 || !line.find()) {
            throw new IOException("wrk ended with status " + exitStatus + " and no figures: "
                    + output.strip().replace('\n', ' '));
        }
        boolean pipelined = plan.pipelined() > 1;
        long answers = Long.parseLong(line.group(1));
        long status = Long.parseLong(line.group(6));
        long errors = status;
        for (int group : new int[] {3, 4, 5, 7}) {
            errors += Long.parseLong(line.group(group));
        }
        if (answers == 0) {
            throw new IOException("wrk got no answer, and counted " + errors + " errors");
        }
        return new ClosedLoopResult(
                answers - status,
                errors,
                Long.parseLong(line.group(2)) / MICROS_A_SECOND,
                pipelined ? ClosedLoopResult.UNKNOWN : Long.parseLong(line.group(8)),
                pipelined ? ClosedLoopResult.UNKNOWN : Long.parseLong(line.group(9)),
                plan.threads() == 1 ? "wrk" : "wrk with " + plan.threads() + " threads");
    }
}
