package dev.loomlet.server.undertow;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way from the loop, which puts in, to the stream's virtual thread, which takes out. It holds what the client
 * was allowed to send: more is allowed when half of it was taken.
 */
final class StreamInput {

    private static final byte[] NONE = {};
    private static final int HALF = Http2Limits.WINDOW / 2;

    /* Beyond, the client does not keep to its window, or sends a byte at a time. */
    private static final int MOST_BYTES = 3 * Http2Limits.WINDOW;
    private static final int MOST_CHUNKS = 4096;

    private final H2Stream stream;
    private final Queue<byte[]> chunks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger bytes = new AtomicInteger();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean ended;

    /* How much more the client may be allowed. The loop's; the virtual thread looks at it. */
    private volatile int owed;

    /* The virtual thread's. */
    private byte[] current = NONE;
    private int position;

    StreamInput(H2Stream stream) {
        this.stream = stream;
    }

    /* The loop's. */

    /** Takes in bytes; false if they are more than there may be. */
    boolean add(byte[] chunk) {
        chunks.add(chunk);
        return bytes.addAndGet(chunk.length) <= MOST_BYTES && count.incrementAndGet() <= MOST_CHUNKS;
    }

    void end() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }

    /** The engine has read {@code delta} bytes; how many more the client may send now, 0 if it is to wait, as while they are put in. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the loop alone
    int owe(int delta, boolean wait) {
        owed += delta;
        if (wait || ended || bytes.get() > HALF) {
            return 0;
        }
        int all = owed;
        owed = 0;
        return all;
    }

    /* The virtual thread's. */

    /** Whether there is something to read, or never will be. */
    boolean isReady() {
        return position < current.length || !chunks.isEmpty() || ended;
    }

    /** Reads what is there: the number of bytes, -1 at the end of the body, 0 if there is nothing yet. */
    int take(byte[] into, int offset, int length) throws IOException {
        if (position == current.length) {
            /* Ended before empty: what came before the end is there when the end is seen. */
            boolean noMore = ended;
            var next = poll();
            if (next == null) {
                return noMore ? -1 : 0;
            }
            current = next;
            position = 0;
        }
        int taken = Math.min(length, current.length - position);
        System.arraycopy(current, position, into, offset, taken);
        position += taken;
        if (bytes.addAndGet(-taken) <= HALF && owed > 0) {
            stream.askForMore();
        }
        return taken;
    }

    private byte @Nullable [] poll() {
        var next = chunks.poll();
        if (next != null) {
            count.decrementAndGet();
        }
        return next;
    }
}
