package dev.loomlet.server;

import dev.loomlet.server.http1.ResponseEncoder;
import dev.loomlet.web.HttpDate;
import java.time.Instant;

/** The Date field, made once a second. Safe for all threads: they exchange an immutable value, and the last one wins. */
final class DateClock {

    private static final class Second {
        private final long epochSecond;
        private final String text;
        private final byte[] field;

        Second(long epochSecond) {
            this.epochSecond = epochSecond;
            this.text = HttpDate.format(Instant.ofEpochSecond(epochSecond));
            this.field = ResponseEncoder.dateField(text);
        }
    }

    private volatile Second current = new Second(0);

    /** The field of this second, encoded, not to be changed. */
    byte[] field() {
        return second().field;
    }

    /** Its value. */
    String text() {
        return second().text;
    }

    private Second second() {
        long epochSecond = Math.floorDiv(System.currentTimeMillis(), 1000);
        var second = current;
        if (second.epochSecond != epochSecond) {
            second = new Second(epochSecond);
            current = second;
        }
        return second;
    }
}
