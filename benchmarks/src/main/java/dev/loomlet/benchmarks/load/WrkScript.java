package dev.loomlet.benchmarks.load;

/**
 * The Lua script of a plan: what wrk sends, where that is more than a GET, and a last line of output with all figures and no rounding. A
 * request that is always the same costs wrk nothing; of several at once it asks the script each time.
 */
final class WrkScript {

    private static final String FIGURES = """
            done = function(summary, latency, requests)
              local e = summary.errors
              io.write(string.format("figures %d %d %d %d %d %d %d %d %d\\n", summary.requests, summary.duration,
                e.connect, e.read, e.write, e.status, e.timeout, latency:percentile(50), latency:percentile(99)))
            end
            """;

    private WrkScript() {}

    static String of(ClosedLoopPlan plan) {
        var script = new StringBuilder();
        if (plan.connectionARequest()) {
            script.append("wrk.headers[\"Connection\"] = \"close\"\n");
        }
        if (plan.uploadBytes() > 0) {
            script.append("wrk.method = \"POST\"\nwrk.body = string.rep(\"x\", ")
                    .append(plan.uploadBytes())
                    .append(")\n");
        }
        if (plan.pipelined() > 1) {
            script.append("local requests\ninit = function(args)\n  requests = string.rep(wrk.format(), ")
                    .append(plan.pipelined())
                    .append(")\nend\nrequest = function() return requests end\n");
        }
        return script.append(FIGURES).toString();
    }
}
