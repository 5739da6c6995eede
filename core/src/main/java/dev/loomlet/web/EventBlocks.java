package dev.loomlet.web;

import dev.loomlet.wsgi.Stopping;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of an {@link EventStream}: its events and heartbeats, a block each. On the request's thread, but for what {@link Stopping} calls.
 *
 * <p>A heartbeat is one comment in two blocks, its colon and, a gap later, the end of its line. The first write to a client that has left
 * succeeds, and only makes the client's system say that nobody is there; the second one fails. With both in each interval, whoever leaves is
 * noticed within one.
 */
final class EventBlocks implements Iterable<byte[]>, AutoCloseable {

    private static final byte[] OPENING = ":\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COLON = {':'};
    private static final byte[] LINE_END = {'\n'};
    private static final Duration LONGEST_GAP = Duration.ofSeconds(1);

    private final EventSource source;
    private final long untilColonNanos;
    private final long gapNanos;
    private final Optional<ServerSentEvent> farewell;
    private Stopping.Registration registration = () -> {};
    private volatile boolean stopping;
    private boolean iterated;
    private boolean ended;
    private boolean inComment;

    EventBlocks(EventSource source, Duration heartbeat, Optional<ServerSentEvent> farewell) {
        this.source = source;
        this.farewell = farewell;
        long interval = heartbeat.toNanos();
        gapNanos = Math.min(LONGEST_GAP.toNanos(), interval / 2);
        untilColonNanos = interval - gapNanos;
    }

    /** Ends the stream when the server stops. */
    void endWith(Stopping server) {
        registration = server.onStop(() -> {
            stopping = true;
            source.wakeup();
        });
    }

    @Override
    public Iterator<byte[]> iterator() {
        if (iterated) {
            throw new IllegalStateException("an event stream can be iterated once");
        }
        iterated = true;
        return new Blocks();
    }

    private byte @Nullable [] awaitBlock() {
        long end = System.nanoTime() + (inComment ? gapNanos : untilColonNanos);
        while (!stopping) {
            long left = end - System.nanoTime();
            var event = poll(Duration.ofNanos(Math.max(0, left)));
            if (event.isPresent()) {
                return block(event.get());
            }
            if (source.isEnded()) {
                ended = true;
                return null;
            }
            if (left <= 0) {
                inComment = !inComment;
                return inComment ? COLON : LINE_END;
            }
        }
        ended = true;
        return farewell.map(this::block).orElse(null);
    }

    private Optional<ServerSentEvent> poll(Duration time) {
        try {
            return source.poll(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an event", e);
        }
    }

    /** The bytes of an event, behind the end of the line of a comment that was begun. */
    private byte[] block(ServerSentEvent event) {
        if (!inComment) {
            return event.encoded();
        }
        inComment = false;
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(LINE_END);
        bytes.writeBytes(event.encoded());
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        registration.cancel();
        source.close();
    }

    private final class Blocks implements Iterator<byte[]> {
        private byte @Nullable [] next = OPENING;

        @Override
        public boolean hasNext() {
            if (next == null && !ended) {
                next = awaitBlock();
            }
            return next != null;
        }

        @Override
        public byte[] next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            var block = next;
            next = null;
            return block;
        }
    }
}
