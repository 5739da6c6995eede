package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.server.hub.Hubs;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients of all kinds at once, more than there are processors, beside handlers that compute for longer than a tick, so that hubs change
 * hands all the time while sockets are registered, re-armed, closed and reset: every request is answered and no hub stands still. Runs
 * for {@code -Dhub.stress.seconds}, 4 if not set.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class HubStressTest {

    private static final long SECONDS = Long.getLong("hub.stress.seconds", 4);

    /** One step of a client, with a connection that it may replace. */
    private interface Client {
        RawClient step(RawClient connection) throws IOException;
    }

    private final Object monitor = new Object();
    /* Whoever holds it sleeps, so that an unfair one could be had by the others for ever. */
    private final ReentrantLock fair = new ReentrantLock(/* fair= */ true);
    private final AtomicInteger counter = new AtomicInteger();
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();

    private final Application application = (environ, startResponse) -> {
        switch (environ.pathInfo()) {
            case "/spin" -> spin(ThreadLocalRandom.current().nextInt(4, 20));
            case "/sleep" -> Thread.sleep(3);
            case "/lock" -> {
                synchronized (monitor) {
                    counter.incrementAndGet();
                }
                fair.lock();
                try {
                    Thread.sleep(1);
                } finally {
                    fair.unlock();
                }
            }
            default -> counter.incrementAndGet();
        }
        startResponse.start("200 OK", Apps.TEXT);
        return Body.of(environ.input().readAllBytes());
    };

    private static void spin(int millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void hubsThatChangeHands_answerEveryRequest() throws Exception {
        long before = reliefs();
        try (var server = TestServer.withoutLint(
                application, config -> config.scheduling(Scheduling.HUB).accessLog(AccessLog.none()))) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            var clients = new ArrayList<Callable<Void>>();
            add(clients, 8, "keep-alive", server, end, connection -> answered(connection.get("/"), 1));
            add(clients, 6, "spin", server, end, connection -> answered(connection.get("/spin"), 1));
            add(clients, 3, "sleep", server, end, connection -> answered(connection.get("/sleep"), 1));
            add(clients, 3, "lock", server, end, connection -> answered(connection.get("/lock"), 1));
            add(clients, 3, "pipelined behind a busy one", server, end, HubStressTest::pipelined);
            add(clients, 2, "a body in pieces", server, end, HubStressTest::bodyInPieces);
            add(clients, 3, "a connection a request", server, end, connection -> closing(connection, server));
            add(clients, 2, "reset", server, end, connection -> resetting(connection, server));
            try (var threads = Executors.newFixedThreadPool(clients.size())) {
                for (Future<Void> client : threads.invokeAll(clients)) {
                    client.get();
                }
            }
        }
        assertThat(answers)
                .hasSize(8)
                .allSatisfy((kind, count) -> assertThat(count).hasPositiveValue());
        assertThat(reliefs()).as("reliefs").isGreaterThan(before);
        assertThatEveryHubRuns();
        System.out.printf(
                "hub stress: %d s, %d requests, %d reliefs%n",
                SECONDS, answers.values().stream().mapToInt(AtomicInteger::get).sum(), reliefs() - before);
    }

    private void add(List<Callable<Void>> clients, int count, String kind, TestServer server, long end, Client client) {
        var answered = answers.computeIfAbsent(kind, name -> new AtomicInteger());
        clients.addAll(Collections.nCopies(count, () -> {
            var connection = server.connect();
            while (System.nanoTime() < end) {
                connection = client.step(connection);
                answered.incrementAndGet();
            }
            connection.close();
            return null;
        }));
    }

    private static RawClient answered(RawClient connection, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThat(connection.response().status()).isEqualTo(200);
        }
        return connection;
    }

    private static RawClient pipelined(RawClient connection) throws IOException {
        return answered(connection.get("/spin").get("/").get("/sleep").get("/"), 4);
    }

    private static RawClient bodyInPieces(RawClient connection) throws IOException {
        connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nab");
        connection.send("cd").send("ef");
        assertThat(connection.response().text()).isEqualTo("abcdef");
        return connection;
    }

    private static RawClient closing(RawClient connection, TestServer server) throws IOException {
        try (connection) {
            answered(connection.get("/", "Connection: close"), 1).assertClosed();
        }
        return server.connect();
    }

    private static RawClient resetting(RawClient connection, TestServer server) throws IOException {
        answered(connection.get("/"), 1).get("/sleep").reset();
        return server.connect();
    }

    private static long reliefs() {
        return Hubs.shared().all().stream().mapToLong(hub -> hub.reliefs()).sum();
    }

    private static void assertThatEveryHubRuns() throws InterruptedException {
        for (var hub : Hubs.shared().all()) {
            var thread = hub.newThread(() -> {});
            thread.start();
            assertThat(thread.join(Duration.ofSeconds(5))).as("%s runs", hub).isTrue();
        }
    }
}
