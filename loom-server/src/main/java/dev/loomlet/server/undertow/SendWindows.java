package dev.loomlet.server.undertow;

import io.undertow.protocols.http2.AbstractHttp2StreamSinkChannel;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.protocols.http2.Http2StreamSinkChannel;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a client allows to be sent (RFC 9113 §5.2), and what waits until it allows more. The engine holds that back, a head too if its body is
 * with it, and with what the client has reset it never ends. For the loop.
 */
final class SendWindows {

    /* The engine takes a window of so little for none, for reasons of padding. */
    private static final int LEAST = 2;

    private final Http2Channel channel;
    private final Deque<AbstractHttp2StreamSinkChannel> held;

    /** A stream whose response is over and whose request is not, and how far its window was opened when the engine had forgotten it. */
    private record HalfClosed(Http2StreamSinkChannel stream, long more) {}

    private final Map<Integer, HalfClosed> halfClosed = new HashMap<>();

    /* Given to the engine, which takes it off the windows when it is flushed. */
    private long given;

    SendWindows(Http2Channel channel) {
        this.channel = channel;
        held = EngineFields.heldFrames(channel);
    }

    void gave(int bytes) {
        given += bytes;
    }

    boolean hasGiven() {
        return given > 0;
    }

    void flushed() {
        given = 0;
    }

    /** Whether the engine can send a byte of a body on the stream in this turn. */
    boolean isOpen(Http2StreamSinkChannel stream) {
        return EngineFields.connectionWindow(channel) - given > LEAST && ownIsOpen(stream);
    }

    private boolean ownIsOpen(Http2StreamSinkChannel stream) {
        return EngineFields.streamWindow(stream, channel.getInitialSendWindowSize()) > 0;
    }

    /** The engine has the end of a response, and forgets the window when it has sent it; the request goes on. */
    void responseIsOver(Http2StreamSinkChannel stream) {
        halfClosed.put(stream.getStreamId(), new HalfClosed(stream, 0));
    }

    /** Whether the request of a stream goes on behind its response. */
    boolean isHalfClosed(int stream) {
        return halfClosed.containsKey(stream);
    }

    void requestIsOver(int stream) {
        halfClosed.remove(stream);
    }

    /** Opens the window of a stream whose response is over; false if that is more than a window can be (RFC 9113 §6.9.1). */
    boolean open(int stream, int bytes) {
        var known = halfClosed.get(stream);
        if (known == null || known.stream().isReadyForFlush()) {
            /* The engine's business still. */
            return true;
        }
        var opened = new HalfClosed(known.stream(), known.more() + bytes);
        halfClosed.put(stream, opened);
        return EngineFields.streamWindow(opened.stream(), channel.getInitialSendWindowSize()) + opened.more()
                <= Integer.MAX_VALUE;
    }

    boolean isHolding() {
        return !held.isEmpty();
    }

    /** Drops what waits on a stream that was reset. */
    void drop(int stream) {
        halfClosed.remove(stream);
        for (var frame : List.copyOf(held)) {
            if (frame instanceof Http2StreamSinkChannel sink && sink.getStreamId() == stream) {
                held.remove(frame);
                close(sink);
            }
        }
    }

    private static void close(Http2StreamSinkChannel sink) {
        try {
            sink.close();
        } catch (IOException e) {
            Http2Connection.LOG.log(Level.DEBUG, "a stream that was reset was not closed", e);
        }
    }

    /**
     * Gives up the streams of {@code streams} whose client has taken nothing for {@code nanos}.
     *
     * @return when the first of the others has taken something, 0 if there are none
     */
    long endStalled(Map<Integer, H2Stream> streams, long nanos) {
        long now = System.nanoTime();
        long first = 0;
        for (int id : streams(sink -> true)) {
            var stream = streams.get(id);
            if (stream == null) {
                drop(id);
            } else if (Waits.isOver(stream.progressNanos(), nanos, now)) {
                stream.resetNow(Http2Channel.ERROR_CANCEL);
            } else if (first == 0 || stream.progressNanos() - first < 0) {
                first = stream.progressNanos();
            }
        }
        return first;
    }

    /** The streams that wait for the connection's window alone. */
    List<Integer> waitingForConnection() {
        return streams(this::ownIsOpen);
    }

    private List<Integer> streams(Predicate<Http2StreamSinkChannel> which) {
        return held.stream()
                .filter(Http2StreamSinkChannel.class::isInstance)
                .map(Http2StreamSinkChannel.class::cast)
                .filter(which)
                .map(Http2StreamSinkChannel::getStreamId)
                .toList();
    }
}
