package dev.loomlet.server.http1;

import dev.loomlet.wsgi.Status;
import java.nio.charset.StandardCharsets;

/**
 * The status line (RFC 9112 §4), with HTTP/1.1 whatever the client's version, since it tells what the server speaks (RFC 9110 §2.5).
 * Those with the registered reasons are encoded once, so that the usual one is a copy.
 */
final class StatusLine {

    private static final String VERSION = "HTTP/1.1 ";
    private static final int MIN_CODE = 100;
    private static final int CODES = 900;

    /* By code less MIN_CODE. */
    private static final StatusLine[] USUAL = new StatusLine[CODES];

    static {
        for (int i = 0; i < CODES; i++) {
            USUAL[i] = new StatusLine(Status.of(MIN_CODE + i));
        }
    }

    private final String reason;
    private final byte[] line;

    private StatusLine(Status status) {
        reason = status.reason();
        line = (VERSION + status + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    static void add(ByteBuilder out, Status status) {
        var usual = USUAL[status.code() - MIN_CODE];
        if (usual.reason.equals(status.reason())) {
            out.add(usual.line);
        } else {
            out.add(VERSION).add(status.toString()).addLineEnd();
        }
    }
}
