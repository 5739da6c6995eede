package dev.loomlet.samples;

import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Headers;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * A server is a green thread: {@code spawn} starts it and returns a handle, the program goes on, and waits for it when it has nothing
 * else to do. In Python: {@code server = eventlet.spawn(wsgi.server, sock, app)}, and later {@code server.wait()}.
 *
 * <p>This one goes on to set the greeting. A request that comes before waits for it: it has a thread of its own, so it may.
 *
 * <pre>
 *   curl http://127.0.0.1:8080/
 * </pre>
 */
final class Spawned implements Sample {

    private final CompletableFuture<String> greeting = new CompletableFuture<>();

    @Override
    public Application application() {
        return (environ, startResponse) -> {
            var text = greeting.get();
            startResponse.start("200 OK", Headers.of("Content-Type", "text/plain; charset=utf-8"));
            return Body.of(text);
        };
    }

    @Override
    public Server spawn(ServerConfig config) throws IOException {
        var server = Server.spawn(application(), config);
        server.link(ended -> System.out.println("ended: port " + ended.port()));
        /* Clients can connect now. */
        greeting.complete("Hello from port " + server.port() + "!\r\n");
        /* The launcher prints the URL and then calls server.await(). */
        return server;
    }

    @Override
    public About about() {
        return new About(
                "spawned", "spawn returns a handle, the program goes on, and awaits the server later", "curl URL/");
    }
}
