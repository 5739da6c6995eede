package dev.loomlet.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/** Runs nghttp2's h2load with one thread, by prior knowledge. On the calling thread. */
final class H2load {

    private static final Pattern SECONDS = Pattern.compile("finished in ([\\d.]+)(m?s), ");
    private static final Pattern REQUESTS = Pattern.compile(
            "requests: \\d+ total, \\d+ started, \\d+ done, (\\d+) succeeded, (\\d+) failed, (\\d+) errored, (\\d+) timeout");
    private static final double MILLIS = 1e3;

    private H2load() {}

    static ClosedLoopResult run(ClosedLoopPlan plan) throws IOException, InterruptedException {
        var program = LoadProgram.installed("h2load");
        if (program.isEmpty()) {
            throw new IOException(
                    "HTTP/2 is measured with h2load, which is not installed (Debian: apt install nghttp2-client)");
        }
        var output = Files.createTempFile("h2load", ".txt");
        try {
            var builder = new ProcessBuilder(List.of(
                            program.get().toString(),
                            "-t1",
                            "-c" + plan.connections(),
                            "-m" + plan.streams(),
                            "-D" + LoadProgram.wholeSeconds(plan.duration()),
                            plan.target().url()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            int status = LoadProgram.run(builder, plan.duration());
            return figures(Files.readString(output), status);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    static ClosedLoopResult figures(String output, int exitStatus) throws IOException {
        var time = SECONDS.matcher(output);
        var requests = REQUESTS.matcher(output);
        if (exitStatus != 0 || !time.find() || !requests.find()) {
            throw new IOException("h2load ended with status " + exitStatus + " and no figures: "
                    + output.strip().replace('\n', ' '));
        }
        double seconds = Double.parseDouble(time.group(1)) / (time.group(2).equals("ms") ? MILLIS : 1);
        long errors = 0;
        for (int group = 2; group <= requests.groupCount(); group++) {
            errors += Long.parseLong(requests.group(group));
        }
        return new ClosedLoopResult(
                Long.parseLong(requests.group(1)),
                errors,
                seconds,
                ClosedLoopResult.UNKNOWN,
                ClosedLoopResult.UNKNOWN,
                "h2load");
    }
}
