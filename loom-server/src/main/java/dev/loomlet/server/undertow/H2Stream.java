package dev.loomlet.server.undertow;

import io.undertow.protocols.http2.Http2Channel;
import io.undertow.protocols.http2.Http2HeadersStreamSinkChannel;
import io.undertow.protocols.http2.Http2StreamSourceChannel;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response (RFC 9113 §8.1), as the virtual thread sees it that serves it: it exchanges bytes with the loop, and parks. The
 * public methods are that thread's, which says so first by {@link #begin}.
 *
 * <p>When the client resets the stream, or leaves, the next read, or the next write that waits or hands over, is an IOException.
 */
public final class H2Stream {

    /** Nothing is wrong, but no more is wanted (RFC 9113 §7). */
    public static final int NO_ERROR = Http2Channel.ERROR_NO_ERROR;

    /** The request is malformed (RFC 9113 §8.1.1). */
    public static final int PROTOCOL_ERROR = Http2Channel.ERROR_PROTOCOL_ERROR;

    /** The response cannot be completed. */
    public static final int INTERNAL_ERROR = Http2Channel.ERROR_INTERNAL_ERROR;

    private static final HttpString STATUS = Http2Channel.STATUS;

    private final Http2Connection connection;
    private final int id;
    private final String[] fields;
    private final boolean endsWithHead;
    private final StreamInput input = new StreamInput(this);
    private final StreamOutput output = new StreamOutput(this);
    private volatile @Nullable Thread owner;
    private volatile @Nullable IOException failure;

    /* The loop's. */
    private final Http2StreamSourceChannel source;
    private final Http2HeadersStreamSinkChannel sink;
    private boolean receiving;
    private boolean uploaded;
    private boolean sent;
    private boolean handled;
    private boolean reset;
    private long progressNanos;

    /** The loop's: the engine has read the head of a request. */
    H2Stream(Http2Connection connection, Http2StreamSourceChannel source) {
        this.connection = connection;
        this.source = source;
        id = source.getStreamId();
        fields = copy(source.getHeaders());
        sink = source.getResponseChannel();
        sink.getCloseSetter().set(channel -> wasSent());
        sink.getWriteSetter().set(channel -> pump());
        source.setTrailersHandler(this::checkTrailers);
        source.getReadSetter().set(channel -> receive());
        receive();
        endsWithHead = input.isEnded();
        if (!endsWithHead) {
            source.resumeReads();
        }
    }

    private static String[] copy(HeaderMap map) {
        int count = 0;
        for (var values : map) {
            count += values.size();
        }
        var copy = new String[2 * count];
        int at = 0;
        for (var values : map) {
            var name = values.getHeaderName().toString();
            for (var value : values) {
                copy[at++] = name;
                copy[at++] = value;
            }
        }
        return copy;
    }

    /** Says that the current thread serves the stream. */
    public void begin() {
        owner = Thread.currentThread();
    }

    /** The stream's number. */
    public int id() {
        return id;
    }

    /** The fields of the request's head: names and values in turn, pseudo-header fields too, those of one name in the order of the wire. */
    public String[] fields() {
        return fields.clone();
    }

    /** Whether the request ended with its head, so that it has no body. */
    public boolean endsWithHead() {
        return endsWithHead;
    }

    /** Whether the request was read from the client to its end. Any thread. */
    public boolean isInputEnded() {
        return input.isEnded();
    }

    /** Whether the client gave the stream up, or left. Any thread. */
    public boolean isBroken() {
        return failure != null;
    }

    /**
     * Reads body bytes, blocking until there are some.
     *
     * @param nanos how long to wait, 0 for ever
     * @return how many, -1 at the end of the body, 0 if the time is over
     * @throws IOException if the stream is broken
     */
    public int read(byte[] into, int offset, int length, long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        while (true) {
            requireWhole();
            int count = input.take(into, offset, length);
            if (count != 0) {
                return count;
            }
            long wait = nanos == 0 ? Long.MAX_VALUE : end - System.nanoTime();
            if (wait <= 0) {
                return 0;
            }
            output.handOver(/* last= */ false);
            if (!input.isReady()) {
                park(wait);
            }
        }
    }

    private void park(long nanos) throws IOException {
        if (nanos == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, nanos);
        }
        if (Thread.currentThread().isInterrupted()) {
            reset(Http2Channel.ERROR_CANCEL);
            throw new InterruptedIOException("interrupted while it waited for the client");
        }
    }

    private void requireWhole() throws IOException {
        var broken = failure;
        if (broken != null) {
            throw new IOException(broken.getMessage(), broken);
        }
    }

    /**
     * Begins the response.
     *
     * @param namesAndValues the fields behind the status, names and values in turn
     */
    public void head(int status, String[] namesAndValues) {
        var map = new HeaderMap();
        map.put(STATUS, status == 200 ? "200" : Integer.toString(status));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.add(HttpString.tryFromString(namesAndValues[i]), namesAndValues[i + 1]);
        }
        output.head(map);
    }

    /** Adds body bytes, blocking while the client takes none. */
    public void write(byte[] from, int offset, int length) throws IOException {
        for (int at = offset; at < offset + length; ) {
            requireWhole();
            at += output.add(from, at, offset + length - at);
            while (!output.hasRoom()) {
                requireWhole();
                park(Long.MAX_VALUE);
            }
        }
    }

    /** Sends what was added. Does not wait. */
    public void flush() throws IOException {
        requireWhole();
        output.handOver(/* last= */ false);
    }

    /** Sends what was added, as the end of the response. Does not wait. */
    public void finish() throws IOException {
        requireWhole();
        output.handOver(/* last= */ true);
    }

    /** Sends an interim response, before the response begins. Does not wait. */
    public void interim(String status, String... namesAndValues) throws IOException {
        requireWhole();
        post(() -> connection.interject(Frames.interim(id, status, namesAndValues)));
    }

    /** Gives the stream up: what was not sent is dropped, and the client told. Any thread. */
    public void reset(int code) {
        post(() -> resetNow(code));
    }

    /** The handler is done with the stream. */
    void end() {
        post(() -> {
            handled = true;
            connection.wasHandled(this);
        });
    }

    /** Any thread. */
    void interrupt() {
        var thread = owner;
        if (thread != null) {
            thread.interrupt();
        }
    }

    void post(Runnable task) {
        connection.hub().post(task);
    }

    void askForMore() {
        post(() -> windowRead(0, /* padding= */ false));
    }

    /* The loop's. */

    private void receive() {
        receiving = true;
        try {
            var bytes = Scratch.take();
            for (int count = source.read(bytes); count != 0; count = source.read(bytes)) {
                if (count < 0) {
                    uploaded = true;
                    input.end();
                    connection.channel().windows().requestIsOver(id);
                    break;
                }
                if (!handled && !input.add(bytes.flip())) {
                    resetNow(Http2Channel.ERROR_FLOW_CONTROL_ERROR);
                    break;
                }
                bytes.clear();
            }
        } catch (IOException e) {
            fail(e);
        }
        receiving = false;
        windowRead(0, /* padding= */ false);
        wake();
    }

    /* RFC 9113 §8.1: no pseudo-header fields there. They are dropped, as HTTP/1.1's are. */
    private void checkTrailers(HeaderMap trailers) {
        for (var name : trailers.getHeaderNames()) {
            if (name.length() == 0 || name.byteAt(0) == ':') {
                resetNow(PROTOCOL_ERROR);
                return;
            }
        }
    }

    /** Gives the engine what it takes of the response. */
    void pump() {
        if (failure != null || reset) {
            output.drop();
            return;
        }
        try {
            var windows = connection.channel().windows();
            if (output.giveTo(sink, windows)) {
                if (output.isEnded() && !uploaded && !windows.isHalfClosed(id)) {
                    windows.responseIsOver(sink);
                }
                sink.suspendWrites();
            } else {
                sink.resumeWrites();
            }
            connection.flushThisTurn();
        } catch (IOException e) {
            fail(e);
        }
    }

    /** Some of the response was given to the engine, or the client takes more of it. */
    void progressed() {
        progressNanos = System.nanoTime() | 1;
    }

    /** Of System.nanoTime, when that was. */
    long progressNanos() {
        return progressNanos;
    }

    /** {@code bytes} more of the stream's window were read by the engine, or were padding, which is given back with more of the former. */
    void windowRead(int bytes, boolean padding) {
        int more = input.owe(bytes, receiving || (padding && input.isOwedLittle()));
        if (more > 0 && failure == null && !handled) {
            connection.openWindow(id, more);
        }
    }

    void resetNow(int code) {
        if (!reset && !(sent && uploaded)) {
            connection.reset(this, code);
        }
    }

    private void wasSent() {
        sent = output.isEnded();
        connection.wasSent(this);
    }

    /** The stream can carry nothing any more. */
    void fail(IOException reason) {
        if (failure == null && !(sent && handled)) {
            failure = reason;
        }
        output.drop();
        wake();
    }

    void markReset() {
        reset = true;
    }

    boolean isReset() {
        return reset;
    }

    /** Whether the request was read to its end. */
    boolean isUploaded() {
        return uploaded;
    }

    boolean isHandled() {
        return handled;
    }

    /** Whether the client has, or will have, all of the response. */
    boolean isSent() {
        return sent;
    }

    void wake() {
        LockSupport.unpark(owner);
    }

    @Override
    public String toString() {
        return "stream " + id;
    }
}
