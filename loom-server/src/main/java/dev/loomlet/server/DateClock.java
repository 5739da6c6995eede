package dev.loomlet.server;

import dev.loomlet.server.http1.HttpDate;
import java.nio.charset.StandardCharsets;

/** The Date field's value, made once a second. Safe for all threads: they exchange an immutable value, and the last one wins. */
final class DateClock {

    private record Second(long epochSecond, byte[] date) {}

    private volatile Second current = new Second(Long.MIN_VALUE, new byte[0]);

    byte[] now() {
        long epochSecond = Math.floorDiv(System.currentTimeMillis(), 1000);
        var second = current;
        if (second.epochSecond != epochSecond) {
            second = new Second(epochSecond, HttpDate.format(epochSecond).getBytes(StandardCharsets.US_ASCII));
            current = second;
        }
        return second.date;
    }
}
