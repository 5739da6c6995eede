package dev.loomlet.benchmarks.peers;

import java.util.List;

/** All servers of the comparison. */
public final class Peers {

    private Peers() {}

    /** Returns every server, ours first, those that are missing on this machine too. */
    public static List<Peer> all() {
        return List.of();
    }

    /** Returns the flags of the JVM that all Java peers run with. */
    public static List<String> jvmFlags() {
        return List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");
    }
}
