package dev.loomlet.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The closed loop where wrk is not installed: one thread, the calling one, and non-blocking connections. Unlike wrk it waits at the end for
 * the answers to what it sent, 10 s at most, so that it counts exactly what the server did; the seconds of its result include that.
 */
final class OwnClosedLoop {

    private static final long DRAIN_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int READ_BYTES = 256 << 10;
    private static final long RETRY_MILLIS = 10;
    private static final double NANOS_A_SECOND = 1e9;

    private OwnClosedLoop() {}

    static ClosedLoopResult run(ClosedLoopPlan plan) throws IOException, InterruptedException {
        if (plan.target().tls()) {
            throw new IOException("TLS is measured with wrk, which is not installed (Debian: apt install wrk)");
        }
        var request = Requests.of(plan);
        var tally = new ClosedTally();
        var connections = new ArrayList<ClosedConnection>();
        try (var selector = Selector.open()) {
            long start = System.nanoTime();
            long end = start + plan.duration().toNanos();
            for (int i = 0; i < plan.connections(); i++) {
                connections.add(new ClosedConnection(selector, plan, request, tally, end));
            }
            drive(selector, connections, end + DRAIN_NANOS);
            double seconds = (System.nanoTime() - start) / NANOS_A_SECOND;
            connections.forEach(ClosedConnection::abandon);
            if (tally.isEmpty()) {
                throw new IOException(plan.target().url() + " answered nothing: " + tally.reason());
            }
            return tally.result(seconds);
        } finally {
            connections.forEach(ClosedConnection::close);
        }
    }

    private static void drive(Selector selector, List<ClosedConnection> connections, long lastNanos)
            throws IOException, InterruptedException {
        var in = ByteBuffer.allocateDirect(READ_BYTES);
        long lookNanos = System.nanoTime();
        while (true) {
            long now = System.nanoTime();
            if (now - lookNanos >= 0) {
                // Not after every select: with many connections the look at each would be most of the work.
                lookNanos = now + Duration.ofMillis(RETRY_MILLIS).toNanos();
                for (var connection : connections) {
                    if (connection.isClosed()) {
                        connection.retry();
                    }
                }
                if (now - lastNanos >= 0 || connections.stream().allMatch(ClosedConnection::isDone)) {
                    return;
                }
            }
            selector.select(key -> ((ClosedConnection) key.attachment()).ready(key, in), RETRY_MILLIS);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while measuring");
            }
        }
    }
}
