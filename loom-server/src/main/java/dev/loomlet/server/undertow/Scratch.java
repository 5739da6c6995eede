package dev.loomlet.server.undertow;

import java.nio.ByteBuffer;

/** Buffers for the length of one task of the loop, so that no connection keeps one. There are as many as hub threads. */
final class Scratch {

    /** The size of {@link #takeDirect}. */
    static final int DIRECT_SIZE = 64 * 1024;

    private static final int SIZE = 16 * 1024;
    private static final ThreadLocal<ByteBuffer> OF_THREAD = ThreadLocal.withInitial(() -> ByteBuffer.allocate(SIZE));
    private static final ThreadLocal<ByteBuffer> DIRECT =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(DIRECT_SIZE));

    private Scratch() {}

    /** The current thread's, empty. */
    static ByteBuffer take() {
        return OF_THREAD.get().clear();
    }

    /** The current thread's for one write, empty; outside the heap, so that the JDK keeps no copy as large as what is written. */
    static ByteBuffer takeDirect() {
        return DIRECT.get().clear();
    }
}
