package dev.loomlet.server.undertow;

import dev.loomlet.server.hub.Hub;
import dev.loomlet.server.hub.HubSocket;
import io.undertow.protocols.http2.AbstractHttp2StreamSourceChannel;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.protocols.http2.Http2PingStreamSourceChannel;
import io.undertow.protocols.http2.Http2RstStreamStreamSourceChannel;
import io.undertow.protocols.http2.Http2StreamSourceChannel;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection that speaks HTTP/2 (RFC 9113): reads what the client sends on the loop of its hub, and has each request served by a thread
 * of its own.
 *
 * <pre>
 *   OPEN ──drain: a notice, and a ping──► DRAINING ──its answer, no stream left: GOAWAY──► CLOSED ──handlers have ended──► ENDED
 *     └──the client closes, breaks the protocol, or is overdue; kill──────────────────────────►┘
 * </pre>
 */
public final class Http2Connection implements Engine, LoomHttp2Channel.Observer {

    static final System.Logger LOG = System.getLogger("dev.loomlet.server");

    private final HubSocket socket;
    private final byte[] pushedBack;
    private final Http2Limits limits;
    private final ThreadFactory threads;
    private final Consumer<H2Stream> handler;
    private final Set<H2Stream> handlers = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Thread owner;
    private volatile boolean ended;
    private volatile boolean killed;

    private final Waits waits = new Waits();

    /* The loop's. */
    private final Map<Integer, H2Stream> streams = new HashMap<>();
    private volatile @Nullable GreenStreamConnection connection;
    private @Nullable LoomHttp2Channel channel;
    private @Nullable Gate gate;
    private @Nullable Interjections interjections;
    private int orphans;
    private final Farewell farewell = new Farewell(this);
    private boolean drains;
    private boolean closed;
    private boolean socketClosed;

    /**
     * A connection whose preface was seen.
     *
     * @param socket what it runs on, its owner's no longer
     * @param pushedBack what was read from it, from the preface on
     * @param limits what a client may do
     * @param threads make the threads of requests
     * @param handler serves a request, on a thread of its own
     */
    public Http2Connection(
            HubSocket socket,
            byte[] pushedBack,
            Http2Limits limits,
            ThreadFactory threads,
            Consumer<H2Stream> handler) {
        this.socket = socket;
        this.pushedBack = pushedBack;
        this.limits = limits;
        this.threads = threads;
        this.handler = handler;
    }

    /** Serves the connection until it is closed and all handlers have ended; blocks the current virtual thread. */
    public void run() {
        owner = Thread.currentThread();
        hub().post(this::open);
        while (!ended) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                kill();
            }
        }
    }

    /** Serves the requests in progress, and those on their way, and closes. */
    @Override
    public void drain() {
        hub().post(this::beginDrain);
    }

    @Override
    public void kill() {
        killed = true;
        hub().post(this::closeNow);
        handlers.forEach(H2Stream::interrupt);
    }

    /** Ends the connection, or a stream, if it is overdue. */
    @Override
    public void expire(long nanoTime, long idleNanos, long headNanos) {
        var green = connection;
        if (green != null && Waits.isOver(green.writeDeadline(), 1, nanoTime)) {
            hub().post(this::close);
            return;
        }
        switch (waits.overdue(nanoTime, idleNanos, headNanos, limits.writeNanos())) {
            case HEAD -> hub().post(this::close);
            case REQUEST -> {
                waits.requestHasCome();
                drain();
            }
            case WINDOW -> hub().post(this::endStalled);
            case null -> {}
        }
    }

    Hub hub() {
        return socket.hub();
    }

    /* The loop's. */

    private void open() {
        try {
            var green = new GreenStreamConnection(
                    socket, pushedBack, limits.writeMillis(), this::wasClosed, this::wasEnded);
            var source = green.getSourceChannel();
            gate = new Gate(source.getConduit(), limits.frameBytes(), farewell::clientEnds);
            source.setConduit(gate);
            interjections = new Interjections(green.getSinkChannel().getConduit());
            green.getSinkChannel().setConduit(interjections);
            connection = green;
            channel = new LoomHttp2Channel(green, limits, this);
            channel.getReceiveSetter().set(engine -> receive());
            channel.resumeReceives();
            waits.forRequest();
            if (killed) {
                closeNow();
            } else if (drains) {
                beginDrain();
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.log(e instanceof IOException ? Level.DEBUG : Level.ERROR, "HTTP/2 cannot begin", e);
            socket.close();
            wasClosed();
            wasEnded();
        }
    }

    LoomHttp2Channel channel() {
        var engine = channel;
        if (engine == null) {
            throw new IllegalStateException("the connection has not begun");
        }
        return engine;
    }

    private void receive() {
        try {
            do {
                var frame = channel().receive();
                if (frame != null) {
                    handle(frame);
                }
            } while (channel().hasMore());
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "a client broke HTTP/2, or left", e);
            /* Most often the engine has said so to the client, and closes; but not after each exception, and then it has lost its place. */
            channel().sendGoAway(Http2Channel.ERROR_PROTOCOL_ERROR);
        }
        waits.forHead(gate != null && gate.isWithinHeaders());
        flushThisTurn();
    }

    private void handle(AbstractHttp2StreamSourceChannel frame) {
        switch (frame) {
            case Http2StreamSourceChannel request -> begin(request);
            case Http2RstStreamStreamSourceChannel reset -> clientResets(reset);
            case Http2PingStreamSourceChannel ping when ping.isAck() -> farewell.notice();
            default -> {}
        }
    }

    private void begin(Http2StreamSourceChannel request) {
        var stream = new H2Stream(this, request);
        waits.requestHasCome();
        streams.put(stream.id(), stream);
        handlers.add(stream);
        try {
            threads.newThread(() -> serve(stream)).start();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "no thread could be started for a request, so it is refused", e);
            stream.resetNow(Http2Channel.ERROR_REFUSED_STREAM);
            stream.end();
        }
    }

    private void serve(H2Stream stream) {
        stream.begin();
        try {
            if (!killed && !stream.isBroken()) {
                handler.accept(stream);
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "serving " + stream + " failed", e);
            stream.reset(H2Stream.INTERNAL_ERROR);
        } finally {
            stream.end();
        }
    }

    private void clientResets(Http2RstStreamStreamSourceChannel reset) {
        gaveUp(reset.getStreamId(), "the client reset the stream with code " + reset.getErrorCode());
    }

    @Override
    public void wasReset(int stream, int code) {
        gaveUp(stream, "the stream was reset with code " + code);
    }

    private void gaveUp(int id, String why) {
        var stream = streams.get(id);
        if (stream != null && !stream.isReset()) {
            stream.markReset();
            orphans += stream.isHandled() ? 0 : 1;
            stream.fail(new IOException(why));
            forget(stream);
        }
    }

    @Override
    public void windowRead(int stream, int bytes, boolean padding) {
        var open = streams.get(stream);
        if (open != null) {
            open.windowRead(bytes, padding);
        }
    }

    @Override
    public void windowOpened(int stream) {
        var open = streams.get(stream);
        if (open != null) {
            open.progressed();
        }
    }

    @Override
    public void waitsForWindow(boolean waiting) {
        waits.forWindow(waiting);
    }

    /** Gives up the streams whose client has taken nothing for the write timeout. */
    private void endStalled() {
        if (!closed) {
            waits.forWindowSince(channel().windows().endStalled(streams, limits.writeNanos()));
        }
    }

    @Override
    public boolean isFull() {
        return orphans + EngineFields.streams(channel()) > limits.streams();
    }

    void openWindow(int stream, int bytes) {
        try {
            if (!closed) {
                channel().openWindow(stream, bytes);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a window was not opened", e);
        }
    }

    void reset(H2Stream stream, int code) {
        if (!closed) {
            channel().sendRstStream(stream.id(), code);
        }
    }

    void interject(byte[] frame) {
        var own = interjections;
        if (own != null && !closed) {
            own.add(frame);
            flushThisTurn();
        }
    }

    void flushThisTurn() {
        if (!closed) {
            channel().flushThisTurn();
        }
    }

    /** The engine has sent the end of a response, or given the stream up. */
    void wasSent(H2Stream stream) {
        forget(stream);
        if (stream.isSent() && stream.isHandled()) {
            endUpload(stream);
        }
    }

    void wasHandled(H2Stream stream) {
        handlers.remove(stream);
        if (stream.isReset()) {
            orphans--;
        }
        forget(stream);
        if (stream.isSent()) {
            endUpload(stream);
        }
        endIfOver();
    }

    /**
     * Who answers early leaves a body behind (RFC 9113 §8.1). A little of it is dropped as it comes, and then the stream is reset: at once,
     * each small upload that is refused would be one of the few resets that a connection has.
     */
    private void endUpload(H2Stream stream) {
        if (!stream.isUploaded() && !closed) {
            var _ = hub().after(TimeUnit.MILLISECONDS.toNanos(limits.drainMillis()), () -> {
                if (!closed && channel().windows().isHalfClosed(stream.id())) {
                    stream.resetNow(H2Stream.NO_ERROR);
                }
            });
        }
    }

    private void forget(H2Stream stream) {
        if (stream.isHandled() && (stream.isSent() || stream.isBroken() || stream.isReset())) {
            streams.remove(stream.id());
            if (streams.isEmpty() && !closed) {
                waits.forRequest();
                farewell.endIfOver();
            }
        }
    }

    private void beginDrain() {
        drains = true;
        if (channel != null && !closed) {
            farewell.begin();
        }
    }

    /** Whether the connection is open and no request is in progress. */
    boolean hasNoStreams() {
        return streams.isEmpty() && !closed;
    }

    private void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing a connection failed", e);
        }
    }

    private void closeNow() {
        close();
        var green = connection;
        if (green != null) {
            green.closeNow();
        }
    }

    private void wasEnded() {
        socketClosed = true;
        endIfOver();
    }

    private void wasClosed() {
        if (!closed) {
            closed = true;
            waits.forNothing();
            for (var stream : List.copyOf(streams.values())) {
                stream.fail(new IOException("the connection is closed"));
            }
            streams.clear();
        }
    }

    private void endIfOver() {
        if (socketClosed && handlers.isEmpty()) {
            ended = true;
            LockSupport.unpark(owner);
        }
    }
}
