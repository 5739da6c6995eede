package dev.loomlet.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Looks now and then whether a connection waits for longer than it may. One daemon platform thread a server; a look costs one field read
 * a connection, where a timer for each wait would cost each request two wake-ups.
 */
final class Deadlines implements Runnable {

    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Connections connections;
    private final long periodNanos;
    private final CountDownLatch ended = new CountDownLatch(1);

    Deadlines(ServerConfig config, Connections connections) {
        this.connections = connections;
        long shortest = Stream.of(
                        config.tls().isPresent() ? config.handshakeTimeout() : Duration.ZERO,
                        config.headTimeout(),
                        config.idleTimeout(),
                        config.bodyTimeout(),
                        config.writeTimeout(),
                        config.drainTimeout())
                .filter(Duration::isPositive)
                .mapToLong(Duration::toNanos)
                .min()
                .orElse(LONGEST_NANOS);
        this.periodNanos = Math.clamp(shortest / 4, SHORTEST_NANOS, LONGEST_NANOS);
    }

    void start(String name) {
        Thread.ofPlatform().daemon().name(name).start(this);
    }

    void end() {
        ended.countDown();
    }

    @Override
    public void run() {
        boolean goesOn = true;
        while (goesOn) {
            try {
                goesOn = !ended.await(periodNanos, TimeUnit.NANOSECONDS);
                connections.expire(System.nanoTime());
            } catch (InterruptedException e) {
                Log.SERVER.log(System.Logger.Level.WARNING, "who interrupts the thread of the deadlines?", e);
            } catch (RuntimeException e) {
                Log.SERVER.log(System.Logger.Level.ERROR, "looking for overdue connections failed; going on", e);
            }
        }
    }
}
