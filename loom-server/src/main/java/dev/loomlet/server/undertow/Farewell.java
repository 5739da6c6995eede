package dev.loomlet.server.undertow;

import io.undertow.protocols.http2.Http2Channel;
import java.util.concurrent.TimeUnit;

/**
 * How a connection ends gracefully (RFC 9113 §6.8): a GOAWAY that still allows all streams, and a ping; when that is answered the client
 * knows, so that no stream is on its way any more, and when none is open either, the last GOAWAY. For the loop.
 */
final class Farewell {

    private static final int ANY_STREAM = Integer.MAX_VALUE;
    private static final byte[] PING = {'l', 'o', 'o', 'm', 'l', 'e', 't', ' '};

    /* How long a client may take to answer the ping. */
    private static final long NOTICE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Http2Connection connection;
    private boolean begun;
    private boolean noticed;

    Farewell(Http2Connection connection) {
        this.connection = connection;
    }

    void begin() {
        if (!begun) {
            begun = true;
            connection.interject(Frames.goAway(ANY_STREAM, Http2Channel.ERROR_NO_ERROR));
            connection.channel().sendPing(PING);
            var _ = connection.hub().after(NOTICE_NANOS, this::notice);
        }
    }

    /** The client opens no more streams. */
    void clientEnds() {
        begun = true;
        connection.hub().post(this::notice);
    }

    /** The client knows. */
    void notice() {
        if (begun) {
            noticed = true;
            endIfOver();
        }
    }

    void endIfOver() {
        if (noticed && connection.hasNoStreams()) {
            connection.channel().sendGoAway(Http2Channel.ERROR_NO_ERROR);
        }
    }
}
