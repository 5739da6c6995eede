package dev.loomlet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that gets no processor for a while, as under a quota, in a stopped container or on a loaded machine. */
@Timeout(60)
class StandstillIT {

    private static final int TIMES = 10;
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
            var request = "GET /spin?ms=40 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
