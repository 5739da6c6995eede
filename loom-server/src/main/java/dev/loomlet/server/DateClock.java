package dev.loomlet.server;

import dev.loomlet.web.HttpDate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The Date field's value, made once a second. Safe for all threads: they exchange an immutable value, and the last one wins. */
final class DateClock {

    private static final class Second {
        private final long epochSecond;
        private final String text;
        private final byte[] date;

        Second(long epochSecond) {
            this.epochSecond = epochSecond;
            this.text = HttpDate.format(Instant.ofEpochSecond(epochSecond));
            this.date = text.getBytes(StandardCharsets.US_ASCII);
        }
    }

    private volatile Second current = new Second(0);

    /** The date of this second, not to be changed. */
    byte[] now() {
        return second().date;
    }

    /** The same as text. */
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
