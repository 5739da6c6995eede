package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.Server;
import dev.loomlet.server.ServerConfig;
import dev.loomlet.wsgi.Lint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A sample on a free port of this JVM, with a client. Its close checks that no request was left. */
final class SampleServer implements AutoCloseable {

    private static final ServerConfig CONFIG =
            ServerConfig.builder().port(0).drainOnShutdown(false).build();

    private final Server server;
    private final HttpClient client = HttpClient.newHttpClient();

    private SampleServer(Server server) {
        this.server = server;
    }

    /** As the launcher starts it. */
    static SampleServer spawn(Sample sample) throws IOException {
        return new SampleServer(sample.spawn(CONFIG));
    }

    /** Its application only, which may not break the contract. */
    static SampleServer of(Sample sample) throws IOException {
        return new SampleServer(Server.spawn(new Lint(warning -> {}).wrap(sample.application()), CONFIG));
    }

    Server server() {
        return server;
    }

    URI uri(String target) {
        return URI.create("http://127.0.0.1:" + server.port() + target);
    }

    HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(target)).build());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    /** The response to a GET from another address of this machine. */
    HttpResponse<String> getFrom(String address, String target) throws IOException, InterruptedException {
        try (var elsewhere = HttpClient.newBuilder()
                .localAddress(InetAddress.getByName(address))
                .build()) {
            return elsewhere.send(HttpRequest.newBuilder(uri(target)).build(), BodyHandlers.ofString());
        }
    }

    /** What comes until the server closes, as bytes in Latin-1. */
    String exchange(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        assertThat(stop()).as("all requests finished by themselves").isTrue();
    }

    private boolean stop() {
        try {
            return server.stop(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the server stopped", e);
        }
    }
}
