package dev.loomlet.server.undertow;

import java.util.concurrent.TimeUnit;

/**
 * A budget for frames that cost work and bring no request on (CVE-2019-9511 to 9518): pings, settings, priorities, empty data, unknown
 * ones. Resets have another; window updates are what large responses need. For the loop.
 */
final class Calm {

    private static final int MOST = 2000;
    private static final int MOST_CONTINUATIONS = 64;

    private final Budget idle = new Budget(MOST, TimeUnit.SECONDS.toNanos(10));

    /** Counts a frame; false if there were too many. */
    boolean isCalm(int type, int flags, int length) {
        boolean isIdle = switch (type) {
            case Frames.DATA -> length == 0 && (flags & Frames.END_STREAM) == 0;
            case Frames.HEADERS, Frames.RST_STREAM, Frames.WINDOW_UPDATE, Frames.CONTINUATION -> false;
            default -> true;
        };
        return !isIdle || idle.take();
    }

    /** How many CONTINUATION frames a header block may have; empty ones count too (CVE-2024-27316). */
    int mostContinuations() {
        return MOST_CONTINUATIONS;
    }
}
