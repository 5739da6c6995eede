package dev.loomlet.benchmarks.compare;

import dev.loomlet.benchmarks.peers.RunningPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for a server that was given more than it can take to be as if nothing had been. */
final class Rest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration WINDOW = Duration.ofMillis(100);
    /* CPU time is counted in steps of 10 ms, so that even an idle server may show one or two of them. */
    private static final long BUSY_MICROS = 20_000;
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private Rest() {}

    /** Blocks until the stalls that are under way can be over, the server is idle, and it answers; false when that lasts more than 10 s. */
    static boolean await(RunningPeer server, Duration stall) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(stall.toNanos());
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            if (!server.isAlive() || (isIdle(server) && answers(server.port()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIdle(RunningPeer server) throws InterruptedException {
        long before = server.cpuMicros();
        TimeUnit.NANOSECONDS.sleep(WINDOW.toNanos());
        return server.cpuMicros() - before <= BUSY_MICROS;
    }

    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            int timeout = Math.toIntExact(WINDOW.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeout);
            socket.setSoTimeout(timeout);
            socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == 'H';
        } catch (IOException e) {
            return false;
        }
    }
}
