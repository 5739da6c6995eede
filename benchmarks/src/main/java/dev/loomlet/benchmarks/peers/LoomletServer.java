package dev.loomlet.benchmarks.peers;

import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Ours, with its defaults but for the number of connections and for how long an idle one is kept. */
final class LoomletServer {

    private final Work work;

    private LoomletServer(Work work) {
        this.work = work;
    }

    public static void main(String[] args) throws Exception {
        ServerProcess.run(args, LoomletServer::start);
    }

    private static void start(ServerProcess process) throws IOException {
        var config = ServerConfig.builder()
                .port(process.port())
                .backlog(ServerProcess.BACKLOG)
                .maxConnections(ServerProcess.CONNECTIONS)
                .idleTimeout(Duration.ofSeconds(ServerProcess.IDLE_SECONDS))
                .build();
        Server.spawn(new LoomletServer(process.work())::serve, config);
    }

    private List<byte[]> serve(Environ environ, StartResponse startResponse) throws Exception {
        var answer = environ.method().equals("POST")
                ? Work.upload(environ.input())
                : work.get(environ.pathInfo(), environ.queryString());
        startResponse.start("200 OK", Headers.of("Content-Type", answer.contentType()));
        return Body.of(answer.body());
    }
}
