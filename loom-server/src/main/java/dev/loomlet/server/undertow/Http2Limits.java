package dev.loomlet.server.undertow;

import java.util.concurrent.TimeUnit;

/**
 * What a client of HTTP/2 may make a connection hold.
 *
 * @param streams requests at once, those too that the client gave up and whose handler still runs
 * @param headerBytes of all fields of a request, as RFC 9113 §6.5.2 counts them, and of its compressed header block
 * @param resets streams that the client resets, or makes us reset, in {@code resetMillis}
 * @param resetMillis the time for these
 * @param writeMillis how long a client may take no byte, 0 for ever
 * @param drainMillis how long what follows an early answer is read before the stream is reset
 */
public record Http2Limits(int streams, int headerBytes, int resets, int resetMillis, int writeMillis, int drainMillis) {

    /*
     * The engine caps header lists at 20,000 bytes whatever its options say, unless this property says more when its class is loaded. There
     * is no limits' record before that, and no other way.
     */
    private static final String ENGINE_HEADER_BYTES = "io.undertow.http2-max-header-size";
    private static final String LARGEST_HEADER_BYTES = "1048576";

    static {
        if (System.getProperty(ENGINE_HEADER_BYTES) == null) {
            System.setProperty(ENGINE_HEADER_BYTES, LARGEST_HEADER_BYTES);
        }
    }

    /** What a stream's window holds: more comes only when the handler has read. */
    static final int WINDOW = 65_535;

    long writeNanos() {
        return TimeUnit.MILLISECONDS.toNanos(writeMillis);
    }

    /** The largest frame that is accepted: one that holds the largest header block. */
    int frameBytes() {
        return Math.max(Frames.SMALLEST_MAX_FRAME, headerBytes);
    }
}
