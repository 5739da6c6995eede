package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loomlet.green.Green;
import dev.loomlet.server.websocket.WebSocketHandler;
import dev.loomlet.server.websocket.WebSocketWSGI;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a handler on a hub can see of it. */
class HubTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int MESSAGES = 10;

    /** Answers with what runs the handler, and what runs the two kinds of threads that it starts. */
    private static final Application CARRIERS = (environ, startResponse) -> {
        var child = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> child.complete(carrier()));
        var carriers =
                List.of(carrier(), child.get(), Green.spawn(HubTest::carrier).await());
        startResponse.start("200 OK", Apps.TEXT);
        return Body.of(String.join(" ", carriers));
    };

    /* VirtualThread[#1]/runnable@loomlet-hub-0, or, if it was relieved just then, ...@loomlet-hub-0 relieved */
    private static String carrier() {
        var text = Thread.currentThread().toString();
        return text.substring(text.indexOf('@') + 1).replaceAll("-worker.*| relieved", "");
    }

    private static TestServer onHubs(Application application) throws Exception {
        return TestServer.of(application, config -> config.scheduling(Scheduling.HUB));
    }

    @Test
    void handlersAndTheirChildren_runOnAHub_greenThreadsOnTheJdksScheduler() throws Exception {
        try (var server = onHubs(CARRIERS);
                var client = server.connect().get("/")) {
            var carriers = client.response().text().split(" ", -1);
            assertThat(carriers[0]).startsWith("loomlet-hub-");
            assertThat(carriers[1]).isEqualTo(carriers[0]);
            assertThat(carriers[2]).startsWith("ForkJoinPool-");
        }
    }

    @Test
    void scheduledByTheJdk_noneRunsOnAHub() throws Exception {
        try (var server = TestServer.of(CARRIERS, config -> config.scheduling(Scheduling.JDK));
                var client = server.connect().get("/")) {
            assertThat(client.response().text().split(" ", -1))
                    .allSatisfy(carrier -> assertThat(carrier).startsWith("ForkJoinPool-"));
        }
    }

    @Test
    void connections_areSpreadOverAllHubs() throws Exception {
        var clients = new ArrayList<RawClient>();
        var hubs = new HashSet<String>();
        try (var server = onHubs(CARRIERS)) {
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                clients.add(server.connect());
                hubs.add(clients.getLast().get("/").response().text().split(" ", 2)[0]);
            }
            for (var client : clients) {
                client.close();
            }
        }
        assertThat(hubs).hasSize(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void body_thatComesSlowly_andAnswerThatIsTakenSlowly_arriveWhole() throws Exception {
        var large = "x".repeat(3_000_000);
        try (var server = onHubs((environ, startResponse) -> {
                    var sent = environ.input().readAllBytes();
                    startResponse.start("200 OK", Apps.TEXT);
                    return List.of(sent, large.getBytes(StandardCharsets.ISO_8859_1));
                });
                var client = RawClient.connect(server.port(), /* receiveBuffer= */ 4096)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n");
            client.send("a").send("b").send("c");
            assertThat(client.response().text()).isEqualTo("abc" + large);
        }
    }

    /** One that the limit refuses never begins, and one that is served ends: neither may be counted for ever. */
    @Test
    void connections_refusedAndServed_areCountedNoMore() throws Exception {
        long before = connectionsOnHubs();
        try (var server = TestServer.of(
                        Apps.HELLO, config -> config.scheduling(Scheduling.HUB).maxConnectionsPerPeer(1));
                var served = server.connect().get("/")) {
            assertThat(served.response().status()).isEqualTo(200);
            for (int i = 0; i < 3; i++) {
                try (var refused = server.connect()) {
                    refused.assertClosed();
                }
            }
            assertThat(connectionsOnHubs()).isEqualTo(before + 1);
        }
        assertThat(connectionsOnHubs()).isEqualTo(before);
    }

    private static long connectionsOnHubs() {
        return HubStatus.all().stream().mapToLong(HubStatus::connections).sum();
    }

    /** The first keeps its thread until that is relieved; the others are there by then. */
    @Test
    void webSocketMessages_thatAreThere_areNotServedOnARelievedThread() throws Exception {
        WebSocketHandler handler = ws -> {
            ws.await();
            for (long begun = System.nanoTime(); !isRelieved() && System.nanoTime() - begun < SOON.toNanos(); ) {
                Thread.onSpinWait();
            }
            var relieved = new ArrayList<Boolean>(List.of(isRelieved()));
            for (int i = 1; i < MESSAGES; i++) {
                ws.await();
                relieved.add(isRelieved());
            }
            ws.send(relieved.toString());
        };
        try (var server = onHubs(new WebSocketWSGI(handler));
                var client = WebSocketClient.open(server)) {
            var frames = new ByteArrayOutputStream();
            for (int i = 0; i < MESSAGES; i++) {
                frames.writeBytes(WebSocketClient.frame(
                        WebSocketClient.FIN | WebSocketClient.TEXT, WebSocketClient.utf8("message")));
            }
            client.raw().send(frames.toByteArray());
            /* Not all: where relief strikes at random, it may have just then. */
            assertThat(client.readText()).startsWith("[true, ").contains("false");
        }
    }

    private static boolean isRelieved() {
        return Thread.currentThread().toString().endsWith(" relieved");
    }

    @Test
    void threadsOfOnesOwn_areRefused() {
        var config = ServerConfig.builder().scheduling(Scheduling.HUB).threads(Thread::new);
        assertThatIllegalArgumentException()
                .isThrownBy(config::build)
                .withMessage("threads: with scheduling HUB, the hub makes the threads of connections");
    }
}
