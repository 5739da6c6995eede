package dev.loomlet.server.undertow;

import dev.loomlet.server.frame.FrameDecoder;
import dev.loomlet.server.frame.FrameException;
import dev.loomlet.server.frame.FrameReceiver;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * What the client of a WebSocket sends: reads it, has it decoded, and stops while as much as may wait for the application does. For the
 * loop.
 */
final class WebSocketReader implements FrameReceiver {

    private static final byte[] NONE = {};

    /* A client that sends without end must not keep the loop from the others. */
    private static final int MOST_READS = 16;

    private final WebSocketConnection connection;
    private final WebSocketInput input;
    private final FrameDecoder decoder;
    private @Nullable ConduitStreamSourceChannel source;

    /* What was read and may not be decoded yet. */
    private byte[] held = NONE;

    /* Of System.nanoTime; both are read by the thread that looks for overdue connections. */
    private volatile long silentSince = WebSocketConnection.now();
    private volatile boolean pinged;

    WebSocketReader(WebSocketConnection connection, WebSocketInput input, WebSocketLimits limits) {
        this.connection = connection;
        this.input = input;
        decoder = new FrameDecoder(limits.maxMessage(), limits.compressed());
    }

    /** Since when nothing came. Any thread. */
    long silentSince() {
        return silentSince;
    }

    /** Says that the client is pinged because of its silence; false if it was already. The thread that looks for overdue connections. */
    boolean beginPing() {
        boolean first = !pinged;
        pinged = true;
        return first;
    }

    void begin(ConduitStreamSourceChannel channel) {
        source = channel;
        channel.getReadSetter().set(ready -> receive(channel));
        channel.resumeReads();
    }

    private void receive(ConduitStreamSourceChannel from) {
        try {
            for (int i = 0; i < MOST_READS && mayRead(); i++) {
                var bytes = Scratch.take();
                int count = from.read(bytes);
                if (count < 0) {
                    connection.left();
                }
                if (count <= 0) {
                    return;
                }
                heard();
                decode(bytes.array(), bytes.arrayOffset(), bytes.arrayOffset() + count);
            }
            if (mayRead()) {
                from.wakeupReads();
            }
        } catch (IOException e) {
            connection.left();
        } catch (RuntimeException | Error e) {
            WebSocketConnection.LOG.log(Level.ERROR, "reading from a WebSocket failed", e);
            connection.closeNow();
        }
    }

    private void heard() {
        silentSince = WebSocketConnection.now();
        pinged = false;
    }

    private boolean mayRead() {
        return connection.isReading() && held.length == 0 && !input.isPaused();
    }

    private void decode(byte[] bytes, int from, int to) {
        try {
            int at = decoder.decode(bytes, from, to, this);
            held = at == to ? NONE : Arrays.copyOfRange(bytes, at, to);
            if (held.length > 0 || isFull()) {
                pause();
            }
        } catch (FrameException e) {
            held = NONE;
            connection.fail(e);
        }
    }

    /** Leaves the client's bytes in the system's buffers until the application has taken messages. */
    private void pause() {
        if (!input.pause()) {
            connection.post(this::goOn);
        } else if (source != null) {
            source.suspendReads();
        }
    }

    /** Goes on with what came and was not decoded, and with reading. */
    void goOn() {
        input.resume();
        heard();
        if (held.length > 0 && connection.isReading()) {
            var bytes = held;
            held = NONE;
            decode(bytes, 0, bytes.length);
        }
        if (source != null && mayRead()) {
            source.wakeupReads();
        }
    }

    @Override
    public boolean isFull() {
        return input.isFull();
    }

    @Override
    public void message(byte[] payload, boolean text, boolean compressed) {
        input.add(new Incoming(payload, text, compressed));
    }

    @Override
    public void pinged(byte[] payload) {
        connection.pong(payload);
    }

    /** That something came is enough. */
    @Override
    public void ponged(byte[] payload) {}

    @Override
    public void closed(int code, String reason) {
        connection.clientCloses(code, reason);
    }
}
