package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.peers.Peer;
import dev.loomlet.benchmarks.peers.Route;
import dev.loomlet.benchmarks.peers.RunningPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A server that is only spoken of: it cannot be started. */
record StillPeer(String name, Set<Route> routes, Optional<String> missing) implements Peer {

    static StillPeer of(String name, Route... routes) {
        return new StillPeer(name, Set.of(routes), Optional.empty());
    }

    @Override
    public String title() {
        return name + " 1.0";
    }

    @Override
    public String settings() {
        return "none";
    }

    @Override
    public RunningPeer start(Path folder) throws IOException {
        throw new IOException("it cannot be started");
    }
}
