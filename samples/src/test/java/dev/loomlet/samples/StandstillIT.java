package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Handlers that compute for less than is warned of are not warned of: not where the process gets no processor for a while, as under a
 * quota, in a stopped container or on a loaded machine, and not where they do so again and again.
 */
@Timeout(60)
class StandstillIT {

    private static final String GET = "GET /spin?ms=40 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    private static final int TIMES = 10;
    private static final int MANY = 50;
    private static final int FEW = 40;
    private static final int OTHERS = 2 * Runtime.getRuntime().availableProcessors();
    private static final long STANDS_STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
    private static final long RUNS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    @Test
    void timeInWhichTheProcessStoodStill_isNotBlamedOnAHandler() throws Exception {
        try (var spin = Child.start("spin", "--port", "0");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var url = spin.url();
            var answers = new AtomicInteger();
            for (int client = 0; client < 2; client++) {
                threads.execute(() -> requestUntilRefused(url, answers));
            }
            for (int i = 0; i < TIMES; i++) {
                LockSupport.parkNanos(RUNS_NANOS);
                spin.signal("STOP");
                LockSupport.parkNanos(STANDS_STILL_NANOS);
                spin.signal("CONT");
            }
            spin.signal("TERM");
            assertThat(spin.exitCode()).isZero();
            assertThat(answers).hasPositiveValue();
            assertThat(spin.errors()).singleElement().asString().matches(Child.ON_HUBS);
        }
    }

    /** One virtual thread, of which the hub's threads are relieved in turn, so that each comes to run it again. */
    @Test
    void manyShortComputations_onOneConnection_areNotTakenForALongOne() throws Exception {
        try (var spin = Child.start("spin", "--port", "0");
                var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(spin.url().resolve("/spin?ms=40"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .timeout(Duration.ofSeconds(30))
                    .build();
            for (int i = 0; i < MANY; i++) {
                var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.body()).isEqualTo("computed for 40 ms\r\n");
            }
            spin.signal("TERM");
            assertThat(spin.exitCode()).isZero();
            assertThat(spin.errors()).singleElement().asString().matches(Child.ON_HUBS);
        }
    }

    /** The thread that was relieved within the first one has the next ones before it. */
    @Test
    void manyShortComputations_thatArePipelined_areNotTakenForALongOne() throws Exception {
        try (var spin = Child.start("spin", "--port", "0");
                var socket =
                        new Socket(InetAddress.getLoopbackAddress(), spin.url().getPort())) {
            socket.setSoTimeout(30_000);
            var requests = GET.replace("Connection: close\r\n", "").repeat(FEW) + GET;
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            var answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answers.split("computed for 40 ms\r\n", -1)).hasSize(FEW + 2);
            spin.signal("TERM");
            assertThat(spin.exitCode()).isZero();
            assertThat(spin.errors()).singleElement().asString().matches(Child.ON_HUBS);
        }
    }

    /** A thread that lost its hub, has a low priority and competes with others gets a processor much later than its 40 ms are over. */
    @Test
    void timeInWhichOnlyTheThreadGotNoProcessor_isNotBlamedOnItsHandler() throws Exception {
        try (var spin = Child.start(List.of("-Dloomlet.relief.nice=10"), "spin", "--port", "0")) {
            var url = spin.url();
            var goOn = new AtomicBoolean(true);
            IntStream.range(0, OTHERS).forEach(i -> Thread.ofPlatform().daemon().start(() -> computeWhile(goOn)));
            try {
                for (int i = 0; i < FEW; i++) {
                    assertThat(request(url)).endsWith("computed for 40 ms\r\n");
                }
            } finally {
                goOn.set(false);
            }
            spin.signal("TERM");
            assertThat(spin.exitCode()).isZero();
            assertThat(spin.errors()).singleElement().asString().matches(Child.ON_HUBS);
        }
    }

    private static void computeWhile(AtomicBoolean goOn) {
        while (goOn.get()) {
            Thread.onSpinWait();
        }
    }

    /** Requests that each compute for less than what is warned of, each on a connection, so a thread, of its own. */
    private static void requestUntilRefused(URI url, AtomicInteger answers) {
        try {
            while (request(url).endsWith("computed for 40 ms\r\n")) {
                answers.incrementAndGet();
            }
        } catch (IOException refused) {
            return;
        }
    }

    private static String request(URI url) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
