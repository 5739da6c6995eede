package dev.loomlet.server.undertow;

import dev.loomlet.server.hub.Hub;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.protocols.http2.AbstractHttp2StreamSinkChannel;
import io.undertow.protocols.http2.AbstractHttp2StreamSourceChannel;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.protocol.framed.FrameHeaderData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelExceptionHandler;
import org.xnio.OptionMap;

/**
 * Undertow's engine for HTTP/2: frames, header compression, flow control towards the client. Here it keeps the limits that it advertises,
 * leaves each stream's window to the handler that reads, and flushes once a turn. For the loop.
 */
final class LoomHttp2Channel extends Http2Channel {

    static final int HEADER_TABLE = 4096;

    private static final int BUFFER = 16 * 1024;
    private static final int POOLED = 1024;
    private static final int REMEMBERED = 1024;
    private static final int NO_LIMIT = 0;

    /* No cache for each thread: there would be one for each virtual thread. */
    private static final ByteBufferPool POOL = new DefaultByteBufferPool(/* direct= */ true, BUFFER, POOLED, 0, 0);

    /** What the engine does by itself to a stream. */
    interface Observer {

        /** Whether the client has as many requests in progress as it may, this one counted. */
        boolean isFull();

        /** The engine has reset a stream. */
        void wasReset(int stream, int code);

        /** The engine gives the client more room on a stream, which has been read. */
        void windowRead(int stream, int bytes, boolean padding);

        /** The client takes more of what a stream has to send. */
        void windowOpened(int stream);

        /** Whether there is something that the client takes only when it opens a window. */
        void waitsForWindow(boolean waits);
    }

    private final Hub hub;
    private final Http2Limits limits;
    private final Observer observer;
    private final SendWindows windows;
    private final Budget resets;
    private final Set<Integer> resetHere = new LinkedHashSet<>();
    private boolean dirty;
    private boolean hasMore;

    LoomHttp2Channel(GreenStreamConnection connection, Http2Limits limits, Observer observer) {
        super(connection, "h2", POOL, null, false, false, options(limits));
        this.hub = connection.hub();
        this.limits = limits;
        this.observer = observer;
        this.windows = new SendWindows(this);
        this.resets = new Budget(limits.resets(), TimeUnit.MILLISECONDS.toNanos(limits.resetMillis()));
        setRequireExplicitFlush(true);
    }

    private static OptionMap options(Http2Limits limits) {
        return OptionMap.builder()
                .set(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits.streams())
                .set(UndertowOptions.HTTP2_SETTINGS_INITIAL_WINDOW_SIZE, Http2Limits.WINDOW)
                .set(UndertowOptions.HTTP2_SETTINGS_MAX_FRAME_SIZE, limits.frameBytes())
                .set(UndertowOptions.HTTP2_SETTINGS_HEADER_TABLE_SIZE, HEADER_TABLE)
                .set(UndertowOptions.MAX_HEADER_SIZE, limits.headerBytes())
                /* Beyond, the engine would end the connection: who reads the fields refuses the request. */
                .set(UndertowOptions.MAX_HEADERS, NO_LIMIT)
                /* It would count those of each side by itself. */
                .set(UndertowOptions.MAX_RST_FRAMES_PER_WINDOW, Integer.MAX_VALUE)
                .getMap();
    }

    /**
     * The engine only advertises how many streams there may be. What arrives for a stream that was reset here was on its way, and is
     * dropped (RFC 9113 §5.1); the engine would end the connection.
     */
    @Override
    protected @Nullable AbstractHttp2StreamSourceChannel createChannel(FrameHeaderData frame, PooledByteBuffer data)
            throws IOException {
        int type = EngineFields.type(frame);
        int stream = EngineFields.stream(frame);
        if ((type == Frames.DATA || type == Frames.HEADERS) && resetHere.contains(stream)) {
            updateReceiveFlowControlWindow((int) frame.getFrameLength());
            return null;
        }
        if (type == Frames.SETTINGS) {
            sendGiven();
        }
        var channel = super.createChannel(frame, data);
        if (type == Frames.RST_STREAM) {
            afterReset(stream);
        }
        if (channel != null && type == Frames.HEADERS && isOverLimit()) {
            sendRstStream(stream, ERROR_REFUSED_STREAM);
            return null;
        }
        return channel;
    }

    private boolean isOverLimit() {
        return EngineFields.streams(this) > limits.streams() || observer.isFull();
    }

    @Override
    protected FrameHeaderData parseFrame(ByteBuffer data) throws IOException {
        var frame = super.parseFrame(data);
        hasMore = frame != null && data.hasRemaining();
        if (frame != null && EngineFields.hasEmptyPadding(frame)) {
            updateReceiveFlowControlWindow(1);
            observer.windowRead(EngineFields.stream(frame), 1, /* padding= */ true);
        }
        return frame;
    }

    /** What {@link #receive} does, and whether it should be asked again at once: it has read more than one frame. */
    boolean hasMore() {
        boolean more = hasMore;
        hasMore = false;
        return more && isOpen();
    }

    @Override
    public void sendRstStream(int stream, int code) {
        if (isOpen()) {
            resetHere.add(stream);
            if (resetHere.size() > REMEMBERED) {
                resetHere.remove(resetHere.iterator().next());
            }
        }
        super.sendRstStream(stream, code);
        afterReset(stream);
        observer.wasReset(stream, code);
        flushThisTurn();
    }

    private void afterReset(int stream) {
        windows.drop(stream);
        EngineFields.forgetResetStreams(this);
        if (isOpen() && !resets.take()) {
            sendGoAway(ERROR_ENHANCE_YOUR_CALM);
        }
    }

    SendWindows windows() {
        return windows;
    }

    /** What was given to the engine was so because there was room for it: that is taken before the client says how much there is now. */
    private void sendGiven() {
        if (windows.hasGiven()) {
            flushNow();
        }
    }

    @Override
    public void handleWindowUpdate(int stream, int bytes) throws IOException {
        sendGiven();
        var open = stream == 0 ? windows.waitingForConnection() : List.of(stream);
        if (!windows.open(stream, bytes)) {
            sendRstStream(stream, ERROR_FLOW_CONTROL_ERROR);
            return;
        }
        super.handleWindowUpdate(stream, bytes);
        open.forEach(observer::windowOpened);
        observer.waitsForWindow(windows.isHolding());
    }

    /** The connection's window opens when its bytes are read into a stream's queue, a stream's window when its handler has read. */
    @Override
    public void sendUpdateWindowSize(int stream, int bytes) throws IOException {
        if (stream == 0) {
            super.sendUpdateWindowSize(stream, bytes);
            flushThisTurn();
        } else {
            observer.windowRead(stream, bytes, /* padding= */ false);
        }
    }

    /** Lets the client send more on a stream. */
    void openWindow(int stream, int bytes) throws IOException {
        super.sendUpdateWindowSize(stream, bytes);
        flushThisTurn();
    }

    /** Sends it at once, since in some cases the engine closes behind it without a look at whether it was sent. */
    @Override
    public void sendGoAway(int code, ChannelExceptionHandler<AbstractHttp2StreamSinkChannel> handler) {
        super.sendGoAway(code, handler);
        if (isOpen()) {
            flush();
        }
    }

    /** Has all frames of this turn sent with one write at its end. */
    void flushThisTurn() {
        if (!dirty) {
            dirty = true;
            hub.postAtEndOfTurn(this::flushNow);
        }
    }

    private void flushNow() {
        dirty = false;
        if (isOpen()) {
            flush();
            windows.flushed();
            observer.waitsForWindow(windows.isHolding());
        }
    }
}
