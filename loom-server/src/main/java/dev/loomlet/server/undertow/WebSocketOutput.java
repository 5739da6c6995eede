package dev.loomlet.server.undertow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * The frames for a client on their way from virtual threads, one at a time of which waits for room and puts in, to the loop, which writes
 * what the client takes. Behind a close frame nothing is written.
 */
final class WebSocketOutput {

    /* A client that takes everything at once must not keep the loop from the others. */
    private static final int MOST_WRITES = 16;

    private static final int MOST_PONGS = 16;

    /**
     * A frame that is being written.
     *
     * @param bytes what is left of it
     * @param counted how many of {@link #bytes} it is, 0 if it is not a message
     */
    private record Part(ByteBuffer bytes, int counted) {}

    private final WebSocketLimits limits;
    private final Queue<ByteBuffer> messages = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger bytes = new AtomicInteger();
    private volatile @Nullable Thread sender;

    /* The loop's: what is being written, in order, and what goes before and behind the messages that wait. */
    private final ArrayDeque<Part> writing = new ArrayDeque<>(2);
    private @Nullable ByteBuffer ping;
    private final ArrayDeque<ByteBuffer> pongs = new ArrayDeque<>(0);
    private @Nullable ByteBuffer close;
    private boolean closing;
    private volatile long bytesSent;

    WebSocketOutput(WebSocketLimits limits) {
        this.limits = limits;
    }

    /* A virtual thread's. */

    /** Whether another message may be put in. */
    boolean hasRoom() {
        return count.get() < limits.maxQueued() && bytes.get() < limits.maxQueuedBytes();
    }

    void put(ByteBuffer frame) {
        count.incrementAndGet();
        bytes.addAndGet(frame.remaining());
        messages.add(frame);
    }

    /** Says that the current thread is about to wait for room. */
    void beginWait() {
        sender = Thread.currentThread();
    }

    void endWait() {
        sender = null;
    }

    /** Bytes of frames that the client took. Any thread. */
    long bytesSent() {
        return bytesSent;
    }

    /* The loop's. */

    /** Answers a ping; of many that the client does not take, only to the latest (RFC 6455 §5.5.3). */
    void pong(ByteBuffer frame) {
        if (pongs.size() == MOST_PONGS) {
            pongs.remove();
        }
        pongs.add(frame);
    }

    void ping(ByteBuffer frame) {
        ping = frame;
    }

    /** Sends a close frame behind the messages that wait. */
    void close(ByteBuffer frame) {
        if (!closing) {
            closing = true;
            close = frame;
            LockSupport.unpark(sender);
        }
    }

    /** Sends a close frame behind what is being written, and drops the messages that wait. */
    void closeAtOnce(ByteBuffer frame) {
        drop();
        close(frame);
    }

    /** Drops the messages that wait, and wakes who waits for room. */
    void drop() {
        for (var dropped = messages.poll(); dropped != null; dropped = messages.poll()) {
            release(dropped.remaining());
        }
        LockSupport.unpark(sender);
    }

    private void release(int size) {
        count.decrementAndGet();
        bytes.addAndGet(-size);
    }

    /** Writes what the client takes; whether that was all. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the loop alone
    boolean writeTo(ConduitStreamSinkChannel sink) throws IOException {
        for (int i = 0; fill(); i++) {
            if (i == MOST_WRITES) {
                return false;
            }
            var out = Scratch.takeDirect();
            for (var part : writing) {
                var from = part.bytes();
                int fits = Math.min(from.remaining(), out.remaining());
                out.put(out.position(), from, from.position(), fits);
                out.position(out.position() + fits);
            }
            int written = sink.write(out.flip());
            bytesSent += written;
            advance(written);
            if (out.hasRemaining()) {
                return false;
            }
        }
        return sink.flush();
    }

    /** Whether there is something to write, of which enough for one write, the first first, is in {@link #writing} then. */
    private boolean fill() {
        if (!writing.isEmpty()) {
            return true;
        }
        for (var pong = pongs.poll(); pong != null; pong = pongs.poll()) {
            add(pong);
        }
        add(ping);
        ping = null;
        if (closing && close == null) {
            drop();
            return !writing.isEmpty();
        }
        int size = 0;
        while (size < Scratch.DIRECT_SIZE) {
            var next = messages.poll();
            if (next == null) {
                add(close);
                close = null;
                break;
            }
            size += next.remaining();
            writing.add(new Part(next, next.remaining()));
        }
        return !writing.isEmpty();
    }

    private void add(@Nullable ByteBuffer frame) {
        if (frame != null) {
            writing.add(new Part(frame, 0));
        }
    }

    private void advance(int written) {
        int left = written;
        while (left > 0) {
            var part = writing.getFirst();
            int taken = Math.min(left, part.bytes().remaining());
            part.bytes().position(part.bytes().position() + taken);
            left -= taken;
            if (!part.bytes().hasRemaining()) {
                writing.remove();
                if (part.counted() > 0) {
                    release(part.counted());
                }
            }
        }
        LockSupport.unpark(sender);
    }

    /** Whether a close frame was sent, or will be. */
    boolean isClosing() {
        return closing;
    }

    /** Whether the client took all, a close frame at the end. */
    boolean isOver() {
        return closing && close == null && writing.isEmpty();
    }
}
