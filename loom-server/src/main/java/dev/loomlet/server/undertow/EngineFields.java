package dev.loomlet.server.undertow;

import io.undertow.protocols.http2.Http2Channel;
import io.undertow.server.protocol.framed.FrameHeaderData;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The few fields of Undertow's engine that have to be known and that it does not tell. For the loop. Where another version has others, no
 * connection speaks HTTP/2, and the error says so.
 */
final class EngineFields {

    private static final VarHandle STREAMS;
    private static final VarHandle TYPE;
    private static final VarHandle STREAM;

    static {
        try {
            var lookup = MethodHandles.privateLookupIn(Http2Channel.class, MethodHandles.lookup());
            var frame = lookup.findClass("io.undertow.protocols.http2.Http2FrameHeaderParser");
            STREAMS = lookup.findVarHandle(Http2Channel.class, "receiveConcurrentStreams", int.class);
            TYPE = lookup.findVarHandle(frame, "type", int.class);
            STREAM = lookup.findVarHandle(frame, "streamId", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private EngineFields() {}

    /** How many of the client's streams are open, exactly. */
    static int streams(Http2Channel channel) {
        return (int) STREAMS.getVolatile(channel);
    }

    static int type(FrameHeaderData frame) {
        return (int) TYPE.get(frame);
    }

    static int stream(FrameHeaderData frame) {
        return (int) STREAM.get(frame);
    }
}
