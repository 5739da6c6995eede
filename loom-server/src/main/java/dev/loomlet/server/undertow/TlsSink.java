package dev.loomlet.server.undertow;

import dev.loomlet.server.tls.RecordBuffers;
import dev.loomlet.server.tls.TlsEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.Buffers;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.WriteReadyHandler;

/**
 * What goes to a hub's socket by TLS. A write takes a record at a time, as long as the socket takes them. Of one that it does not take it
 * keeps the rest, and sends that by itself as soon as there is room; meanwhile a write takes nothing. For the loop.
 */
final class TlsSink extends AbstractStreamSinkConduit<StreamSinkConduit> implements WriteReadyHandler {

    private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};

    private final TlsEngine tls;
    private final Runnable onFailure;

    /* Of one record, or few: from its position on, what the socket has not taken. */
    private @Nullable ByteBuffer pending;
    private @Nullable WriteReadyHandler handler;
    private boolean resumed;
    private boolean ending;

    /** {@code onFailure} is called when what is kept cannot be sent. */
    TlsSink(StreamSinkConduit next, TlsEngine tls, Runnable onFailure) {
        super(next);
        this.tls = tls;
        this.onFailure = onFailure;
        next.setWriteReadyHandler(this);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return (int) write(new ByteBuffer[] {from}, 0, 1);
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
        long count = 0;
        while (sendPending() && Buffers.hasRemaining(from, offset, length)) {
            count += wrap(from, offset, length);
        }
        return count;
    }

    private int wrap(ByteBuffer[] from, int offset, int length) throws IOException {
        var record = RecordBuffers.take();
        try {
            int count = tls.wrap(from, offset, length, record);
            keep(record);
            return count;
        } catch (IOException e) {
            RecordBuffers.give(record);
            throw e;
        }
    }

    private void keep(ByteBuffer record) {
        if (record.flip().hasRemaining()) {
            pending = record;
        } else {
            RecordBuffers.give(record);
        }
    }

    /** Whether nothing is kept any more. */
    private boolean sendPending() throws IOException {
        var record = pending;
        if (record == null) {
            return true;
        }
        next.write(record);
        if (record.hasRemaining()) {
            next.resumeWrites();
            return false;
        }
        pending = null;
        RecordBuffers.give(record);
        return true;
    }

    /** Sends what the engine has to say by itself, if anything; behind what is kept, if there is no room yet. */
    void sendOwn() throws IOException {
        if (tls.wantsToSend() && sendPending()) {
            wrap(NOTHING, 0, 1);
            sendPending();
        }
    }

    /**
     * Says that nothing more will be sent, or what is wrong, and keeps nothing.
     *
     * @return what the socket has not taken
     */
    ByteBuffer end() {
        var rest = takeRest();
        tls.release();
        try {
            next.write(rest);
        } catch (IOException e) {
            rest.position(rest.limit());
        }
        return rest;
    }

    /** What is kept, and behind it the notice of the end. */
    private ByteBuffer takeRest() {
        var kept = pending;
        var notice = RecordBuffers.take();
        tls.close(notice);
        notice.flip();
        var rest = ByteBuffer.allocate((kept == null ? 0 : kept.remaining()) + notice.remaining());
        if (kept != null) {
            rest.put(kept);
            RecordBuffers.give(kept);
            pending = null;
        }
        rest.put(notice).flip();
        RecordBuffers.give(notice);
        return rest;
    }

    @Override
    public boolean flush() throws IOException {
        if (!sendPending()) {
            return false;
        }
        if (ending) {
            ending = false;
            next.terminateWrites();
        }
        return next.flush();
    }

    @Override
    public void writeReady() {
        try {
            boolean sent = sendPending();
            if (sent && ending) {
                flush();
            }
            if (sent && resumed) {
                ready();
            } else if (sent) {
                next.suspendWrites();
            }
        } catch (IOException e) {
            Http2Connection.LOG.log(System.Logger.Level.DEBUG, "a record could not be sent", e);
            onFailure.run();
        }
    }

    private void ready() {
        var ready = handler;
        if (ready != null) {
            ready.writeReady();
        }
    }

    @Override
    public void setWriteReadyHandler(WriteReadyHandler writeReady) {
        handler = writeReady;
    }

    @Override
    public void forceTermination() {
        var ready = handler;
        if (ready != null) {
            ready.forceTermination();
        }
    }

    @Override
    public void terminated() {
        var ready = handler;
        if (ready != null) {
            ready.terminated();
        }
    }

    @Override
    public void resumeWrites() {
        resumed = true;
        next.resumeWrites();
    }

    @Override
    public void wakeupWrites() {
        resumed = true;
        next.wakeupWrites();
    }

    @Override
    public void suspendWrites() {
        resumed = false;
        if (pending == null) {
            next.suspendWrites();
        }
    }

    @Override
    public boolean isWriteResumed() {
        return resumed;
    }

    @Override
    public void terminateWrites() throws IOException {
        pending = takeRest();
        ending = true;
        flush();
    }

    @Override
    public int writeFinal(ByteBuffer from) throws IOException {
        return Conduits.writeFinalBasic(this, from);
    }

    @Override
    public long writeFinal(ByteBuffer[] from, int offset, int length) throws IOException {
        return Conduits.writeFinalBasic(this, from, offset, length);
    }
}
