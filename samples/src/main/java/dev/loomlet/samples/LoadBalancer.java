package dev.loomlet.samples;

import dev.loomlet.middleware.Balance;
import dev.loomlet.middleware.HealthCheck;
import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.web.HttpException;
import dev.loomlet.web.Response;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A load balancer before three servers, which it starts itself. Each can be killed and brought back, and nobody who asks for a page notices.
 *
 * <pre>
 *   curl http://127.0.0.1:8080/
 *   curl -X POST 'http://127.0.0.1:8080/kill?backend=1'
 *   curl http://127.0.0.1:8080/status
 *   curl -X POST 'http://127.0.0.1:8080/start?backend=1'
 * </pre>
 */
final class LoadBalancer implements Sample {

    private static final int BACKENDS = 3;

    private static final HealthCheck CHECK = HealthCheck.of("/health")
            .every(/* newInterval= */ Duration.ofMillis(200), /* newTimeout= */ Duration.ofSeconds(2));

    /** One of the three. */
    private static final class Backend {
        private final Application application;
        private final ServerConfig config;
        private Server server;

        Backend(int number, ServerConfig config) throws IOException {
            application = Response.text("backend " + number + "\r\n");
            server = Server.spawn(application, config.toBuilder().port(0).build());
            this.config = config.toBuilder().port(server.port()).build();
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + config.port());
        }

        /** Does not wait for requests in progress. */
        synchronized Response kill() throws InterruptedException {
            server.kill();
            server.await();
            return Response.text("killed\r\n");
        }

        synchronized Response start() throws IOException {
            if (server.isDone()) {
                server = Server.spawn(application, config);
            }
            return Response.text("started\r\n");
        }
    }

    /** The balancer's own pages, and the backends' at every other path. */
    private record Site(List<Backend> backends, Balance balance) implements Application {

        @Override
        public Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws Exception {
            return page(environ).call(environ, startResponse);
        }

        private Application page(Environ environ) throws IOException, InterruptedException {
            return switch (environ.pathInfo()) {
                case "/status" -> Response.text(status());
                case "/kill", "/start" -> change(environ);
                default -> balance;
            };
        }

        private Application change(Environ environ) throws IOException, InterruptedException {
            if (!environ.method().equals("POST")) {
                return HttpException.methodNotAllowed(List.of("POST"));
            }
            for (int i = 0; i < backends.size(); i++) {
                if (environ.queryString().equals("backend=" + (i + 1))) {
                    var backend = backends.get(i);
                    return environ.pathInfo().equals("/kill") ? backend.kill() : backend.start();
                }
            }
            return HttpException.badRequest("backend is 1 to " + backends.size());
        }

        private String status() {
            var lines = new StringBuilder();
            for (var backend : balance.backends()) {
                lines.append(String.format(
                        "%s %-4s active %d, requests %d, failures %d%n",
                        backend.uri(),
                        backend.isUp() ? "up" : "down",
                        backend.active(),
                        backend.requests(),
                        backend.failures()));
            }
            return lines.toString();
        }

        void close() throws InterruptedException {
            balance.close();
            for (var backend : backends) {
                backend.kill();
            }
        }
    }

    private static Site site(ServerConfig config) throws IOException {
        var backends = new ArrayList<Backend>();
        var balance = Balance.builder().healthCheck(CHECK);
        for (int number = 1; number <= BACKENDS; number++) {
            var backend = new Backend(number, config);
            backends.add(backend);
            balance.backend(backend.uri());
        }
        return new Site(backends, balance.build());
    }

    @Override
    public Application application() {
        throw new UnsupportedOperationException("it has servers of its own, which spawn starts");
    }

    @Override
    public Server spawn(ServerConfig config) throws IOException {
        var site = site(ServerConfig.builder()
                .scheduling(config.scheduling())
                .drainOnShutdown(false)
                .build());
        var server = Server.spawn(site, config);
        server.link(ended -> {
            try {
                site.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return server;
    }

    @Override
    public About about() {
        return new About(
                "load-balancer",
                "three servers behind a balancer; kill one and bring it back",
                "curl URL/ URL/ URL/ URL/status");
    }
}
