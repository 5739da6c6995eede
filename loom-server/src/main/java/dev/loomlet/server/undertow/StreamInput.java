package dev.loomlet.server.undertow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way from the loop, which puts in, to the stream's virtual thread, which takes out. It holds what the client
 * was allowed to send: more is allowed when half of it was taken.
 */
final class StreamInput {

    private static final int HALF = Http2Limits.WINDOW / 2;

    /* Beyond, the client does not keep to its window. */
    private static final int MOST_BYTES = 3 * Http2Limits.WINDOW;

    /* Of a chunk that is not the first: bytes that come a few at a time share one. */
    private static final int LEAST_ROOM = 2048;

    /** Bytes in a row. The loop adds behind the end as long as this is the last chunk; the virtual thread takes what is before the end. */
    private static final class Chunk {
        private final byte[] bytes;
        private volatile int end;

        Chunk(int room) {
            bytes = new byte[room];
        }

        void add(ByteBuffer from) {
            int begin = end;
            int length = from.remaining();
            from.get(bytes, begin, length);
            end = begin + length;
        }
    }

    private final H2Stream stream;
    private final Queue<Chunk> chunks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger bytes = new AtomicInteger();
    private volatile boolean ended;

    /* How much more the client may be allowed. The loop's; the virtual thread looks at it. */
    private volatile int owed;

    /* The loop's. */
    private @Nullable Chunk last;

    /* The virtual thread's. */
    private Chunk current = new Chunk(0);
    private int position;

    StreamInput(H2Stream stream) {
        this.stream = stream;
    }

    /* The loop's. */

    /** Takes in what remains of {@code from}; false if that is more than there may be. */
    boolean add(ByteBuffer from) {
        int length = from.remaining();
        if (last == null || last.bytes.length - last.end < length) {
            last = append(new Chunk(last == null ? length : Math.max(length, LEAST_ROOM)), from);
        } else {
            last.add(from);
        }
        return bytes.addAndGet(length) <= MOST_BYTES;
    }

    /** It is full before it can be found: then the one before is left behind. */
    private Chunk append(Chunk chunk, ByteBuffer from) {
        chunk.add(from);
        chunks.add(chunk);
        return chunk;
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

    /** Whether what is owed is not worth a frame. */
    boolean isOwedLittle() {
        return owed < LEAST_ROOM;
    }

    /* The virtual thread's. */

    /** Whether there is something to read, or never will be. */
    boolean isReady() {
        return position < current.end || !chunks.isEmpty() || ended;
    }

    /** Reads what is there: the number of bytes, -1 at the end of the body, 0 if there is nothing yet. */
    int take(byte[] into, int offset, int length) throws IOException {
        /* Ended before empty: what came before the end is there when the end is seen. */
        boolean noMore = ended;
        if (position == current.end && !next()) {
            return noMore ? -1 : 0;
        }
        int taken = Math.min(length, current.end - position);
        System.arraycopy(current.bytes, position, into, offset, taken);
        position += taken;
        if (bytes.addAndGet(-taken) <= HALF && owed > 0) {
            stream.askForMore();
        }
        return taken;
    }

    /** Goes on to the next chunk; before it, once more to this one, which was the last when it was looked at. */
    private boolean next() {
        if (chunks.isEmpty()) {
            return position < current.end;
        }
        if (position == current.end) {
            current = chunks.remove();
            position = 0;
        }
        return true;
    }
}
