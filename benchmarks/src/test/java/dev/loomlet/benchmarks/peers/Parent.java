package dev.loomlet.benchmarks.peers;

import java.nio.file.Path;
import java.util.stream.Collectors;

/** A process that starts a peer, prints the ids of its processes, and then does nothing until it is killed. */
final class Parent {

    private Parent() {}

    public static void main(String[] args) throws Exception {
        var peer = Peers.all().stream()
                .filter(any -> any.name().equals(args[0]))
                .findFirst()
                .orElseThrow();
        try (var running = peer.start(Path.of(args[1]))) {
            System.out.println(running.pids().stream().map(String::valueOf).collect(Collectors.joining(" ")));
            Thread.currentThread().join();
        }
    }
}
