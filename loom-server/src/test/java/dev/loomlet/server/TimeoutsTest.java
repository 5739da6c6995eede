package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.middleware.Timeouts;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.StartResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** {@link Timeouts} interrupts the thread that serves the connection: no request behind it may notice. */
class TimeoutsTest {

    private static final Duration LIMIT = Duration.ofMillis(1);
    private static final int ROUNDS = 200;

    /** Works for about as long as it may, and does not mind an interrupt, or sleeps for so long. */
    private static Iterable<byte[]> work(StartResponse startResponse) throws InterruptedException {
        var random = ThreadLocalRandom.current();
        long nanos = LIMIT.toNanos() / 2 + random.nextLong(LIMIT.toNanos());
        if (random.nextBoolean()) {
            Thread.sleep(Duration.ofNanos(nanos));
        }
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            Thread.onSpinWait();
        }
        startResponse.start("200 OK", Apps.TEXT);
        var block = "done".getBytes(StandardCharsets.UTF_8);
        return random.nextBoolean() ? Body.of(block) : Set.of(block);
    }

    private static Iterable<byte[]> check(StartResponse startResponse) {
        boolean interrupted = Thread.interrupted();
        startResponse.start("200 OK", Apps.TEXT);
        return Body.of("interrupted: " + interrupted);
    }

    @Test
    void requestWhoseTimeIsOver_leavesTheConnectionAndTheNextRequestAlone() throws Exception {
        Application site = (environ, startResponse) ->
                environ.pathInfo().equals("/check") ? check(startResponse) : work(startResponse);
        var timeouts =
                Timeouts.after(LIMIT).except(environ -> environ.pathInfo().equals("/check"));
        var statuses = new HashSet<Integer>();
        try (var server = TestServer.of(timeouts.wrap(site));
                var client = server.connect()) {
            for (int i = 0; i < ROUNDS; i++) {
                statuses.add(client.get("/work").response().status());
                assertThat(client.get("/check").response().text()).isEqualTo("interrupted: false");
            }
        }
        assertThat(statuses).contains(503).isSubsetOf(200, 503);
    }

    @Test
    void bodyThatIsReadWhenTheTimeIsOver_isNotWaitedFor_andTheConnectionGoesOn() throws Exception {
        Application reads = (environ, startResponse) -> {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            environ.input().read();
            throw new AssertionError("read behind the time");
        };
        try (var server = TestServer.of(Timeouts.after(LIMIT).wrap(reads));
                var client = server.connect()) {
            for (int i = 0; i < 2; i++) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
                assertThat(client.response().status()).isEqualTo(503);
            }
        }
    }
}
