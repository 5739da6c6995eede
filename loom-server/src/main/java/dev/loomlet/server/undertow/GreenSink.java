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
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.WriteReadyHandler;

/** What goes to a hub's socket. A write takes what there is room for. It keeps nothing, so there is never anything to flush. For the loop. */
final class GreenSink implements StreamSinkConduit {

    private final GreenStreamConnection connection;
    private final SocketChannel channel;
    private @Nullable WriteReadyHandler handler;
    private boolean resumed;
    private boolean wakes;
    private boolean shut;

    /* Of System.nanoTime, 0 for none. Read by the thread that looks for overdue connections. */
    private volatile long deadline;

    GreenSink(GreenStreamConnection connection, SocketChannel channel) {
        this.connection = connection;
        this.channel = channel;
    }

    /** The selector says that there is room. */
    void ready() {
        if (resumed) {
            handle();
        } else {
            connection.poll(SelectionKey.OP_WRITE, false);
        }
    }

    private void handle() {
        var ready = handler;
        if (ready != null) {
            ready.writeReady();
        }
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return (int) progress(channel.write(from));
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
        return progress(channel.write(from, offset, length));
    }

    private long progress(long count) {
        if (count > 0 && deadline != 0) {
            restart();
        }
        return count;
    }

    private void restart() {
        deadline = connection.writeMillis() == 0
                ? 0
                : System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(connection.writeMillis()) | 1;
    }

    long deadline() {
        return deadline;
    }

    @Override
    public int writeFinal(ByteBuffer from) throws IOException {
        return Conduits.writeFinalBasic(this, from);
    }

    @Override
    public long writeFinal(ByteBuffer[] from, int offset, int length) throws IOException {
        return Conduits.writeFinalBasic(this, from, offset, length);
    }

    @Override
    public boolean flush() {
        return true;
    }

    @Override
    public void resumeWrites() {
        if (!shut && !resumed) {
            resumed = true;
            restart();
            connection.poll(SelectionKey.OP_WRITE, true);
        }
    }

    @Override
    public void suspendWrites() {
        if (resumed) {
            resumed = false;
            deadline = 0;
            connection.poll(SelectionKey.OP_WRITE, false);
        }
    }

    @Override
    public void wakeupWrites() {
        resumeWrites();
        if (!shut && !wakes) {
            wakes = true;
            connection.hub().post(this::wake);
        }
    }

    private void wake() {
        wakes = false;
        if (resumed && !shut) {
            handle();
        }
    }

    @Override
    public boolean isWriteResumed() {
        return resumed;
    }

    @Override
    public void terminateWrites() throws IOException {
        if (!shut) {
            try {
                if (channel.isOpen() && channel.isConnected()) {
                    channel.shutdownOutput();
                }
            } finally {
                end();
            }
        }
    }

    @Override
    public void truncateWrites() {
        if (!shut) {
            end();
        }
    }

    private void end() {
        suspendWrites();
        shut = true;
        connection.noMoreWrites();
        var ready = handler;
        if (ready != null) {
            ready.terminated();
        }
    }

    @Override
    public boolean isWriteShutdown() {
        return shut;
    }

    @Override
    public void setWriteReadyHandler(WriteReadyHandler writeReady) {
        handler = writeReady;
    }

    @Override
    public XnioIoThread getWriteThread() {
        return connection.getIoThread();
    }

    @Override
    public XnioWorker getWorker() {
        return connection.getWorker();
    }

    /* What nobody does in a loop that never blocks. */

    @Override
    public void awaitWritable() {
        throw new UnsupportedOperationException("blocking");
    }

    @Override
    public void awaitWritable(long time, TimeUnit unit) {
        throw new UnsupportedOperationException("blocking");
    }

    @Override
    public long transferFrom(FileChannel source, long position, long count) {
        throw new UnsupportedOperationException("from a file");
    }

    @Override
    public long transferFrom(StreamSourceChannel source, long count, ByteBuffer through) {
        throw new UnsupportedOperationException("from a channel");
    }
}
