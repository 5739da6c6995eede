package dev.loomlet.benchmarks.peers;

import dev.loomlet.middleware.StaticFiles;
import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.server.ServerConfigBuilder;
import dev.loomlet.server.websocket.WebSocket;
import dev.loomlet.server.websocket.WebSocketWSGI;
import dev.loomlet.tls.TlsConfig;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.time.Duration;

/** Ours, with its defaults but for the number of connections and for how long an idle one is kept. */
final class LoomletServer {

    private static final Application ECHO = new WebSocketWSGI(LoomletServer::echo);

    private final Work work;
    private final Application files;

    private LoomletServer(ServerProcess process) throws IOException {
        work = process.work();
        files = StaticFiles.of(process.files());
    }

    public static void main(String[] args) throws Exception {
        ServerProcess.run(args, LoomletServer::start);
    }

    private static void start(ServerProcess process) throws IOException {
        var server = new LoomletServer(process);
        Server.spawn(server::serve, config().port(process.port()).build());
        var tls = TlsConfig.builder()
                .keyStore(process.keyStore(), KeyStores.PASSWORD)
                .build();
        Server.spawn(server::serve, config().port(process.tlsPort()).tls(tls).build());
    }

    private static ServerConfigBuilder config() {
        return ServerConfig.builder()
                .backlog(ServerProcess.BACKLOG)
                .maxConnections(ServerProcess.CONNECTIONS)
                .idleTimeout(Duration.ofSeconds(ServerProcess.IDLE_SECONDS));
    }

    private static void echo(WebSocket socket) throws IOException, InterruptedException {
        for (var message = socket.await(); message != null; message = socket.await()) {
            socket.send(message);
        }
    }

    private Iterable<byte[]> serve(Environ environ, StartResponse startResponse) throws Exception {
        var path = environ.pathInfo();
        if (path.equals(Route.WEBSOCKET.path())) {
            return ECHO.call(environ, startResponse);
        }
        if (path.startsWith("/static/")) {
            environ.shiftPathInfo();
            return files.call(environ, startResponse);
        }
        var answer =
                environ.method().equals("POST") ? Work.upload(environ.input()) : work.get(path, environ.queryString());
        startResponse.start("200 OK", Headers.of("Content-Type", answer.contentType()));
        return Body.of(answer.body());
    }
}
