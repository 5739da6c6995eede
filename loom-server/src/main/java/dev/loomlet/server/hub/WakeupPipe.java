package dev.loomlet.server.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * Ends a loop's wait in its selector, by a pipe of which the selector polls one end.
 *
 * <p>{@link Selector#wakeup} does so too, but writes while it holds a lock that the loop takes when it is awake. On another processor that is
 * before the write returns: the loop blocks again, until it is woken a second time.
 */
final class WakeupPipe implements Polled {

    private static final ByteBuffer BYTE = ByteBuffer.allocateDirect(1).asReadOnlyBuffer();

    /* More than who wakes the same wait at the same time. */
    private static final int MOST_AT_ONCE = 64;

    private final Pipe pipe;
    private final ByteBuffer taken = ByteBuffer.allocateDirect(MOST_AT_ONCE);

    private WakeupPipe(Pipe pipe) {
        this.pipe = pipe;
    }

    /** A pipe whose bytes {@code selector} waits for, with the {@link Polled} that takes them attached. */
    static WakeupPipe open(Selector selector) throws IOException {
        var wakeup = new WakeupPipe(Pipe.open());
        try {
            wakeup.pipe.sink().configureBlocking(false);
            wakeup.pipe.source().configureBlocking(false).register(selector, SelectionKey.OP_READ, wakeup);
            return wakeup;
        } catch (IOException | RuntimeException e) {
            wakeup.close();
            throw e;
        }
    }

    /** Ends the wait, or the next one. Nothing once it is closed. Any thread, a virtual one pinned; never blocks, also when interrupted. */
    void wake() {
        try {
            pipe.sink().write(BYTE.duplicate());
        } catch (ClosedChannelException e) {
            /* The loop has ended. */
        } catch (IOException e) {
            HubLog.error("a hub could not be woken", e);
        }
    }

    /** Takes what woke the loop. The loop's. */
    @Override
    public void ready(SelectionKey key) {
        try {
            taken.clear();
            pipe.source().read(taken);
        } catch (IOException e) {
            HubLog.error("a hub could not read what woke it", e);
        }
    }

    /** Closes both ends; the selector's close, or its next poll, gives back the one that it has. The loop's. */
    void close() throws IOException {
        try {
            pipe.sink().close();
        } finally {
            pipe.source().close();
        }
    }
}
