package dev.loomlet.server.undertow;

import io.undertow.protocols.http2.AbstractHttp2StreamSinkChannel;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.protocols.http2.Http2StreamSinkChannel;
import io.undertow.server.protocol.framed.AbstractFramedChannel;
import io.undertow.server.protocol.framed.FrameHeaderData;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Deque;
import java.util.Map;
import java.util.Queue;

/**
 * The few fields of Undertow's engine that have to be known and that it does not tell. For the loop. Where another version has others, no
 * connection speaks HTTP/2, and the error says so.
 */
final class EngineFields {

    private static final VarHandle STREAMS;
    private static final VarHandle CONNECTION_WINDOW;
    private static final VarHandle STREAM_WINDOW;
    private static final VarHandle STREAM_INITIAL_WINDOW;
    private static final VarHandle HELD_FRAMES;
    private static final VarHandle RESET_STREAMS;
    private static final VarHandle RESET_STREAMS_BY_NUMBER;
    private static final VarHandle RESET_STREAMS_IN_ORDER;
    private static final VarHandle TYPE;
    private static final VarHandle STREAM;
    private static final VarHandle FLAGS;
    private static final VarHandle PARSER;
    private static final VarHandle PADDING;

    static {
        try {
            var lookup = MethodHandles.privateLookupIn(Http2Channel.class, MethodHandles.lookup());
            var frame = lookup.findClass("io.undertow.protocols.http2.Http2FrameHeaderParser");
            STREAMS = lookup.findVarHandle(Http2Channel.class, "receiveConcurrentStreams", int.class);
            CONNECTION_WINDOW = lookup.findVarHandle(Http2Channel.class, "sendWindowSize", long.class);
            var sink = MethodHandles.privateLookupIn(Http2StreamSinkChannel.class, MethodHandles.lookup());
            STREAM_WINDOW = sink.findVarHandle(Http2StreamSinkChannel.class, "flowControlWindow", int.class);
            STREAM_INITIAL_WINDOW = sink.findVarHandle(Http2StreamSinkChannel.class, "initialWindowSize", int.class);
            HELD_FRAMES = MethodHandles.privateLookupIn(AbstractFramedChannel.class, MethodHandles.lookup())
                    .findVarHandle(AbstractFramedChannel.class, "heldFrames", Deque.class);
            var cache = lookup.findClass("io.undertow.protocols.http2.Http2Channel$StreamCache");
            RESET_STREAMS = lookup.findVarHandle(Http2Channel.class, "resetStreamTracker", cache);
            RESET_STREAMS_BY_NUMBER = lookup.findVarHandle(cache, "streamHolders", Map.class);
            RESET_STREAMS_IN_ORDER = lookup.findVarHandle(cache, "entries", Queue.class);
            TYPE = lookup.findVarHandle(frame, "type", int.class);
            STREAM = lookup.findVarHandle(frame, "streamId", int.class);
            FLAGS = lookup.findVarHandle(frame, "flags", int.class);
            PARSER = lookup.findVarHandle(
                    frame, "parser", lookup.findClass("io.undertow.protocols.http2.Http2PushBackParser"));
            var data = lookup.findClass("io.undertow.protocols.http2.Http2DataFrameParser");
            PADDING = MethodHandles.privateLookupIn(data, MethodHandles.lookup())
                    .findVarHandle(data, "padding", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private EngineFields() {}

    /** How many of the client's streams are open, exactly. */
    static int streams(Http2Channel channel) {
        return (int) STREAMS.getVolatile(channel);
    }

    /** How many bytes the client takes on the connection. */
    static long connectionWindow(Http2Channel channel) {
        return (long) CONNECTION_WINDOW.getVolatile(channel);
    }

    /** How many bytes the client takes on a stream, less than none if it has changed its mind, which the engine minds when it sends. */
    static long streamWindow(Http2StreamSinkChannel stream, int initialWindow) {
        return (long) (int) STREAM_WINDOW.get(stream) + initialWindow - (int) STREAM_INITIAL_WINDOW.get(stream);
    }

    /** What waits for a window. */
    @SuppressWarnings("unchecked") // the engine's own type
    static Deque<AbstractHttp2StreamSinkChannel> heldFrames(Http2Channel channel) {
        return (Deque<AbstractHttp2StreamSinkChannel>) HELD_FRAMES.get(channel);
    }

    /**
     * Has the engine forget the streams that were reset, which it would keep for a minute with all that they hold. To a server they are of no
     * use: what comes for them is as what comes for any stream that is closed.
     */
    static void forgetResetStreams(Http2Channel channel) {
        var cache = RESET_STREAMS.get(channel);
        ((Map<?, ?>) RESET_STREAMS_BY_NUMBER.get(cache)).clear();
        ((Queue<?>) RESET_STREAMS_IN_ORDER.get(cache)).clear();
    }

    static int type(FrameHeaderData frame) {
        return (int) TYPE.get(frame);
    }

    static int stream(FrameHeaderData frame) {
        return (int) STREAM.get(frame);
    }

    /** Whether this is DATA with padding of no bytes, whose length octet the engine takes off the windows and does not give back. */
    static boolean hasEmptyPadding(FrameHeaderData frame) {
        return type(frame) == Frames.DATA
                && ((int) FLAGS.get(frame) & Frames.PADDED) != 0
                && (int) PADDING.get(PARSER.get(frame)) == 0;
    }
}
