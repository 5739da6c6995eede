package dev.loomlet.server;

import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.server.http1.ResponseFraming;
import dev.loomlet.server.http1.Violation;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import dev.loomlet.wsgi.Status;
import dev.loomlet.wsgi.Writer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * One response on its way out, by PEP 3333's rules. On the thread that serves the request.
 *
 * <pre>
 *              start              first bytes, or finish        finish
 *   UNSTARTED ───────► STARTED ─────────────────────────► SENT ───────► COMPLETE
 *                       │   ▲                              │
 *                       └───┘ start with an error          └─ too few or many bytes, an error, the client left ─► BROKEN
 * </pre>
 */
final class Response implements StartResponse, Writer {

    private enum State {
        UNSTARTED,
        STARTED,
        SENT,
        COMPLETE,
        BROKEN
    }

    private final RequestHead head;
    private final Outlet outlet;
    private final RequestBody body;
    private State state = State.UNSTARTED;
    private boolean startCalled;
    private boolean mayUpgrade;
    private Status status = Status.of(500);
    private Headers headers = Headers.empty();
    private ResponseFraming.Kind framing = ResponseFraming.Kind.NONE;

    /* What the application declared, and once the head is sent what that says. */
    private long bodyLength = ResponseFraming.UNKNOWN;
    private long bodyBytes;
    private boolean statusSent;
    private @Nullable Http1Upgrade takeover;

    Response(RequestHead head, RequestBody body, Outlet outlet) {
        this.head = head;
        this.body = body;
        this.outlet = outlet;
    }

    @Override
    public Writer start(String statusText, Headers newHeaders, @Nullable Throwable error) {
        if (error != null && state.compareTo(State.SENT) >= 0) {
            throw asUnchecked(error);
        }
        if (error == null && startCalled) {
            throw new IllegalStateException(
                    "startResponse was called before; a second call must give the error it answers");
        }
        startCalled = true;
        var newStatus = ResponseRules.finalStatus(statusText, mayUpgrade);
        bodyLength = ResponseRules.contentLength(newHeaders);
        status = newStatus;
        headers = newHeaders;
        state = State.STARTED;
        return this;
    }

    private static RuntimeException asUnchecked(Throwable error) {
        return switch (error) {
            case RuntimeException unchecked -> unchecked;
            case Error fatal -> throw fatal;
            default -> new IllegalStateException("the headers are sent, so the response cannot start again", error);
        };
    }

    /** PEP 3333's write: each block is sent at once. */
    @Override
    public void write(byte[] block) throws IOException {
        if (state.compareTo(State.COMPLETE) >= 0) {
            throw new IllegalStateException("the response is over");
        }
        send(block, 0, block.length);
        outlet.flush();
    }

    /** Puts body bytes behind what was sent, first the head if it is still to send. */
    void send(byte[] from, int offset, int length) throws IOException {
        requireStarted();
        if (length == 0) {
            return;
        }
        var kind = sendHead(ResponseFraming.UNKNOWN);
        switch (kind) {
            case NONE -> {}
            case LENGTH -> sendCounted(from, offset, length);
            case CLOSE, CHUNKED -> outlet.body(kind, from, offset, length);
        }
        bodyBytes += hasNoBody() ? 0 : length;
    }

    private void sendCounted(byte[] from, int offset, int length) throws IOException {
        int fits = (int) Math.min(length, left());
        if (fits > 0) {
            outlet.body(ResponseFraming.Kind.LENGTH, from, offset, fits);
        }
        if (fits < length) {
            bodyBytes += fits;
            outlet.end(ResponseFraming.Kind.LENGTH);
            outlet.flush();
            state = State.BROKEN;
            throw new IllegalStateException("the body is longer than its Content-Length of " + bodyLength);
        }
    }

    /**
     * Sends a file from {@code position} on, by the operating system, as the rest of the body.
     *
     * @return false if the framing rules that out, so that it is to be sent as blocks
     */
    boolean sendFile(FileChannel file, long position, long count) throws IOException {
        requireStarted();
        var kind = sendHead(count);
        if (kind == ResponseFraming.Kind.CHUNKED) {
            return false;
        }
        if (kind != ResponseFraming.Kind.NONE) {
            bodyBytes +=
                    outlet.file(file, position, kind == ResponseFraming.Kind.LENGTH ? Math.min(count, left()) : count);
        }
        return true;
    }

    /** Sends the head unless it was sent; {@code knownLength} is the whole body's, if it can be told. */
    ResponseFraming.Kind sendHead(long knownLength) throws IOException {
        if (isSent()) {
            return framing;
        }
        requireStarted();
        if (status.code() < 200) {
            throw new IllegalStateException("a " + status.code() + " was started, but the connection not taken over");
        }
        var chosen = ResponseFraming.of(head.method(), head.version(), status.code(), bodyLength, knownLength);
        framing = chosen.kind();
        bodyLength = chosen.length();
        state = State.SENT;
        statusSent = true;
        body.endInterim();
        outlet.head(head, body, status, headers, chosen);
        return framing;
    }

    /** What takes the connection over behind this response; null if nothing can. Made when it is first asked for. */
    @Nullable
    Http1Upgrade takeover() {
        if (takeover == null) {
            takeover = outlet.takeover(this);
        }
        return takeover;
    }

    /** From now on a 101 may be started. */
    void allowUpgrade() {
        mayUpgrade = true;
    }

    /** Says that the connection is taken over behind this response, a 101, and returns its fields. */
    Headers upgrade() {
        if (state != State.STARTED || status.code() != 101) {
            throw new IllegalStateException("no 101 was started, so the connection cannot be taken over");
        }
        state = State.COMPLETE;
        statusSent = true;
        body.endInterim();
        return headers;
    }

    /** Ends the body. */
    void finish() throws IOException {
        requireStarted();
        var kind = sendHead(/* knownLength= */ 0);
        if (kind == ResponseFraming.Kind.LENGTH && left() > 0) {
            state = State.BROKEN;
            outlet.flush();
            throw new IllegalStateException("the body is " + left() + " bytes shorter than its Content-Length");
        }
        outlet.end(kind);
        state = State.COMPLETE;
    }

    /** Answers, in the application's place, to a request whose body broke the protocol; nothing was sent before. */
    void reject(Violation violation) throws IOException {
        state = State.BROKEN;
        status = Status.of(violation.status());
        boolean withBody = !head.method().equals("HEAD");
        body.endInterim();
        statusSent = true;
        bodyBytes = outlet.reject(violation, withBody);
        outlet.flush();
    }

    /** Gives the response up, so that the client does not take what it has for all there was. */
    void breakOff() {
        if (state == State.SENT && framing == ResponseFraming.Kind.CLOSE) {
            outlet.abortOnClose();
        }
        state = State.BROKEN;
    }

    private void requireStarted() {
        if (state == State.UNSTARTED) {
            throw new IllegalStateException("the application gave its body but did not call startResponse");
        }
    }

    private long left() {
        return bodyLength - bodyBytes;
    }

    private boolean hasNoBody() {
        return framing == ResponseFraming.Kind.NONE;
    }

    /** Whether further blocks can matter: not to HEAD, and not past the Content-Length. */
    boolean wantsMore() {
        return state != State.SENT || (!hasNoBody() && !(framing == ResponseFraming.Kind.LENGTH && left() == 0));
    }

    boolean isSent() {
        return state.compareTo(State.SENT) >= 0;
    }

    /** Whether all of it was sent. */
    boolean isComplete() {
        return state == State.COMPLETE;
    }

    /** Whether the connection may go on. */
    boolean persists() {
        return isComplete() && outlet.persists();
    }

    /** The status code that was sent, 0 if none was. */
    int sentStatus() {
        return statusSent ? status.code() : 0;
    }

    /** How much was sent as its body, or behind it by what took the connection over. */
    long bodyBytes() {
        return takeover == null ? bodyBytes : bodyBytes + takeover.bytesSent();
    }
}
