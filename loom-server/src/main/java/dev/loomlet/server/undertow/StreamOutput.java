package dev.loomlet.server.undertow;

import io.undertow.protocols.http2.Http2HeadersStreamSinkChannel;
import io.undertow.util.HeaderMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A response on its way from the stream's virtual thread, which collects and hands over, to the loop, which gives it to the engine as
 * there is room.
 */
final class StreamOutput {

    private static final byte[] NONE = {};
    private static final int FULL = 16 * 1024;
    private static final int SMALL = 256;
    private static final int MOST_WAITING = 4 * FULL;

    /**
     * What is handed over at once.
     *
     * @param head the fields of the head, null behind it
     * @param body bytes behind it
     * @param last whether the response ends with them
     */
    private record Part(@Nullable HeaderMap head, ByteBuffer body, boolean last) {}

    private final H2Stream stream;
    private final Queue<Part> parts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean asked = new AtomicBoolean();

    /* The virtual thread's: what it has not handed over. */
    private @Nullable HeaderMap head;
    private byte[] pending = NONE;
    private int length;

    /* The loop's: what it could not give to the engine. */
    private final Deque<Part> left = new ArrayDeque<>(0);
    private boolean flushWanted;
    private boolean ended;

    StreamOutput(H2Stream stream) {
        this.stream = stream;
    }

    /* The virtual thread's. */

    void head(HeaderMap fields) {
        head = fields;
    }

    /** Takes in at most as much as it has room for, and says how much; hands over when it is full. */
    int add(byte[] from, int offset, int count) {
        int fits = Math.min(count, FULL - length);
        if (length + fits > pending.length) {
            int size = Math.clamp(2L * (length + fits), SMALL, FULL);
            pending = length + fits < FULL / 2 ? Arrays.copyOf(pending, size) : Arrays.copyOf(pending, FULL);
        }
        System.arraycopy(from, offset, pending, length, fits);
        length += fits;
        if (length == FULL) {
            handOver(/* last= */ false);
        }
        return fits;
    }

    /** Hands over what was collected. */
    void handOver(boolean last) {
        if (length > 0 || head != null || last) {
            waiting.addAndGet(length);
            parts.add(new Part(head, ByteBuffer.wrap(pending, 0, length), last));
            head = null;
            pending = NONE;
            length = 0;
            ask();
        }
    }

    private void ask() {
        if (!asked.getAndSet(true)) {
            stream.post(this::pump);
        }
    }

    /** Whether the virtual thread may collect more. */
    boolean hasRoom() {
        return waiting.get() < MOST_WAITING;
    }

    /* The loop's. */

    private void pump() {
        asked.set(false);
        for (var part = parts.poll(); part != null; part = parts.poll()) {
            left.add(part);
        }
        stream.pump();
    }

    /** Gives the engine what it takes; whether that was all. */
    boolean giveTo(Http2HeadersStreamSinkChannel sink, SendWindows windows) throws IOException {
        while (!left.isEmpty()) {
            var part = left.getFirst();
            if (part.head() != null && sink.getHeaders().size() == 0) {
                for (var values : part.head()) {
                    sink.getHeaders().addAll(values.getHeaderName(), values);
                }
                if (part.body().hasRemaining() && !windows.isOpen(sink)) {
                    /* Alone, or it would wait with the body. */
                    sink.flush();
                }
            }
            if (!give(sink, part.body(), windows)) {
                return false;
            }
            /* A write may find that the client has gone, and then all is dropped. */
            left.poll();
            flushWanted = true;
            if (part.last()) {
                ended = true;
                sink.shutdownWrites();
                return true;
            }
        }
        flushWanted = flushWanted && !sink.flush();
        return !flushWanted;
    }

    private boolean give(Http2HeadersStreamSinkChannel sink, ByteBuffer body, SendWindows windows) throws IOException {
        while (body.hasRemaining()) {
            int count = sink.write(body);
            if (count == 0) {
                return false;
            }
            waiting.addAndGet(-count);
            windows.gave(count);
            stream.progressed();
            stream.wake();
        }
        return true;
    }

    /** Whether the engine has all of the response. */
    boolean isEnded() {
        return ended;
    }

    void drop() {
        left.clear();
        parts.clear();
    }
}
