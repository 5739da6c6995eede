package dev.loomlet.server.undertow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSourceConduit;

/**
 * What comes from a hub's socket, first what was read from it before. A read never blocks, and after one that got less than it had room
 * for, the system is not asked again until the selector says that there is more. For the loop.
 */
final class GreenSource implements StreamSourceConduit {

    private final GreenStreamConnection connection;
    private final SocketChannel channel;
    private final ByteBuffer pushedBack;
    private @Nullable ReadReadyHandler handler;
    private boolean resumed;
    private boolean wakes;
    private boolean drained;
    private boolean shut;
    private boolean atEnd;

    GreenSource(GreenStreamConnection connection, SocketChannel channel, byte[] pushedBack) {
        this.connection = connection;
        this.channel = channel;
        this.pushedBack = ByteBuffer.wrap(pushedBack);
    }

    /** The selector says that there is something. */
    void ready() {
        drained = false;
        if (resumed) {
            handle();
        } else {
            connection.poll(SelectionKey.OP_READ, false);
        }
    }

    private void handle() {
        var ready = handler;
        if (ready != null) {
            ready.readReady();
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (shut) {
            return -1;
        }
        if (pushedBack.hasRemaining()) {
            int count = Math.min(pushedBack.remaining(), into.remaining());
            into.put(pushedBack.slice(pushedBack.position(), count));
            pushedBack.position(pushedBack.position() + count);
            wakeupReads();
            return count;
        }
        if (drained) {
            return 0;
        }
        int room = into.remaining();
        int count = readChannel(into);
        drained = count >= 0 && count < room;
        atEnd |= count < 0;
        return count;
    }

    private int readChannel(ByteBuffer into) throws IOException {
        try {
            return channel.read(into);
        } catch (IOException e) {
            atEnd = true;
            throw e;
        }
    }

    /** Whether the other side has sent its last byte. */
    boolean isAtEnd() {
        return atEnd;
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (into[i].hasRemaining()) {
                return read(into[i]);
            }
        }
        return 0;
    }

    @Override
    public void resumeReads() {
        if (!shut) {
            resumed = true;
            connection.poll(SelectionKey.OP_READ, true);
            if (pushedBack.hasRemaining()) {
                wakeupReads();
            }
        }
    }

    /** The selector may still report once. */
    @Override
    public void suspendReads() {
        resumed = false;
    }

    /** Has the handler called although the selector may have nothing to say: bytes are held above it. */
    @Override
    public void wakeupReads() {
        if (!shut) {
            resumed = true;
            connection.poll(SelectionKey.OP_READ, true);
            if (!wakes) {
                wakes = true;
                connection.hub().post(this::wake);
            }
        }
    }

    private void wake() {
        wakes = false;
        if (resumed && !shut) {
            handle();
        }
    }

    @Override
    public boolean isReadResumed() {
        return resumed;
    }

    @Override
    public void terminateReads() {
        if (!shut) {
            shut = true;
            resumed = false;
            connection.poll(SelectionKey.OP_READ, false);
            connection.noMoreReads();
            var ready = handler;
            if (ready != null) {
                ready.terminated();
            }
        }
    }

    @Override
    public boolean isReadShutdown() {
        return shut;
    }

    @Override
    public void setReadReadyHandler(ReadReadyHandler readReady) {
        handler = readReady;
    }

    @Override
    public XnioIoThread getReadThread() {
        return connection.getIoThread();
    }

    @Override
    public XnioWorker getWorker() {
        return connection.getWorker();
    }

    /* What nobody does in a loop that never blocks. */

    @Override
    public void awaitReadable() {
        throw new UnsupportedOperationException("blocking");
    }

    @Override
    public void awaitReadable(long time, TimeUnit unit) {
        throw new UnsupportedOperationException("blocking");
    }

    @Override
    public long transferTo(long position, long count, FileChannel target) {
        throw new UnsupportedOperationException("to a file");
    }

    @Override
    public long transferTo(long count, ByteBuffer through, StreamSinkChannel target) {
        throw new UnsupportedOperationException("to a channel");
    }
}
