package dev.loomlet.server.undertow;

import java.nio.ByteBuffer;

/** A buffer for the length of one task of the loop, so that no connection keeps one. There are as many as hub threads. */
final class Scratch {

    private static final int SIZE = 16 * 1024;
    private static final ThreadLocal<ByteBuffer> OF_THREAD = ThreadLocal.withInitial(() -> ByteBuffer.allocate(SIZE));

    private Scratch() {}

    /** The current thread's, empty. */
    static ByteBuffer take() {
        return OF_THREAD.get().clear();
    }
}
