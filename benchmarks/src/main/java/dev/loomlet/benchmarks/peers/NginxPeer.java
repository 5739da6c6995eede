package dev.loomlet.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** nginx, installed on this machine, with a configuration of its own in the run's folder. It has no handlers that could take time. */
final class NginxPeer implements Peer {

    private static final Set<Route> ROUTES = Collections.unmodifiableSet(
            EnumSet.complementOf(EnumSet.of(Route.SLEEP, Route.COMPUTE, Route.BLOCK, Route.HTTP2, Route.WEBSOCKET)));

    private final InstalledProgram program = new InstalledProgram(List.of("nginx", "-v"), "nginx version: nginx/");

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public String title() {
        return "nginx " + program.version().orElse("(missing)");
    }

    @Override
    public String settings() {
        return "2 workers, reuseport, no access log, sendfile, open_file_cache";
    }

    @Override
    public Set<Route> routes() {
        return ROUTES;
    }

    @Override
    public Optional<String> whyNot(Route route) {
        if (ROUTES.contains(route)) {
            return Optional.empty();
        }
        return Optional.of(
                route == Route.HTTP2 ? "HTTP/2 without TLS would need a port of its own" : "nginx runs no handlers");
    }

    @Override
    public Optional<String> missing() {
        return program.missing("nginx-light");
    }

    @Override
    public RunningPeer start(Path folder) throws IOException, InterruptedException {
        var pem = KeyStores.pem(folder);
        var own = Files.createDirectories(folder.resolve(name())).toAbsolutePath();
        var wrapper = Resources.copy("nginx.sh", own);
        Resources.bodies(own);
        Resources.files(own);
        return Launch.start(
                name(),
                /* java= */ false,
                own,
                ports -> {
                    var configuration = own.resolve("nginx-" + ports.http() + ".conf");
                    Files.writeString(configuration, configuration(ports, pem, own));
                    return List.of("/bin/sh", wrapper.toString(), own.toString(), configuration.toString());
                });
    }

    private static String configuration(Ports ports, Path pem, Path own) throws IOException {
        /* Started by root, the workers would be another user, who cannot read the run's folder. */
        var user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        return Resources.text("nginx.conf")
                .replace("@USER@", user)
                .replace("@BACKLOG@", Integer.toString(ServerProcess.BACKLOG))
                .replace("@CONNECTIONS@", Integer.toString(ServerProcess.CONNECTIONS))
                .replace("@HTTP_PORT@", Integer.toString(ports.http()))
                .replace("@TLS_PORT@", Integer.toString(ports.tls()))
                .replace("@PEM@", pem.toString())
                .replace("@HELLO@", Answer.HELLO_TEXT)
                .replace("@FOLDER@", own.toString());
    }
}
