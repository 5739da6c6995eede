package dev.loomlet.benchmarks.peers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** A server with the interface of {@code jdk.httpserver}, whichever the class path provides, with a virtual thread for each task. */
final class JdkServer {

    private final Work work;

    private JdkServer(Work work) {
        this.work = work;
    }

    public static void main(String[] args) throws Exception {
        ServerProcess.run(args, process -> start(process, HttpServerProvider.provider()));
    }

    static void start(ServerProcess process, HttpServerProvider provider) throws Exception {
        var server = new JdkServer(process.work());
        server.start(provider.createHttpServer(address(process.port()), ServerProcess.BACKLOG));
        var tls = provider.createHttpsServer(address(process.tlsPort()), ServerProcess.BACKLOG);
        tls.setHttpsConfigurator(new HttpsConfigurator(process.tls()));
        server.start(tls);
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private void start(HttpServer server) {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = answer(exchange);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            if ("close".equals(exchange.getRequestHeaders().getFirst("Connection"))) {
                // The JDK's closes the connection then, but does not say so by itself, and a client may take that for
                // an error.
                exchange.getResponseHeaders().set("Connection", "close");
            }
            exchange.sendResponseHeaders(200, answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException, InterruptedException {
        var uri = exchange.getRequestURI();
        return exchange.getRequestMethod().equals("POST")
                ? Work.upload(exchange.getRequestBody())
                : work.get(uri.getPath(), uri.getRawQuery());
    }
}
