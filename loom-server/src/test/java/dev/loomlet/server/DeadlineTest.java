package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loomlet.wsgi.Application;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The times of the configuration: what happens when one is over, that it does not happen before, and what a time does not cover. */
class DeadlineTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String POST = "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n";

    /** Runs {@code wait}, in which the server's wait begins, and checks that it took at least {@code atLeast}, and not the bound of a read of the client's. */
    private static void assertTakes(Duration atLeast, Wait wait) throws Exception {
        long start = System.nanoTime();
        wait.run();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(atLeast)
                .isLessThan(atLeast.plusSeconds(4));
    }

    private interface Wait {
        void run() throws Exception;
    }

    /** Whether the server says or ends something within {@code millis}. */
    private static boolean hears(RawClient client, int millis) throws IOException {
        client.socket().setSoTimeout(millis);
        try {
            return client.peek();
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            client.socket().setSoTimeout(5000);
        }
    }

    /** Sends {@code text} a byte at a time, one each {@code millis}, until all is sent or the server says something. */
    private static void drip(RawClient client, String text, int millis) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            client.send(text.substring(i, i + 1));
            if (hears(client, millis)) {
                return;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r"})
    void head_thatStops_isAnsweredWith408(String part) throws Exception {
        var calls = new Calls(Apps.HELLO);
        try (var server = TestServer.of(calls, config -> config.headTimeout(SHORT));
                var client = server.connect()) {
            assertTakes(
                    SHORT,
                    () -> assertThat(client.send(part).response().status()).isEqualTo(408));
            client.assertClosed();
            assertThat(server.nextRecord().status()).isEqualTo(408);
            assertThat(calls.requests()).isEmpty();
        }
    }

    /** Each byte in time, all of them not. */
    @Test
    void head_thatDrips_isAnsweredWith408() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.headTimeout(SHORT));
                var client = server.connect()) {
            assertTakes(SHORT, () -> {
                drip(client, "GET /" + "x".repeat(300), 20);
                assertThat(client.response().status()).isEqualTo(408);
            });
            client.assertClosed();
        }
    }

    @Test
    void head_thatDripsOnAKeptConnection_isAnsweredWith408() throws Exception {
        try (var server = TestServer.of(
                        Apps.HELLO, config -> config.headTimeout(SHORT).idleTimeout(LONG));
                var client = server.connect()) {
            assertThat(client.get("/").response().status()).isEqualTo(200);
            drip(client, "GET /" + "x".repeat(300), 20);
            assertThat(client.response().status()).isEqualTo(408);
            client.assertClosed();
        }
    }

    @Test
    void head_thatIsSlowButInTime_isServed() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.headTimeout(Duration.ofSeconds(4)));
                var client = server.connect()) {
            drip(client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 20);
            assertThat(client.response().status()).isEqualTo(200);
        }
    }

    @Test
    void newConnection_thatSendsNothing_isClosedWithoutAnAnswer() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.headTimeout(SHORT))) {
            assertTakes(SHORT, () -> {
                try (var client = server.connect()) {
                    client.assertClosed();
                }
            });
            server.awaitConnections(0);
            assertThat(server.records()).isEmpty();
        }
    }

    @Test
    void idleConnection_isClosedWithoutAnAnswer_whileABusyOneGoesOn() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        Application application = (environ, startResponse) -> {
            if (environ.pathInfo().equals("/busy")) {
                begun.countDown();
                assertThat(goOn.await(5, TimeUnit.SECONDS)).isTrue();
            }
            return Apps.HELLO.call(environ, startResponse);
        };
        try (var server = TestServer.of(
                        application,
                        config -> config.idleTimeout(SHORT).headTimeout(SHORT).bodyTimeout(SHORT));
                var busy = server.connect().get("/busy");
                var idle = server.connect()) {
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            assertTakes(SHORT, () -> {
                assertThat(idle.get("/").response().status()).isEqualTo(200);
                idle.assertClosed();
            });
            goOn.countDown();
            assertThat(busy.response().status()).isEqualTo(200);
        }
    }

    @Test
    void keptConnection_usedWithinTheIdleTimeout_staysOpen() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.idleTimeout(Duration.ofSeconds(1)));
                var client = server.connect()) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.get("/").response().status()).isEqualTo(200);
                assertThat(hears(client, 300)).isFalse();
            }
        }
    }

    @Test
    void body_thatStops_isAnsweredWith408_andAnErrorToTheApplication() throws Exception {
        BlockingQueue<IOException> failures = new LinkedBlockingQueue<>();
        try (var server = TestServer.of(keepingFailures(failures), config -> config.bodyTimeout(SHORT));
                var client = server.connect()) {
            assertTakes(SHORT, () -> {
                var response = client.send(POST + "abc").response();
                assertThat(response.status()).isEqualTo(408);
                assertThat(response.header("Connection")).isEqualTo("close");
            });
            client.assertClosed();
            assertThat(failures.poll(5, TimeUnit.SECONDS)).hasMessageContaining("in time");
            assertThat(server.nextRecord().status()).isEqualTo(408);
        }
    }

    private static Application keepingFailures(BlockingQueue<IOException> failures) {
        return (environ, startResponse) -> {
            try {
                return Apps.ECHO.call(environ, startResponse);
            } catch (IOException e) {
                failures.add(e);
                throw e;
            }
        };
    }

    @Test
    void body_inChunksThatStops_isAnsweredWith408() throws Exception {
        try (var server = TestServer.of(Apps.ECHO, config -> config.bodyTimeout(SHORT));
                var client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\noh\r\n4");
            assertThat(client.response().status()).isEqualTo(408);
            client.assertClosed();
        }
    }

    /** It bounds each wait, not the whole. */
    @Test
    void body_thatMakesProgress_mayTakeLongerThanTheBodyTimeout() throws Exception {
        var timeout = Duration.ofSeconds(1);
        try (var server = TestServer.of(Apps.ECHO, config -> config.bodyTimeout(timeout));
                var client = server.connect()) {
            assertTakes(timeout, () -> {
                drip(client.send(POST), "0123456789", 120);
                assertThat(client.response().text()).isEqualTo("0123456789");
            });
        }
    }

    /** Two bodies at 10 bytes a second, side by side: one server wants 240, which it asks for after 5 seconds, the other 5. */
    @Test
    @Timeout(20)
    void body_belowTheMinimumRate_isAnsweredWith408_afterFiveSeconds_andAnotherAboveItGoesOn() throws Exception {
        try (var strict = TestServer.of(
                        Apps.ECHO,
                        config -> config.bodyTimeout(LONG).headTimeout(SHORT).minBodyRate(240));
                var lenient = TestServer.of(
                        Apps.ECHO,
                        config -> config.bodyTimeout(LONG).headTimeout(SHORT).minBodyRate(5));
                var slow = strict.connect().send(POST.replace("10", "1000"));
                var other = lenient.connect().send(POST.replace("10", "1000"))) {
            long start = System.nanoTime();
            for (int i = 0; i < 100 && !hears(slow, 100); i++) {
                slow.send("x");
                other.send("x");
            }
            assertThat(slow.response().status()).isEqualTo(408);
            slow.assertClosed();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(8));
            other.send("x".repeat(1000));
            assertThat(other.response().text()).isEqualTo("x".repeat(1000));
        }
    }

    @Test
    void clientThatReadsNothing_isClosedAfterTheWriteTimeout() throws Exception {
        BlockingQueue<IOException> failures = new LinkedBlockingQueue<>();
        var block = new byte[1 << 20];
        Application endless = (environ, startResponse) -> {
            var writer = startResponse.start("200 OK", Apps.TEXT);
            try {
                while (true) {
                    writer.write(block);
                }
            } catch (IOException e) {
                failures.add(e);
                throw e;
            }
        };
        try (var server = TestServer.of(endless, config -> config.writeTimeout(SHORT));
                var client = RawClient.connect(server.port(), /* receiveBuffer= */ 4096)) {
            assertTakes(SHORT, () -> {
                client.get("/");
                assertThat(failures.poll(5, TimeUnit.SECONDS)).hasMessageContaining("in time");
            });
            var entry = server.nextRecord();
            assertThat(entry.status()).isEqualTo(200);
            assertThat(entry.bodyLength()).isPositive();
            server.awaitConnections(0);
        }
        assertThat(ServerLog.messages(Level.WARNING)).isEmpty();
    }

    /** A client slower than the timeout in the whole, but with progress. */
    @Test
    void clientThatReadsSlowly_isServedBeyondTheWriteTimeout() throws Exception {
        var timeout = Duration.ofSeconds(1);
        int megabytes = 30;
        Application large =
                Apps.ok(() -> Collections.nCopies(megabytes, new byte[1 << 20]).iterator());
        try (var server = TestServer.of(large, config -> config.writeTimeout(timeout));
                var client = server.connect().send("GET / HTTP/1.0\r\n\r\n")) {
            client.head();
            assertTakes(timeout, () -> {
                for (int i = 0; i < megabytes; i++) {
                    client.exactly(1 << 20);
                    TimeUnit.MILLISECONDS.sleep(40); // the client's pace
                }
                client.assertClosed();
            });
        }
    }

    @Test
    void unreadBody_thatDoesNotCome_isWaitedForNoLongerThanTheDrainTimeout() throws Exception {
        var calls = new Calls(Apps.HELLO);
        try (var server = TestServer.of(
                        calls, config -> config.drainTimeout(SHORT).bodyTimeout(LONG));
                var client = server.connect()) {
            assertTakes(SHORT, () -> {
                assertThat(client.send(POST + "abc").response().status()).isEqualTo(200);
                client.assertClosed();
            });
            assertThat(calls.requests()).containsExactly("POST /p");
        }
    }

    /** Behind an answer that closes, the client may go on sending for a while and still reads the answer; not for ever. */
    @Test
    void clientThatSendsOn_behindARefusal_isReadForTheDrainTimeout_andThenClosed() throws Exception {
        try (var server = TestServer.of(Apps.HELLO, config -> config.drainTimeout(SHORT));
                var client = server.connect()) {
            assertThat(client.send("bad\r\n\r\n").response().status()).isEqualTo(400);
            server.awaitConnections(0);
            client.assertClosed();
        }
    }

    @Test
    void timeoutsOfZero_waitAsLongAsItTakes() throws Exception {
        try (var server = TestServer.of(
                        Apps.ECHO,
                        config -> config.headTimeout(Duration.ZERO)
                                .bodyTimeout(Duration.ZERO)
                                .writeTimeout(Duration.ZERO)
                                .drainTimeout(Duration.ofMillis(20)));
                var client = server.connect()) {
            assertThat(hears(client, 100)).isFalse();
            assertThat(hears(client.send("POST /p HT"), 100)).isFalse();
            assertThat(hears(client.send("TP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n"), 100))
                    .isFalse();
            assertThat(client.send("hi").response().text()).isEqualTo("hi");
        }
    }

    @Test
    void timeouts_areLoggedAtDebugAndWithoutATrace() throws Exception {
        try (var server = TestServer.of(
                Apps.ECHO,
                config -> config.headTimeout(SHORT).bodyTimeout(SHORT).idleTimeout(SHORT))) {
            try (var head = server.connect().send("GET");
                    var body = server.connect().send(POST);
                    var idle = server.connect().get("/")) {
                assertThat(head.response().status()).isEqualTo(408);
                assertThat(body.response().status()).isEqualTo(408);
                assertThat(idle.response().status()).isEqualTo(200);
                idle.assertClosed();
            }
            server.awaitConnections(0);
        }
        assertThat(ServerLog.recordsSinceStart()).allSatisfy(logged -> {
            assertThat(logged.getLevel().intValue()).isLessThanOrEqualTo(Level.FINE.intValue());
            assertThat(logged.getThrown()).isNull();
        });
    }
}
