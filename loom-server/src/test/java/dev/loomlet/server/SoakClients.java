package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** What clients do to a server, each method one of them from its connection to its end. Any thread; a read waits for 30 seconds. */
final class SoakClients {

    /** A client that begins and ends. */
    interface Client {
        void run() throws Exception;
    }

    private static final int LONGEST_READ_MILLIS = 30_000;

    private final int port;

    SoakClients(int port) {
        this.port = port;
    }

    /** All of them, by name. */
    Map<String, Client> all() {
        var all = new LinkedHashMap<String, Client>();
        all.put("a connection a request", this::oneRequest);
        all.put("keep-alive", () -> requests("/", 40));
        all.put("slow head", this::slowHead);
        all.put("slow body", this::slowBody);
        all.put("reset in a head", () -> resetAfter("GET / HTTP/1.1\r\nHo"));
        all.put("reset in a body", () -> resetAfter("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"));
        all.put("reset in an answer", this::resetInAnswer);
        all.put("reads no large answer", this::readsNoLargeAnswer);
        all.put("reads a large answer slowly", this::readsLargeAnswer);
        for (var path : new String[] {"spin", "sleep", "lock", "fifo", "call", "children", "killed", "interrupted"}) {
            all.put(path, () -> requests("/" + path, 5));
        }
        all.put("a server that is killed", SoakClients::killedServer);
        return all;
    }

    private RawClient connect() throws IOException {
        return patient(RawClient.connect(port));
    }

    private static RawClient patient(RawClient client) throws IOException {
        client.socket().setSoTimeout(LONGEST_READ_MILLIS);
        return client;
    }

    private void oneRequest() throws IOException {
        try (var client = connect().get("/", "Connection: close")) {
            assertThat(client.response().text()).isEqualTo("ok");
            client.assertClosed();
        }
    }

    private void requests(String path, int count) throws IOException {
        try (var client = connect()) {
            for (int i = 0; i < count; i++) {
                assertThat(client.get(path).response().text()).isEqualTo("ok");
            }
        }
    }

    private void slowHead() throws Exception {
        try (var client = connect()) {
            slowly(client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.response().text()).isEqualTo("ok");
        }
    }

    private void slowBody() throws Exception {
        try (var client = connect().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n")) {
            slowly(client, "abcdefghijklmnopqrst");
            assertThat(client.response().text()).isEqualTo("okabcdefghijklmnopqrst");
        }
    }

    private static void slowly(RawClient client, String text) throws Exception {
        for (var character : text.split("", -1)) {
            client.send(character);
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(3));
        }
    }

    private void resetAfter(String bytes) throws IOException {
        var client = connect().get("/");
        assertThat(client.response().text()).isEqualTo("ok");
        client.send(bytes).reset();
    }

    private void resetInAnswer() throws IOException {
        var client = connect().get("/large");
        assertThat(client.exactly(100)).hasSize(100);
        client.reset();
    }

    /** The window is full by then, so that the server waits for room until the client is gone. */
    private void readsNoLargeAnswer() throws Exception {
        try (var client =
                patient(RawClient.connect(port, /* receiveBuffer= */ 4096)).get("/large")) {
            assertThat(client.peek()).isTrue();
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(50));
        }
    }

    private void readsLargeAnswer() throws IOException {
        try (var client =
                patient(RawClient.connect(port, /* receiveBuffer= */ 65536)).get("/large")) {
            assertThat(client.response().text()).hasSize(SoakApplication.LARGE);
        }
    }

    /** One of its own, with handlers that only a kill ends. */
    private static void killedServer() throws Exception {
        var server = TestServer.withoutLint(
                (environ, startResponse) -> {
                    Thread.sleep(Duration.ofMinutes(5));
                    return Apps.HELLO.call(environ, startResponse);
                },
                config -> config.scheduling(Scheduling.HUB).accessLog(AccessLog.none()));
        try (var busy = patient(server.connect()).get("/");
                var idle = patient(server.connect())) {
            server.awaitConnections(2);
            server.kill();
            busy.assertClosed();
            idle.assertClosed();
        }
    }
}
