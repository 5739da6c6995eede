package dev.loomlet.server;

import dev.loomlet.server.http1.BodyFraming;
import dev.loomlet.server.http1.Expectation;
import dev.loomlet.server.http1.ProtocolException;
import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.server.http1.Violation;
import dev.loomlet.server.undertow.Engine;
import dev.loomlet.server.undertow.Http2Connection;
import dev.loomlet.server.undertow.WebSocketConnection;
import dev.loomlet.server.undertow.WebSocketLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Serves one connection, one request after the other, or leaves it to HTTP/2 if it begins so. Everything runs on the connection's own
 * thread but {@link #drain}, {@link #kill} and {@link #expire}, which the server's threads call.
 *
 * <pre>
 *   NEW ──first byte──► BUSY ──response complete──► IDLE ──first byte──► BUSY
 *    │ end, waits too long,  │ close asked for,        │ end, waits too long,
 *    │ server stops          │ an error                │ server stops
 *    └────────────► CLOSED ◄─┴─────────────────────────┘
 * </pre>
 *
 * If the next request has come before the response is complete, it stays BUSY.
 */
final class Connection implements Runnable {

    private enum State {
        NEW,
        IDLE,
        BUSY,
        CLOSED
    }

    /* Accepted just before or while the server stops: a client with a request to send has sent it, or does so at once. */
    static final Duration FIRST_BYTE_WHILE_DRAINING = Duration.ofMillis(500);

    private static final String HTTP2 = "h2";

    /* RFC 9113 §3.4: the part of a client's preface that is like a request's head. */
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Service service;
    private final Connections connections;
    private final Transport transport;
    private final ThreadFactory threads;
    private final ConnectionOutput output;
    private final ConnectionInput input;
    private final Http1Outlet outlet;
    private final Exchange exchange;
    private final AccessLogger log;
    private volatile State state = State.NEW;
    private volatile boolean killed;
    private volatile Optional<Thread> thread = Optional.empty();
    private volatile Optional<Engine> engine = Optional.empty();
    private boolean first = true;
    private boolean last;
    private boolean lingers;

    Connection(Service service, Connections connections, Transport transport) {
        this(service, connections, transport, service.config().threads());
    }

    /** A connection whose requests, if they come at once, are served by threads that {@code threads} makes. */
    Connection(Service service, Connections connections, Transport transport, ThreadFactory threads) {
        this.service = service;
        this.connections = connections;
        this.transport = transport;
        this.threads = threads;
        this.output =
                new ConnectionOutput(transport, service.config().writeTimeout().toNanos());
        this.outlet = new Http1Outlet(this, output);
        this.exchange = new Exchange(outlet);
        this.log = AccessLogger.of(service.config(), transport.peer());
        this.input = new ConnectionInput(transport, output, service.config().limits());
    }

    @Override
    public void run() {
        thread = Optional.of(Thread.currentThread());
        transport.begin();
        try (transport) {
            while (!killed
                    && (!first || handshake())
                    && isWanted()
                    && input.awaitRequest(firstByteNanos())
                    && serveNext()) {
                first = false;
            }
            linger();
        } catch (IOException e) {
            Log.SERVER.log(
                    System.Logger.Level.DEBUG, () -> "the connection from " + peer() + " broke: " + e.getMessage());
        } catch (Throwable e) {
            Log.SERVER.log(System.Logger.Level.ERROR, "the connection from " + peer() + " failed", e);
        } finally {
            state = State.CLOSED;
            connections.remove(this);
        }
    }

    /**
     * Whether there is another request, or may come one. If it may come: first the state, then the look at the server's; {@link #drain} does
     * it the other way.
     */
    private boolean isWanted() throws IOException {
        if (state == State.BUSY && input.buffered() > 0) {
            return true;
        }
        state = first ? State.NEW : State.IDLE;
        if (connections.isDraining() && !first) {
            output.flush();
            return false;
        }
        return true;
    }

    /** Whether there is somebody to serve. */
    private boolean handshake() throws IOException {
        try {
            transport.handshake(config().handshakeTimeout().toNanos());
            return true;
        } catch (ProtocolException e) {
            reject(e.violation(), /* head= */ null);
            return false;
        }
    }

    private boolean serveNext() throws IOException {
        if (!first || !config().http2()) {
            return serveOne();
        }
        return switch (transport.applicationProtocol()) {
            /* RFC 9113 §3.2: who has agreed on it has to speak it. */
            case HTTP2 -> input.startsWith(PREFACE, headNanos()) && serveHttp2();
            case "" -> input.startsWith(PREFACE, headNanos()) ? serveHttp2() : serveOne();
            default -> serveOne();
        };
    }

    private long headNanos() {
        return config().headTimeout().toNanos();
    }

    /** Serves the rest of the connection as HTTP/2. */
    private boolean serveHttp2() throws IOException {
        var socket = transport.leaveToHub();
        if (socket.isEmpty()) {
            return serveOne();
        }
        state = State.BUSY;
        var requests = new Http2Requests(service, peer(), this::isKilled);
        var http2 = new Http2Connection(
                socket.get(), input.takeAll(), Http2Requests.limits(config()), threads, requests::serve);
        leaveTo(http2);
        http2.run();
        return false;
    }

    private void leaveTo(Engine other) {
        engine = Optional.of(other);
        if (killed) {
            other.kill();
        }
        if (connections.isDraining()) {
            other.drain();
        }
    }

    /** Leaves the connection, behind a 101 that was sent, to WebSocket. */
    WebSocketConnection leaveToWebSocket(WebSocketLimits limits) throws IOException {
        var socket = transport
                .leaveToHub()
                .orElseThrow(() -> new IllegalStateException("this connection cannot be left to a hub"));
        var webSocket = new WebSocketConnection(socket, input.takeAll(), config().writeMillis(), limits);
        webSocket.begin();
        leaveTo(webSocket);
        return webSocket;
    }

    /** Serves the next request; whether the connection can carry another one. */
    private boolean serveOne() throws IOException {
        if (state != State.BUSY) { // so it is already if it was pipelined
            state = State.BUSY;
        }
        RequestHead head = null;
        try {
            head = input.readHead(headNanos());
            log.begin(head);
            return serve(head);
        } catch (ProtocolException e) {
            boolean cutShortByUs = e.violation() == Violation.TRUNCATED_HEAD && connections.isDraining();
            reject(cutShortByUs ? Violation.HEAD_TIMEOUT : e.violation(), head);
            return false;
        }
    }

    private long firstByteNanos() {
        var bound = !first
                ? config().idleTimeout()
                : connections.isDraining() ? FIRST_BYTE_WHILE_DRAINING : config().headTimeout();
        return bound.toNanos();
    }

    private boolean serve(RequestHead head) throws ProtocolException {
        boolean expectsContinue = Expectation.isContinue(head);
        var framing = BodyFraming.ofRequest(head, config().maxBodyBytes());
        /* Not every proxy reads a list of codings as we do, so nothing is read behind such a body. */
        last |= framing instanceof BodyFraming.Chunked chunked && !chunked.alone();
        var body = RequestBody.of(framing, expectsContinue, input, outlet);
        var response = new Response(head, body, outlet);
        var environ = service.environs().build(head, peer(), body, response);
        boolean goesOn = exchange.run(service.application(), environ, body, response);
        log.end(response.sentStatus(), response.bodyBytes());
        lingers = !goesOn && (!body.isComplete() || input.buffered() > 0 || asksForTunnel(head));
        return goesOn;
    }

    /** Its client may send what is for the tunnel at any moment (RFC 9110 §9.3.6). */
    private static boolean asksForTunnel(RequestHead head) {
        return head.method().equals("CONNECT");
    }

    /** Answers to a request that never reached the application. */
    private void reject(Violation violation, @Nullable RequestHead head) throws IOException {
        lingers = true;
        boolean withBody = head == null || !head.method().equals("HEAD");
        log.end(violation.status(), outlet.reject(violation, withBody));
        output.flush();
    }

    /**
     * Where the client may still be sending: a close now would reset the connection, and the client might lose the answer before it has
     * read it. So say that no more comes, and read on for a while (RFC 9112 §9.6).
     */
    private void linger() throws IOException {
        output.flush();
        if (lingers) {
            transport.shutdownOutput();
            input.skip(
                    Math.max(1, config().drainBytes()), config().drainTimeout().toNanos());
        }
    }

    ServerConfig config() {
        return service.config();
    }

    /** The Date field, encoded. */
    byte[] date() {
        return service.clock().field();
    }

    private Peer peer() {
        return transport.peer();
    }

    /** Makes the response that is about to be sent the last one. */
    void endAfterThis() {
        last = true;
    }

    /** Whether the connection ends after the response that is about to be sent, whatever the client wants. */
    boolean isLast() {
        return last || connections.isDraining() || config().idleTimeout().isZero();
    }

    /** Sends what is pending, unless the client has sent more requests already: then their answers go out together. */
    void flushUnlessPipelined() throws IOException {
        if (input.buffered() == 0) {
            output.flush();
        }
    }

    /** Whether the server ended this connection by force. */
    boolean isKilled() {
        return killed;
    }

    /**
     * The server stops: ends the wait for a next request. A request in progress goes on, and a first one, which may be on its way, has a
     * moment to come. Any thread.
     */
    void drain() {
        engine.ifPresent(Engine::drain);
        endWaitIn(State.IDLE);
    }

    /** The moment for a first request is over. Any thread. */
    void drainNew() {
        endWaitIn(State.NEW);
    }

    private void endWaitIn(State waiting) {
        if (state == waiting) {
            transport.shutdownInput();
        }
    }

    /** Ends the connection and interrupts its handler; one that has not begun finds out when it does. Any thread. */
    void kill() {
        killed = true;
        engine.ifPresentOrElse(Engine::kill, () -> {
            thread.ifPresent(Thread::interrupt);
            transport.close();
        });
    }

    /** Ends a wait that is over at {@code nanoTime}. Any thread. */
    void expire(long nanoTime) {
        engine.ifPresentOrElse(
                left -> left.expire(nanoTime, config().idleTimeout().toNanos(), headNanos()),
                () -> transport.expire(nanoTime));
    }

    Transport transport() {
        return transport;
    }
}
