package dev.loomlet.benchmarks.report;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where and with what a comparison ran, in the order in which it is to be read.
 *
 * @param facts for example {@code date}, {@code commit}, {@code JDK}
 * @param servers the title, with its version, of each server by its short name; ours first
 * @param workloads the title of each workload by its short name, in the order of the report
 */
public record Environment(Map<String, String> facts, Map<String, String> servers, Map<String, String> workloads) {

    public Environment {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        servers = Collections.unmodifiableMap(new LinkedHashMap<>(servers));
        workloads = Collections.unmodifiableMap(new LinkedHashMap<>(workloads));
    }

    /**
     * Collects what this machine tells of itself: date, commit, JDK, kernel, cores, CPU, memory, load average, wrk. To be called
     * before the first load, since it says how busy the machine is by itself. Blocks while git and wrk answer.
     *
     * @param more facts that only the caller knows, for example the heap and GC flags of the servers; one with the same key as a
     *     collected one takes its place, others come last
     * @throws InterruptedException if the current thread is interrupted meanwhile
     */
    public static Environment collect(
            Map<String, String> servers, Map<String, String> workloads, Map<String, String> more)
            throws IOException, InterruptedException {
        var facts = new LinkedHashMap<>(Machine.facts());
        facts.putAll(more);
        return new Environment(facts, servers, workloads);
    }

    /** The same with further facts, for those that are known only at the end. */
    public Environment with(Map<String, String> more) {
        var all = new LinkedHashMap<>(facts);
        all.putAll(more);
        return new Environment(all, servers, workloads);
    }
}
