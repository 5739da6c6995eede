package dev.loomlet.server.tls;

import java.nio.ByteBuffer;
import org.jctools.queues.MpmcArrayQueue;

/**
 * Lends buffers that hold a record of TLS, so that a connection has one only while bytes are on their way. For any thread, without a
 * lock: a hub's loop uses them too.
 */
public final class RecordBuffers {

    /** Bytes of a buffer: more than the largest record, with its header, that the JDK makes or takes (RFC 8446 §5.2). */
    public static final int SIZE = 17 * 1024;

    private static final int KEPT = 128;

    private static final MpmcArrayQueue<ByteBuffer> FREE = new MpmcArrayQueue<>(KEPT);

    private RecordBuffers() {}

    /** A buffer that is empty, on the heap. */
    public static ByteBuffer take() {
        var buffer = FREE.poll();
        return buffer == null ? ByteBuffer.allocate(SIZE) : buffer.clear();
    }

    /** Takes back what {@link #take} gave; another one is dropped. */
    public static void give(ByteBuffer buffer) {
        if (buffer.capacity() == SIZE) {
            var _ = FREE.offer(buffer);
        }
    }
}
