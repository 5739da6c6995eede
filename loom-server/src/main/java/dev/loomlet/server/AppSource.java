package dev.loomlet.server;

import dev.loomlet.wsgi.InputBody;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSourceConduit;

/** {@code wsgi.input} as the channel that an Undertow handler reads. Any thread; the request's reads. */
final class AppSource implements StreamSourceConduit {

    private final AppConnection connection;
    private final AppLoop loop;
    private final InputBody input;
    private final AppReadiness readiness;
    private volatile @Nullable HttpServerExchange exchange;
    private volatile boolean ended;

    AppSource(AppConnection connection, AppLoop loop, InputBody input) {
        this.connection = connection;
        this.loop = loop;
        this.input = input;
        readiness = new AppReadiness(loop);
    }

    void begin(HttpServerExchange served) {
        exchange = served;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (ended) {
            return -1;
        }
        if (!into.hasRemaining()) {
            return 0;
        }
        var bytes = new byte[Math.min(into.remaining(), 16 * 1024)];
        int count = loop.call(() -> readNow(bytes));
        if (count < 0) {
            terminateReads();
        } else {
            into.put(bytes, 0, count);
        }
        return count;
    }

    private int readNow(byte[] bytes) throws IOException {
        try {
            return input.read(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw connection.fail(e);
        }
    }

    @Override
    public long read(ByteBuffer[] buffers, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (buffers[i].hasRemaining()) {
                return read(buffers[i]);
            }
        }
        return ended ? -1 : 0;
    }

    @Override
    public long transferTo(long position, long count, FileChannel target) throws IOException {
        var slice = ByteBuffer.allocate((int) Math.min(16 * 1024, count));
        int read = read(slice);
        return read <= 0 ? read : target.write(slice.flip(), position);
    }

    @Override
    public long transferTo(long count, ByteBuffer through, StreamSinkChannel target) throws IOException {
        return Conduits.transfer(this, count, through, target);
    }

    /** Reads no more; what is left is the server's. */
    @Override
    public void terminateReads() {
        if (!ended) {
            ended = true;
            readiness.suspend();
            if (exchange != null) {
                Connectors.terminateRequest(exchange);
            }
        }
    }

    @Override
    public boolean isReadShutdown() {
        return ended;
    }

    @Override
    public void resumeReads() {
        readiness.resume();
    }

    @Override
    public void suspendReads() {
        readiness.suspend();
    }

    @Override
    public void wakeupReads() {
        readiness.wakeup();
    }

    @Override
    public boolean isReadResumed() {
        return readiness.isResumed();
    }

    /** Returns at once: a read waits. */
    @Override
    public void awaitReadable() {}

    @Override
    public void awaitReadable(long time, TimeUnit unit) {}

    @Override
    public XnioIoThread getReadThread() {
        return loop;
    }

    @Override
    public void setReadReadyHandler(ReadReadyHandler handler) {
        readiness.setHandler(handler::readReady);
    }

    @Override
    public XnioWorker getWorker() {
        return loop.getWorker();
    }
}
