package dev.loomlet.server;

import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import dev.loomlet.wsgi.Writer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.WriteReadyHandler;

/** {@code start_response} and its {@code write} as the channel that an Undertow handler writes to. Any thread; the request's writes. */
final class AppSink implements StreamSinkConduit {

    private final AppConnection connection;
    private final AppLoop loop;
    private final StartResponse startResponse;
    private final AppReadiness readiness;
    private volatile @Nullable HttpServerExchange exchange;
    private @Nullable Writer writer;
    private volatile boolean shut;
    private volatile boolean ended;

    AppSink(AppConnection connection, AppLoop loop, StartResponse startResponse) {
        this.connection = connection;
        this.loop = loop;
        this.startResponse = startResponse;
        readiness = new AppReadiness(loop);
    }

    void begin(HttpServerExchange served) {
        exchange = served;
    }

    /** Throws if the connection was closed before the response had its end. */
    void requireEnd() throws IOException {
        if (!ended) {
            throw new IOException("the handler gave its response up");
        }
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        if (shut) {
            throw new IOException("the response is over");
        }
        var bytes = new byte[from.remaining()];
        from.get(bytes);
        loop.call(() -> {
            started().write(bytes);
            return bytes.length;
        });
        return bytes.length;
    }

    /** The request's thread's. What is not legal in the handler's response is the handler's fault, and ends it. */
    private Writer started() throws IOException {
        if (!connection.isOpen()) {
            throw new IOException("the connection is closed");
        }
        if (writer == null) {
            try {
                writer = new Guarded(start());
            } catch (RuntimeException e) {
                throw connection.fail(e);
            } catch (Error e) {
                throw connection.fail(e);
            }
        }
        return writer;
    }

    private Writer start() {
        var served = exchange;
        if (served == null) {
            throw new IllegalStateException("no exchange");
        }
        int code = served.getStatusCode();
        var said = served.getReasonPhrase();
        var reason = said == null ? StatusCodes.getReason(code) : said;
        var fields = new ArrayList<Headers.Field>();
        for (var values : served.getResponseHeaders()) {
            var name = values.getHeaderName().toString();
            if (!ResponseRules.isHopByHop(name)) {
                values.forEach(value -> fields.add(new Headers.Field(name, value)));
            }
        }
        return startResponse.start(code + " " + reason, Headers.of(fields));
    }

    /** A client that left ends the exchange. */
    private final class Guarded implements Writer {
        private final Writer out;

        Guarded(Writer out) {
            this.out = out;
        }

        @Override
        public void write(byte[] block) throws IOException {
            try {
                out.write(block);
            } catch (IOException e) {
                throw connection.fail(e);
            } catch (RuntimeException e) {
                throw connection.fail(e);
            }
        }
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
        long count = 0;
        for (int i = offset; i < offset + length; i++) {
            count += buffers[i].hasRemaining() ? write(buffers[i]) : 0;
        }
        return count;
    }

    @Override
    public int writeFinal(ByteBuffer from) throws IOException {
        return Conduits.writeFinalBasic(this, from);
    }

    @Override
    public long writeFinal(ByteBuffer[] buffers, int offset, int length) throws IOException {
        return Conduits.writeFinalBasic(this, buffers, offset, length);
    }

    @Override
    public long transferFrom(FileChannel file, long position, long count) throws IOException {
        return FileSlices.send(file, position, count, (slice, length) -> write(ByteBuffer.wrap(slice, 0, length)));
    }

    @Override
    public long transferFrom(StreamSourceChannel from, long count, ByteBuffer through) throws IOException {
        return Conduits.transfer(from, count, through, this);
    }

    @Override
    public void terminateWrites() {
        shut = true;
    }

    @Override
    public boolean isWriteShutdown() {
        return shut;
    }

    /** All is written already; at the end of the response the exchange is told. */
    @Override
    public boolean flush() throws IOException {
        if (shut && !ended) {
            loop.call(this::started);
            ended = true;
            readiness.suspend();
            if (exchange != null) {
                Connectors.terminateResponse(exchange);
            }
        }
        return true;
    }

    @Override
    public void truncateWrites() {
        if (!ended) {
            shut = true;
            connection.fail(new IOException("the handler gave its response up"));
        }
    }

    @Override
    public void resumeWrites() {
        readiness.resume();
    }

    @Override
    public void suspendWrites() {
        readiness.suspend();
    }

    @Override
    public void wakeupWrites() {
        readiness.wakeup();
    }

    @Override
    public boolean isWriteResumed() {
        return readiness.isResumed();
    }

    /** Returns at once: a write waits. */
    @Override
    public void awaitWritable() {}

    @Override
    public void awaitWritable(long time, TimeUnit unit) {}

    @Override
    public XnioIoThread getWriteThread() {
        return loop;
    }

    @Override
    public void setWriteReadyHandler(WriteReadyHandler handler) {
        readiness.setHandler(handler::writeReady);
    }

    @Override
    public XnioWorker getWorker() {
        return loop.getWorker();
    }
}
