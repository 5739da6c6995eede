package dev.loomlet.server;

import dev.loomlet.server.http1.Persistence;
import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.server.http1.ResponseEncoder;
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
 * One response on its way out, by PEP 3333's rules. On the connection's thread.
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
    private final Connection connection;
    private final RequestBody body;
    private State state = State.UNSTARTED;
    private boolean startCalled;
    private Status status = Status.of(500);
    private Headers headers = Headers.empty();
    private long declaredLength = ResponseFraming.UNKNOWN;
    private ResponseFraming.Kind framing = ResponseFraming.Kind.NONE;
    private long framedLength = ResponseFraming.UNKNOWN;
    private Persistence persistence = Persistence.CLOSE;
    private long bodyBytes;
    private boolean statusSent;

    Response(RequestHead head, RequestBody body, Connection connection) {
        this.head = head;
        this.body = body;
        this.connection = connection;
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
        var newStatus = ResponseRules.finalStatus(statusText);
        declaredLength = ResponseRules.contentLength(newHeaders);
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
        output().flush();
    }

    /** Puts body bytes behind what was sent, first the head if it is still to send. */
    void send(byte[] from, int offset, int length) throws IOException {
        requireStarted();
        if (length == 0) {
            return;
        }
        switch (sendHead(ResponseFraming.UNKNOWN)) {
            case NONE -> {}
            case LENGTH -> sendCounted(from, offset, length);
            case CLOSE -> output().write(from, offset, length);
            case CHUNKED -> {
                ResponseEncoder.chunkHead(output().pending(), length);
                output().write(from, offset, length);
                output().pending().addLineEnd();
            }
        }
        bodyBytes += hasNoBody() ? 0 : length;
    }

    private void sendCounted(byte[] from, int offset, int length) throws IOException {
        int fits = (int) Math.min(length, left());
        output().write(from, offset, fits);
        if (fits < length) {
            bodyBytes += fits;
            output().flush();
            state = State.BROKEN;
            throw new IllegalStateException("the body is longer than its Content-Length of " + declaredLength);
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
            bodyBytes += output().transfer(
                            file, position, kind == ResponseFraming.Kind.LENGTH ? Math.min(count, left()) : count);
        }
        return true;
    }

    /** Sends the head unless it was sent; {@code knownLength} is the whole body's, if it can be told. */
    ResponseFraming.Kind sendHead(long knownLength) throws IOException {
        if (isSent()) {
            return framing;
        }
        requireStarted();
        var chosen = ResponseFraming.of(head.method(), head.version(), status.code(), declaredLength, knownLength);
        framing = chosen.kind();
        framedLength = chosen.length();
        persistence = choosePersistence();
        state = State.SENT;
        statusSent = true;
        body.endInterim();
        var out = output().pending();
        ResponseEncoder.statusLine(out, status);
        ResponseEncoder.fields(out, headers, connection.config().capitalizeHeaders());
        if (!headers.contains("Date")) {
            ResponseEncoder.date(out, connection.date());
        }
        ResponseEncoder.framing(out, chosen);
        ResponseEncoder.connection(
                out, persistence, connection.config().idleTimeout().toSeconds());
        out.addLineEnd();
        output().flushIfFull();
        return framing;
    }

    /* RFC 9112 §9.3, §9.6 */
    private Persistence choosePersistence() {
        boolean mustClose = framing == ResponseFraming.Kind.CLOSE
                || connection.isLast()
                || body.failure().isPresent()
                || (body.lacksContinue() && !body.isComplete())
                || (head.method().equals("CONNECT") && status.code() < 300);
        return mustClose ? Persistence.CLOSE : Persistence.of(head);
    }

    /** Ends the body. */
    void finish() throws IOException {
        requireStarted();
        var kind = sendHead(/* knownLength= */ 0);
        if (kind == ResponseFraming.Kind.LENGTH && left() > 0) {
            state = State.BROKEN;
            output().flush();
            throw new IllegalStateException("the body is " + left() + " bytes shorter than its Content-Length");
        }
        if (kind == ResponseFraming.Kind.CHUNKED) {
            ResponseEncoder.lastChunk(output().pending());
        }
        state = State.COMPLETE;
    }

    /** Answers, in the application's place, to a request whose body broke the protocol; nothing was sent before. */
    void reject(Violation violation) throws IOException {
        state = State.BROKEN;
        status = Status.of(violation.status());
        boolean withBody = !head.method().equals("HEAD");
        body.endInterim();
        bodyBytes = ErrorResponses.add(output().pending(), violation, connection.date(), withBody);
        statusSent = true;
        output().flush();
    }

    /** Gives the response up, so that the client does not take what it has for all there was. */
    void breakOff() {
        if (state == State.SENT && framing == ResponseFraming.Kind.CLOSE) {
            output().abortOnClose();
        }
        state = State.BROKEN;
    }

    private ConnectionOutput output() {
        return connection.output();
    }

    private void requireStarted() {
        if (state == State.UNSTARTED) {
            throw new IllegalStateException("the application gave its body but did not call startResponse");
        }
    }

    private long left() {
        return framedLength - bodyBytes;
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

    /** Whether the connection may go on. */
    boolean persists() {
        return state == State.COMPLETE && persistence != Persistence.CLOSE;
    }

    /** The status code that was sent, 0 if none was. */
    int sentStatus() {
        return statusSent ? status.code() : 0;
    }

    long bodyBytes() {
        return bodyBytes;
    }
}
