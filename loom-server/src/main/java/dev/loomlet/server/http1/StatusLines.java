package dev.loomlet.server.http1;

import dev.loomlet.wsgi.Status;
import java.nio.charset.StandardCharsets;

/** The status lines of the registered statuses, encoded once (RFC 9112 §4). */
final class StatusLines {

    private static final int FROM = 100;
    private static final int TO = 600;

    private static final Status[] STATUSES = new Status[TO - FROM];
    private static final byte[][] LINES = new byte[TO - FROM][];

    static {
        for (int code = FROM; code < TO; code++) {
            var status = Status.of(code);
            STATUSES[code - FROM] = status;
            LINES[code - FROM] = encode(status);
        }
    }

    private StatusLines() {}

    /** The line of a status, not to be changed. */
    static byte[] of(Status status) {
        int index = status.code() - FROM;
        return index < STATUSES.length && STATUSES[index].equals(status) ? LINES[index] : encode(status);
    }

    private static byte[] encode(Status status) {
        return ("HTTP/1.1 " + status.code() + " " + status.reason() + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
