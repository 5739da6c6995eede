package dev.loomlet.server.undertow;

import dev.loomlet.server.frame.CloseCode;
import dev.loomlet.server.frame.FrameEncoder;
import dev.loomlet.server.frame.FrameException;
import dev.loomlet.server.hub.Hub;
import dev.loomlet.server.hub.HubSocket;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * A connection that speaks WebSocket (RFC 6455): reads and writes its frames on the loop of its hub, answers pings and close frames there,
 * and exchanges messages with virtual threads. {@link #take}, {@link #awaitRoom} and {@link #awaitEnd} are for virtual threads; they park.
 *
 * <pre>
 *   OPEN ──a close frame is sent──► CLOSING ──the client's came, or its time is over──► CLOSED ──the socket is closed──► ENDED
 *     └──the client closes, breaks the protocol, leaves, or is overdue; kill───────────►┘
 * </pre>
 */
public final class WebSocketConnection implements Engine {

    private enum State {
        OPEN,
        CLOSING,
        CLOSED,
        ENDED
    }

    static final System.Logger LOG = System.getLogger("dev.loomlet.server");
    private static final byte[] NONE = {};

    private final HubSocket socket;
    private final byte[] pushedBack;
    private final int writeMillis;
    private final WebSocketLimits limits;
    private final WebSocketInput input;
    private final WebSocketOutput output;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Thread owner = Thread.currentThread();

    /* Written by the loop. Times are of System.nanoTime, 0 for none. */
    private volatile State state = State.OPEN;
    private volatile int closeCode = CloseCode.NONE;
    private volatile String closeReason = "";
    private volatile long closingSince;
    private volatile @Nullable GreenStreamConnection connection;

    /* The loop's. */
    private final WebSocketReader reader;
    private @Nullable ConduitStreamSinkChannel sink;
    private boolean pumps;
    private boolean closeKnown;
    private boolean clientClosed;

    /**
     * A connection whose handshake is over, served on the current thread.
     *
     * @param socket what it runs on, its owner's no longer
     * @param pushedBack what was read from it behind the handshake
     * @param writeMillis how long the client may take no byte, 0 for ever
     */
    public WebSocketConnection(HubSocket socket, byte[] pushedBack, int writeMillis, WebSocketLimits limits) {
        this.socket = socket;
        this.pushedBack = pushedBack;
        this.writeMillis = writeMillis;
        this.limits = limits;
        output = new WebSocketOutput(limits);
        input = new WebSocketInput(limits, () -> post(this::goOn));
        reader = new WebSocketReader(this, input, limits);
    }

    static long now() {
        return System.nanoTime() | 1;
    }

    /** Begins to serve the connection. */
    public void begin() {
        post(this::open);
    }

    /* Virtual threads'. */

    /**
     * Takes the next message, blocking until there is one. By one thread at a time.
     *
     * @return null if none will come
     */
    public @Nullable Incoming take() throws InterruptedException {
        Hub.returnIfRelieved();
        return input.take();
    }

    /**
     * Blocks until there is room for another message, or the connection is closed or closing. By one thread at a time.
     *
     * @throws InterruptedException if the thread is or was interrupted
     */
    public void awaitRoom() throws InterruptedException {
        output.beginWait();
        try {
            while (isOpen() && !output.hasRoom()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                LockSupport.park(this);
            }
        } finally {
            output.endWait();
        }
    }

    /** Has a message sent, whether or not there is room. Does not wait. By one thread at a time. */
    public void send(ByteBuffer frame) {
        output.put(frame);
        if (!asked.getAndSet(true)) {
            post(this::pumpAtEndOfTurn);
        }
    }

    /** Sends a ping. Does not wait. */
    public void ping() {
        var frame = FrameEncoder.ping(NONE);
        post(() -> {
            output.ping(frame);
            pumpAtEndOfTurn();
        });
    }

    /** Begins the closing handshake behind the messages that wait to be sent, and drops those that came. Does not wait. */
    public void close(int code, String reason) {
        post(() -> {
            beginClosing(code, reason);
            input.drop();
            goOn();
        });
    }

    /** Closes the connection because of what the client sent. Does not wait. */
    public void fail(int code, String reason) {
        input.drop();
        post(() -> fail(new FrameException(code, reason)));
    }

    /** Waits until the socket is closed, which it soon is once the connection is closing. */
    public void awaitEnd() {
        boolean interrupted = false;
        while (state != State.ENDED) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            owner.interrupt();
        }
    }

    /* Any thread's. */

    /** Whether messages may be sent. */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** The code with which the connection was closed, by whom ever; {@link CloseCode#NONE} while it is not. */
    public int closeCode() {
        return closeCode;
    }

    /** The reason that goes with it. */
    public String closeReason() {
        return closeReason;
    }

    /** Bytes of frames that the client took. */
    public long bytesSent() {
        return output.bytesSent();
    }

    @Override
    public void drain() {
        post(() -> {
            beginClosing(CloseCode.GOING_AWAY, "the server stops");
            input.end();
            goOn();
        });
    }

    @Override
    public void kill() {
        post(this::closeNow);
        owner.interrupt();
    }

    @Override
    public void expire(long nanoTime, long idleNanos, long headNanos) {
        var green = connection;
        boolean overdue = isOver(closingSince, limits.closeNanos(), nanoTime)
                || (green != null && isOver(green.writeDeadline(), 1, nanoTime));
        if (overdue) {
            post(this::closeNow);
        } else if (isOpen() && !input.isPaused()) {
            if (isOver(reader.silentSince(), limits.idleNanos(), nanoTime)) {
                post(() -> beginClosing(CloseCode.GOING_AWAY, "the client is silent"));
            } else if (isOver(reader.silentSince(), limits.pingNanos(), nanoTime) && reader.beginPing()) {
                ping();
            }
        }
    }

    private static boolean isOver(long since, long nanos, long nanoTime) {
        return since != 0 && nanos > 0 && nanoTime - since > nanos;
    }

    void post(Runnable task) {
        socket.hub().post(task);
    }

    /* The loop's. */

    private void open() {
        try {
            var green = new GreenStreamConnection(socket, pushedBack, writeMillis, this::wasClosed, this::wasEnded);
            connection = green;
            sink = green.getSinkChannel();
            sink.getWriteSetter().set(channel -> pump());
            reader.begin(green.getSourceChannel());
            pump();
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.log(e instanceof IOException ? Level.DEBUG : Level.ERROR, "a WebSocket cannot begin", e);
            socket.close();
            wasClosed();
            wasEnded();
        }
    }

    /** Answers a ping. */
    void pong(byte[] payload) {
        output.pong(FrameEncoder.pong(payload));
        pumpAtEndOfTurn();
    }

    /** The client closes, or answers our close. */
    void clientCloses(int code, String reason) {
        clientClosed = true;
        closedWith(code, reason);
        answerClose(code, "");
    }

    /** Whether what the client sends matters. */
    boolean isReading() {
        return state.compareTo(State.CLOSED) < 0 && !clientClosed;
    }

    private void beginClosing(int code, String reason) {
        if (state == State.OPEN) {
            state = State.CLOSING;
            closingSince = now();
            closedWith(code, reason);
            output.close(FrameEncoder.close(code, reason));
            input.end();
            pump();
        }
    }

    private void goOn() {
        reader.goOn();
    }

    /** RFC 6455 §7.1.7: a close frame that says why, and the end. */
    void fail(FrameException violation) {
        var why = String.valueOf(violation.getMessage());
        LOG.log(Level.DEBUG, "a client broke WebSocket: " + why);
        clientClosed = true;
        closedWith(violation.code(), why);
        answerClose(violation.code(), why);
    }

    private void answerClose(int code, String reason) {
        if (state == State.OPEN) {
            state = State.CLOSING;
            closingSince = now();
            output.closeAtOnce(FrameEncoder.close(code, reason));
        }
        input.end();
        pump();
    }

    private void closedWith(int code, String reason) {
        if (!closeKnown) {
            closeKnown = true;
            closeReason = reason;
            closeCode = code;
        }
    }

    /** The client is gone. */
    void left() {
        closedWith(CloseCode.ABNORMAL, "");
        close();
    }

    /** Has all frames of this turn sent with one write at its end. */
    private void pumpAtEndOfTurn() {
        if (!pumps) {
            pumps = true;
            socket.hub().postAtEndOfTurn(this::pump);
        }
    }

    private void pump() {
        pumps = false;
        asked.set(false);
        if (sink == null || state.compareTo(State.CLOSED) >= 0) {
            output.drop();
            return;
        }
        try {
            if (!output.writeTo(sink)) {
                sink.resumeWrites();
                return;
            }
            sink.suspendWrites();
            if (output.isOver() && clientClosed) {
                close();
            }
        } catch (IOException e) {
            left();
        }
    }

    private void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing a connection failed", e);
        }
    }

    void closeNow() {
        closedWith(CloseCode.ABNORMAL, "");
        close();
        var green = connection;
        if (green != null) {
            green.closeNow();
        }
    }

    private void wasClosed() {
        if (state.compareTo(State.CLOSED) < 0) {
            state = State.CLOSED;
            closingSince = 0;
            closedWith(CloseCode.ABNORMAL, "");
            input.end();
            output.drop();
        }
    }

    private void wasEnded() {
        state = State.ENDED;
        LockSupport.unpark(owner);
    }
}
