package dev.loomlet.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Python's eventlet, installed on this machine: one process with one thread, as its users run it. */
final class EventletPeer implements Peer {

    /** Debian's Python, for which Debian's eventlet is. */
    private static final String PYTHON = "/usr/bin/python3";

    private final InstalledProgram program =
            new InstalledProgram(List.of(PYTHON, "-c", "import eventlet; print(eventlet.__version__)"), "");

    @Override
    public String name() {
        return "eventlet";
    }

    @Override
    public String title() {
        return "eventlet " + program.version().orElse("(missing)");
    }

    @Override
    public String settings() {
        return "one process, no log, pool of " + ServerProcess.CONNECTIONS;
    }

    @Override
    public Set<Route> routes() {
        return Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Route.HTTP2, Route.STATIC)));
    }

    @Override
    public Optional<String> whyNot(Route route) {
        return routes().contains(route) ? Optional.empty() : Optional.of("eventlet has no HTTP/2");
    }

    @Override
    public Optional<String> missing() {
        return program.missing("python3-eventlet");
    }

    @Override
    public RunningPeer start(Path folder) throws IOException, InterruptedException {
        var pem = KeyStores.pem(folder);
        var own = Files.createDirectories(folder.resolve(name())).toAbsolutePath();
        var script = Resources.copy("eventlet_server.py", own);
        Resources.bodies(own);
        return Launch.start(
                name(),
                /* java= */ false,
                own,
                ports -> List.of(
                        PYTHON,
                        script.toString(),
                        Integer.toString(ports.http()),
                        Integer.toString(ports.tls()),
                        pem.toString(),
                        own.toString()));
    }
}
