package dev.loomlet.server.undertow;

import dev.loomlet.server.tls.TlsEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * What comes from a hub's socket by TLS, first what the connection's thread had read before. A read takes one record, and never reads the
 * socket in the same call in which it delivers what it held, lest an end that came behind is lost. For the loop.
 */
final class TlsSource extends AbstractStreamSourceConduit<StreamSourceConduit> {

    private final TlsEngine tls;
    private final TlsSink sink;
    private final ByteBuffer pushedBack;

    TlsSource(StreamSourceConduit next, TlsEngine tls, TlsSink sink, byte[] pushedBack) {
        super(next);
        this.tls = tls;
        this.sink = sink;
        this.pushedBack = ByteBuffer.wrap(pushedBack);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (isReadShutdown()) {
            return -1;
        }
        if (!into.hasRemaining()) {
            return 0;
        }
        int count = pushedBack.hasRemaining() ? takePushedBack(into) : unwrap(into);
        if (holdsBytes()) {
            wakeupReads();
        }
        return count;
    }

    private int takePushedBack(ByteBuffer into) {
        int count = Math.min(pushedBack.remaining(), into.remaining());
        into.put(pushedBack.slice(pushedBack.position(), count));
        pushedBack.position(pushedBack.position() + count);
        return count;
    }

    private int unwrap(ByteBuffer into) throws IOException {
        try {
            if (!tls.holdsRecord() && !tls.isEnded() && !receive()) {
                return -1;
            }
            return tls.unwrap(into);
        } finally {
            /* The answer to new keys, or what is wrong. */
            sink.sendOwn();
        }
    }

    /** Reads the socket once; false at its end. */
    private boolean receive() throws IOException {
        var room = tls.room();
        try {
            return next.read(room) >= 0;
        } finally {
            tls.received();
        }
    }

    private boolean holdsBytes() {
        return pushedBack.hasRemaining() || tls.holdsRecord();
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
        super.resumeReads();
        if (holdsBytes()) {
            wakeupReads();
        }
    }

    @Override
    public void terminateReads() throws IOException {
        pushedBack.position(pushedBack.limit());
        super.terminateReads();
    }
}
