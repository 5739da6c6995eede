package dev.loomlet.server.undertow;

import dev.loomlet.server.hub.Hub;
import dev.loomlet.server.hub.HubSocket;
import dev.loomlet.server.hub.Polled;
import dev.loomlet.server.tls.TlsEngine;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xnio.Option;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;

/**
 * A hub's socket as an XNIO connection, for Undertow's engines, with TLS where it was left with that. It never blocks. For the loop of its hub.
 *
 * <p>Its I/O thread is whichever holds the hub at the moment: relief may make it another one after each virtual thread that ran, while
 * Undertow compares it with the current thread.
 */
final class GreenStreamConnection extends StreamConnection implements Polled {

    private static final byte[] NONE = {};
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final HubSocket socket;
    private final SelectionKey key;
    private final int writeMillis;
    private final Runnable onClose;
    private final Linger linger;
    private final GreenSource source;
    private final GreenSink sink;
    private final Optional<TlsSink> tlsSink;

    /**
     * Takes over a socket that was left to the loop.
     *
     * @param pushedBack what was read from it already, without protection
     * @param writeMillis how long the other side may take nothing, 0 for ever
     * @param onClose called once when nothing can be read and written any more
     * @param onEnd called once, then or later, when the socket is closed
     */
    GreenStreamConnection(HubSocket socket, byte[] pushedBack, int writeMillis, Runnable onClose, Runnable onEnd)
            throws IOException {
        super(socket.hub().ioThread());
        this.socket = socket;
        this.writeMillis = writeMillis;
        this.onClose = onClose;
        this.linger = new Linger(socket, onEnd);
        this.key = socket.register(this);
        var tls = socket.tls();
        source = new GreenSource(this, socket.channel(), tls.isPresent() ? NONE : pushedBack);
        sink = new GreenSink(this, socket.channel());
        setSourceConduit(source);
        setSinkConduit(sink);
        tlsSink = tls.map(engine -> protect(engine, pushedBack));
    }

    private TlsSink protect(TlsEngine engine, byte[] pushedBack) {
        var protectedSink = new TlsSink(sink, engine, this::closeQuietly);
        setSourceConduit(new TlsSource(source, engine, protectedSink, pushedBack));
        setSinkConduit(protectedSink);
        return protectedSink;
    }

    private void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            Http2Connection.LOG.log(System.Logger.Level.DEBUG, "closing a connection failed", e);
        }
    }

    Hub hub() {
        return socket.hub();
    }

    /** Until when the other side has to take bytes, unless it takes some before; 0 if none wait. Any thread. */
    long writeDeadline() {
        return sink.deadline();
    }

    @Override
    public XnioIoThread getIoThread() {
        return hub().ioThread();
    }

    @Override
    public void ready(SelectionKey ready) {
        if (ready.isReadable()) {
            source.ready();
        }
        if (ready.isValid() && ready.isWritable()) {
            sink.ready();
        }
    }

    void poll(int operation, boolean wanted) {
        if (isOpen() && key.isValid()) {
            if (wanted) {
                key.interestOpsOr(operation);
            } else {
                key.interestOpsAnd(~operation);
            }
        }
    }

    boolean noMoreReads() {
        return readClosed();
    }

    boolean noMoreWrites() {
        return writeClosed();
    }

    @Override
    protected void closeAction() {
        onClose.run();
        var rest = tlsSink.map(TlsSink::end).orElse(NOTHING);
        if (source.isAtEnd()) {
            linger.end();
        } else {
            linger.begin(key, rest);
        }
    }

    /** Closes the socket although the client may be reading. */
    void closeNow() {
        linger.end();
    }

    @Override
    public @Nullable SocketAddress getPeerAddress() {
        return null;
    }

    @Override
    public @Nullable SocketAddress getLocalAddress() {
        return null;
    }

    int writeMillis() {
        return writeMillis;
    }

    /**
     * Undertow asks for the write timeout, in which a stream's client has to open its window; without an answer it takes 10 minutes. It
     * gets the longest there is: it would warn of the client in the log, and {@link Http2Connection} ends such a stream itself.
     */
    @Override
    public <T> @Nullable T getOption(Option<T> option) {
        return option.equals(Options.WRITE_TIMEOUT) ? option.cast(Integer.MAX_VALUE) : null;
    }
}
