package dev.loomlet.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A server of the comparison, in one configuration. */
public interface Peer {

    /** Returns the short name with which a command line names it. */
    String name();

    /** Returns the name for tables, with the version. */
    String title();

    /** Returns how it is configured where that matters: flags of the JVM, settings that are not its defaults. One line. */
    String settings();

    /** Returns the routes that it answers. */
    Set<Route> routes();

    /** Returns why it does not answer {@code route} in a few words, empty if it does. */
    default Optional<String> whyNot(Route route) {
        return routes().contains(route) ? Optional.empty() : Optional.of("not possible");
    }

    /** Returns why it cannot run on this machine, one line that says what to do; empty if it can. */
    Optional<String> missing();

    /**
     * Starts it and waits until it has answered a first request. May be called several times: each is a process of its own.
     *
     * @param folder an existing folder of this run, the same for all peers: the key store is shared there, and the peer's files and its
     *     log are in a folder below with its name
     * @throws IOException if it is missing or does not start; the message has the last lines that it printed
     * @throws InterruptedException if the current thread is interrupted meanwhile; the process is ended then
     */
    RunningPeer start(Path folder) throws IOException, InterruptedException;
}
