package dev.loomlet.server.websocket;

import dev.loomlet.server.frame.CloseCode;
import dev.loomlet.server.frame.FrameEncoder;
import dev.loomlet.server.frame.FrameException;
import dev.loomlet.server.frame.Utf8Validator;
import dev.loomlet.server.undertow.Incoming;
import dev.loomlet.server.undertow.WebSocketConnection;
import dev.loomlet.wsgi.Environ;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket, of a server (eventlet's {@code websocket.WebSocket}).
 *
 * <p>Any thread may send, ping and close, several at once; each message is whole. One thread at a time may {@link #await}, usually the
 * handler's. Both block, and an interrupt ends their wait and leaves the WebSocket as it was. Pings are answered, and a client's close is
 * noticed, whether or not somebody waits, unless as many messages as may wait do.
 *
 * <p>The WebSocket ends with the handler, for all threads that use it.
 */
public final class WebSocket {

    private final WebSocketConnection connection;
    private final WebSocketConfig config;
    private final Environ environ;
    private final String protocol;
    private final Optional<Deflation> deflation;
    private final ReentrantLock sending = new ReentrantLock();
    private final ReentrantLock receiving = new ReentrantLock();
    private final Utf8Validator utf8 = new Utf8Validator();
    private volatile boolean closed;

    WebSocket(WebSocketConnection connection, WebSocketConfig config, Environ environ, Handshake.Accepted handshake) {
        this.connection = connection;
        this.config = config;
        this.environ = environ;
        this.protocol = handshake.protocol();
        this.deflation = handshake.deflate().map(agreed -> new Deflation(agreed, config.maxMessage()));
    }

    /**
     * Returns the next message, blocking until there is one, the WebSocket is closed, or the thread is interrupted (eventlet's {@code
     * wait}).
     *
     * <p>What the client had sent before it closed, or before the server began to stop, is returned first. After a {@link #close} here
     * nothing is.
     *
     * @return the message; null if the WebSocket is closed, by whom ever, and {@link #closeCode} says why
     * @throws InterruptedException if the thread is or was interrupted; no message is lost
     * @throws IllegalStateException if another thread awaits a message of this WebSocket
     */
    public @Nullable Message await() throws InterruptedException {
        if (!receiving.tryLock()) {
            throw new IllegalStateException("another thread awaits a message of this WebSocket");
        }
        try {
            var incoming = closed ? null : connection.take();
            return incoming == null || closed ? null : message(incoming);
        } catch (FrameException e) {
            connection.fail(e.code(), String.valueOf(e.getMessage()));
            return null;
        } finally {
            receiving.unlock();
        }
    }

    private Message message(Incoming incoming) throws FrameException {
        var bytes = incoming.payload();
        if (incoming.isCompressed()) {
            bytes = deflation.orElseThrow().decompress(bytes);
            utf8.reset();
            if (incoming.isText() && !(utf8.accept(bytes, 0, bytes.length) && utf8.isComplete())) {
                throw new FrameException(CloseCode.INVALID_DATA, "text is not UTF-8");
            }
        }
        return incoming.isText()
                ? new Message.Text(new String(bytes, StandardCharsets.UTF_8))
                : new Message.Binary(bytes);
    }

    /**
     * Sends text. Blocks while as many messages wait for the client as {@link WebSocketConfig#maxQueued} and {@link
     * WebSocketConfig#maxQueuedBytes} say, and while other threads send; that the client has it is not waited for. A client that takes
     * nothing for the server's write timeout is disconnected.
     *
     * @param text the message; half of a surrogate pair is sent as a question mark
     * @throws ConnectionClosedException if the WebSocket is closed, by whom ever, or is while this waits; the message is not sent
     * @throws InterruptedException if the thread is or was interrupted; the message is not sent
     */
    public void send(String text) throws ConnectionClosedException, InterruptedException {
        send(text.getBytes(StandardCharsets.UTF_8), /* text= */ true);
    }

    /**
     * Sends bytes, as {@link #send(String)}.
     *
     * @param bytes the message, copied
     * @throws ConnectionClosedException as there
     * @throws InterruptedException as there
     */
    public void send(byte[] bytes) throws ConnectionClosedException, InterruptedException {
        send(bytes, /* text= */ false);
    }

    /**
     * Sends a message, as {@link #send(String)}.
     *
     * @param message the message
     * @throws ConnectionClosedException as there
     * @throws InterruptedException as there
     */
    public void send(Message message) throws ConnectionClosedException, InterruptedException {
        switch (message) {
            case Message.Text(String text) -> send(text);
            case Message.Binary(byte[] bytes) -> send(bytes);
        }
    }

    private void send(byte[] payload, boolean text) throws ConnectionClosedException, InterruptedException {
        sending.lockInterruptibly();
        try {
            requireOpen();
            boolean compress = deflation.isPresent() && payload.length >= config.deflateMinimum();
            /* With a message that was compressed and then not sent, the client would not understand the next. */
            connection.awaitRoom();
            requireOpen();
            var onTheWire = compress ? deflation.orElseThrow().compress(payload) : payload;
            connection.send(FrameEncoder.message(onTheWire, text, compress));
        } finally {
            sending.unlock();
        }
    }

    private void requireOpen() throws ConnectionClosedException {
        if (isClosed()) {
            throw new ConnectionClosedException(closeCode());
        }
    }

    /**
     * Sends a ping, ahead of messages that wait. Does not wait. The server sends them by itself after {@link WebSocketConfig#pingAfter}.
     *
     * @throws ConnectionClosedException if the WebSocket is closed, by whom ever
     */
    public void ping() throws ConnectionClosedException {
        requireOpen();
        connection.ping();
    }

    /** Closes with 1000, as {@link #close(int, String)}. */
    public void close() {
        close(CloseCode.NORMAL, "");
    }

    /**
     * Closes: what was sent before goes out, then the code and the reason. Does not wait for the client, which has {@link
     * WebSocketConfig#closeTimeout} to answer. Has no effect if the WebSocket is closed already.
     *
     * @param code 1000 to 1003, 1007 to 1014 or 3000 to 4999 (RFC 6455 §7.4)
     * @param reason for people to read, at most 123 bytes of UTF-8
     * @throws IllegalArgumentException if it is another code, or a longer reason
     */
    public void close(int code, String reason) {
        if (!CloseCode.isLegal(code)) {
            throw new IllegalArgumentException("close code " + code + " may not be sent");
        }
        if (reason.getBytes(StandardCharsets.UTF_8).length > CloseCode.MOST_REASON_BYTES) {
            throw new IllegalArgumentException(
                    "the reason is longer than " + CloseCode.MOST_REASON_BYTES + " bytes of UTF-8");
        }
        if (!isClosed()) {
            closed = true;
            connection.close(code, reason);
        }
    }

    /**
     * Tells whether nothing can be sent any more.
     *
     * @return whether either side closed, or the client left
     */
    public boolean isClosed() {
        return closed || !connection.isOpen();
    }

    /**
     * Returns the code with which the WebSocket was closed: the client's, or, if it was first, the server's.
     *
     * @return the code; 1005 if there was none, or it is not closed, 1006 if the client left without a word
     */
    public int closeCode() {
        return connection.closeCode();
    }

    /**
     * Returns the reason that goes with {@link #closeCode}.
     *
     * @return the reason, or {@code ""}
     */
    public String closeReason() {
        return connection.closeReason();
    }

    /**
     * Returns the request that began it.
     *
     * @return its environ
     */
    public Environ environ() {
        return environ;
    }

    /**
     * Returns the path that was asked for.
     *
     * @return {@link Environ#pathInfo}
     */
    public String path() {
        return environ.pathInfo();
    }

    /**
     * Returns whose page connected.
     *
     * @return the field Origin, empty if there is none
     */
    public Optional<String> origin() {
        return environ.header("Origin");
    }

    /**
     * Returns the subprotocol that was agreed on.
     *
     * @return its name, or {@code ""}
     */
    public String protocol() {
        return protocol;
    }

    /**
     * Returns the version of the protocol.
     *
     * @return 13
     */
    public int version() {
        return Integer.parseInt(Handshake.VERSION);
    }

    /** The handler has ended: so has the WebSocket, for every thread, when its socket is closed. */
    void end() {
        connection.awaitEnd();
        closed = true;
        sending.lock();
        receiving.lock();
        try {
            deflation.ifPresent(Deflation::end);
        } finally {
            receiving.unlock();
            sending.unlock();
        }
    }
}
