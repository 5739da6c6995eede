package dev.loomlet.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the answers of an open loop, notes when each was complete, and sends what waited for its connection. Runs on a platform thread of
 * its own until all requests are answered, the time for that is over, or it is interrupted.
 */
final class Receiver implements Callable<@Nullable Void> {

    private static final long RETRY_MILLIS = 10;
    private static final long IDLE_MILLIS = 100;

    private final Selector selector;
    private final Duration grace;
    private final Outcomes outcomes;
    private final SendTimes times = new SendTimes();
    private final ByteBuffer in = ByteBuffer.allocateDirect(256 << 10);
    private final Queue<OpenConnection> closed = new ArrayDeque<>();
    private final Consumer<SelectionKey> action = this::ready;
    private long allSentNanos;
    private volatile boolean allSent;

    /* The grace is how long answers are awaited after the last request was due. */
    Receiver(Selector selector, Outcomes outcomes, Duration grace) {
        this.selector = selector;
        this.outcomes = outcomes;
        this.grace = grace;
    }

    @Override
    public @Nullable Void call() throws IOException {
        while (!Thread.currentThread().isInterrupted()) {
            selector.select(action, closed.isEmpty() ? IDLE_MILLIS : RETRY_MILLIS);
            reconnect();
            if (allSent && (outcomes.areComplete() || System.nanoTime() - allSentNanos >= grace.toNanos())) {
                return null;
            }
        }
        return null;
    }

    /* Called by the sender's thread, when the last was due. */
    void allSent() {
        allSentNanos = System.nanoTime();
        allSent = true;
        selector.wakeup();
    }

    SendTimes times() {
        return times;
    }

    private void ready(SelectionKey key) {
        var connection = (OpenConnection) key.attachment();
        if (!connection.ready(key, in, outcomes, times)) {
            closed.add(connection);
        }
    }

    private void reconnect() {
        long now = System.nanoTime();
        for (int tries = closed.size(); tries > 0; tries--) {
            var connection = closed.remove();
            if (!connection.retry(now, times)) {
                closed.add(connection);
            }
        }
    }
}
