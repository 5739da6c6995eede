package dev.loomlet.middleware;

import static dev.loomlet.middleware.ForwardTest.request;
import static dev.loomlet.middleware.ForwardTest.withBody;
import static dev.loomlet.middleware.RawBackend.head;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.loomlet.web.Sent;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BalanceTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private static RawBackend named(String name) throws IOException {
        return RawBackend.answering(head("HTTP/1.1 200 OK", "Content-Type: a/b", "Content-Length: 1") + name);
    }

    /** Reads a request and ends the connection. */
    private static RawBackend losing(AtomicInteger asked) throws IOException {
        return RawBackend.serving(connection -> {
            if (!connection.readRequest().isEmpty()) {
                asked.incrementAndGet();
            }
        });
    }

    private static URI nobody() throws IOException {
        try (var listener = new ServerSocket(0)) {
            return URI.create("http://127.0.0.1:" + listener.getLocalPort());
        }
    }

    private static int status(Balance balance, Environ environ) throws Exception {
        return Sent.to(balance, environ).status().code();
    }

    @Test
    void roundRobin_givesEachTheSame_andCounts() throws Exception {
        try (var a = named("a");
                var b = named("b");
                var c = named("c");
                var balance = Balance.builder()
                        .backend(a.uri())
                        .backend(b.uri())
                        .backend(c.uri())
                        .build()) {
            var counts = new HashMap<String, Integer>();
            for (int i = 0; i < 9; i++) {
                var result = balance.call(request("GET", "/"), (status, headers, error) -> block -> {});
                assertThat(balance.backends().stream()
                                .mapToInt(BackendStatus::active)
                                .sum())
                        .isOne();
                counts.merge(new String(result.iterator().next(), UTF_8), 1, Integer::sum);
                Body.close(result);
            }
            assertThat(counts).containsEntry("a", 3).containsEntry("b", 3).containsEntry("c", 3);
            assertThat(balance.backends())
                    .containsExactly(
                            new BackendStatus(a.uri(), true, 0, 3, 0),
                            new BackendStatus(b.uri(), true, 0, 3, 0),
                            new BackendStatus(c.uri(), true, 0, 3, 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, ''", "POST, body"})
    void backendThatIsNotThere_isPassedOver_byEveryMethod(String method, String body) throws Exception {
        var dead = nobody();
        try (var alive = named("x");
                var balance = Balance.builder()
                        .backend(dead)
                        .backend(alive.uri())
                        .maxFailures(2, LONG)
                        .build()) {
            for (int i = 0; i < 8; i++) {
                var environ = body.isEmpty() ? request(method, "/") : withBody(request(method, "/"), body);
                assertThat(Sent.to(balance, environ).body()).isEqualTo("x");
                assertThat(alive.request()).endsWith("\r\n\r\n" + body);
            }
            assertThat(balance.backends().getFirst()).isEqualTo(new BackendStatus(dead, false, 0, 2, 2));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, '', 100, true",
        "DELETE, '', 100, true",
        "PUT, 0123456789, 10, true",
        "PUT, 0123456789, 9, false",
        "POST, '', 100, false",
        "PATCH, x, 100, false"
    })
    void connectionThatIsLost_isTriedAgain_whereThatIsSafe(String method, String body, int replay, boolean again)
            throws Exception {
        var asked = new AtomicInteger();
        try (var bad = losing(asked);
                var good = named("x");
                var balance = Balance.builder()
                        .backend(bad.uri())
                        .backend(good.uri())
                        .replayBytes(replay)
                        .build()) {
            var environ = body.isEmpty() ? request(method, "/") : withBody(request(method, "/"), body);

            assertThat(status(balance, environ)).isEqualTo(again ? 200 : 502);
            assertThat(asked).hasPositiveValue();
            if (again) {
                assertThat(good.request()).startsWith(method).endsWith("\r\n\r\n" + body);
            }
            assertThat(good.requests).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "9, 3"})
    void tries_areBounded(int tries, int expected) throws Exception {
        try (var balance = Balance.builder()
                .backend(nobody())
                .backend(nobody())
                .backend(nobody())
                .tries(tries)
                .build()) {
            assertThat(status(balance, request("GET", "/"))).isEqualTo(502);
            assertThat(balance.backends().stream()
                            .mapToLong(BackendStatus::failures)
                            .sum())
                    .isEqualTo(expected);
        }
    }

    @Test
    void timeout_isNotTriedAgain() throws Exception {
        var over = new CountDownLatch(1);
        try (var slow = RawBackend.serving(connection -> over.await());
                var good = named("x");
                var balance = Balance.builder()
                        .backend(slow.uri())
                        .backend(good.uri())
                        .config(ForwardConfig.builder()
                                .answerTimeout(Duration.ofMillis(200))
                                .build())
                        .build()) {
            assertThat(status(balance, request("GET", "/"))).isEqualTo(504);
            assertThat(good.requests).isEmpty();
            over.countDown();
        }
    }

    @Test
    void noBackendUp_is503_withRetryAfter() throws Exception {
        try (var balance = Balance.builder()
                .backend(nobody())
                .maxFailures(1, Duration.ofSeconds(100))
                .build()) {
            assertThat(status(balance, request("GET", "/"))).isEqualTo(502);
            var sent = Sent.to(balance, request("GET", "/"));
            assertThat(sent.status().code()).isEqualTo(503);
            assertThat(sent.header("Retry-After")).isIn("98", "99", "100");
        }
    }

    @Test
    void leastConnections_leavesTheBusyOneAlone() throws Exception {
        try (var a = named("a");
                var b = named("b");
                var balance = Balance.builder()
                        .backend(a.uri())
                        .backend(b.uri())
                        .strategy(BalanceStrategy.leastConnections())
                        .build()) {
            var busy = balance.call(request("GET", "/"), (status, headers, error) -> block -> {});
            var busyName = new String(busy.iterator().next(), UTF_8);
            for (int i = 0; i < 4; i++) {
                assertThat(Sent.to(balance, request("GET", "/")).body()).isNotEqualTo(busyName);
            }
            Body.close(busy);
        }
    }

    @Test
    void refusal_isAnsweredWithoutABackend() throws Exception {
        try (var a = named("a");
                var balance = Balance.builder().backend(a.uri()).build()) {
            assertThat(status(balance, request("GET", "/", "Upgrade", "websocket")))
                    .isEqualTo(501);
            assertThat(a.requests).isEmpty();
        }
    }

    @Test
    void checks_takeABackendOut_andBringItBack() throws Exception {
        var answer = new AtomicReference<>("200 OK");
        try (var backend = RawBackend.serving(connection -> {
                    while (connection.readRequest().startsWith("GET /health?x ")) {
                        connection.write(head("HTTP/1.1 " + answer.get(), "Content-Type: a/b", "Content-Length: 0"));
                    }
                });
                var balance = Balance.builder()
                        .backend(backend.uri())
                        .healthCheck(HealthCheck.of("/health?x")
                                .every(Duration.ofMillis(5), Duration.ofSeconds(5))
                                .after(2, 2))
                        .build()) {
            assertThat(balance.backends().getFirst().isUp()).isTrue();
            answer.set("500 Internal Server Error");
            awaitUp(balance, false);
            assertThat(Sent.to(balance, request("GET", "/")).header("Retry-After"))
                    .isEqualTo("1");
            answer.set("302 Found");
            awaitUp(balance, true);
        }
    }

    private static void awaitUp(Balance balance, boolean up) {
        while (balance.backends().getFirst().isUp() != up) {
            Thread.onSpinWait();
        }
    }

    /** The time limit of a check is a minute here: close must not wait for it. */
    @Test
    void close_endsAChecksWait() throws Exception {
        var asked = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        try (var backend = RawBackend.serving(connection -> {
            connection.readRequest();
            asked.countDown();
            assertThat(connection.in().read()).isNegative();
            over.countDown();
        })) {
            var balance = Balance.builder()
                    .backend(backend.uri())
                    .healthCheck(HealthCheck.of("/").every(Duration.ofMillis(1), Duration.ofMinutes(1)))
                    .build();
            asked.await();
            balance.close();
            over.await();
            balance.close();
        }
    }

    @Test
    void settings_thatCannotBeUsed_areRefusedAtOnce() {
        var builder = Balance.builder().backend(URI.create("http://127.0.0.1:1/"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.backend(URI.create("http://127.0.0.1:1")))
                .withMessageContaining("already");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.tries(0)).withMessageStartingWith("tries");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.replayBytes(-1))
                .withMessageStartingWith("replay");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxFailures(-1, LONG))
                .withMessageStartingWith("failures");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HealthCheck.of("health"))
                .withMessageStartingWith("path");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HealthCheck.of("/").after(0, 1))
                .withMessageStartingWith("rise");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HealthCheck.of("/").every(Duration.ZERO, LONG))
                .withMessageStartingWith("interval");
        assertThatIllegalStateException().isThrownBy(() -> Balance.builder().build());
    }
}
