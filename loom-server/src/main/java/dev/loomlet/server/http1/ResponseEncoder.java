package dev.loomlet.server.http1;

import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Status;
import java.nio.charset.StandardCharsets;

/** Writes response heads and chunk framing (RFC 9112 §4, §5, §7.1). It decides nothing: everything is said to it. */
public final class ResponseEncoder {

    private static final byte[] DATE = ascii("Date: ");
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final byte[] KEEP_ALIVE_TIMEOUT = ascii("Keep-Alive: timeout=");
    private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");

    private ResponseEncoder() {}

    /** Adds the status line; HTTP/1.1 whatever the client's version. */
    public static void statusLine(ByteBuilder out, Status status) {
        StatusLine.add(out, status);
    }

    /**
     * Adds the application's header fields, but for those that the server writes itself.
     *
     * @param headers the fields
     * @param capitalize whether to write {@code x-name} as {@code X-Name}
     */
    public static void fields(ByteBuilder out, Headers headers, boolean capitalize) {
        for (int i = 0; i < headers.size(); i++) {
            var field = headers.get(i);
            if (!isContentLength(field.name())) {
                out.add(capitalize ? Capitalization.of(field.name()) : field.name());
                out.add(':').add(' ').add(field.value()).addLineEnd();
            }
        }
    }

    /** Adds the Date field. */
    public static void date(ByteBuilder out, byte[] date) {
        out.add(DATE).add(date).addLineEnd();
    }

    /** Adds the fields that tell where the body ends. */
    public static void framing(ByteBuilder out, ResponseFraming framing) {
        if (framing.kind() == ResponseFraming.Kind.CHUNKED) {
            out.add(CHUNKED);
        } else if (framing.length() >= 0) {
            out.add(CONTENT_LENGTH).addDecimal(framing.length()).addLineEnd();
        }
    }

    /**
     * Adds the fields that tell whether the connection goes on.
     *
     * @param persistence what was decided
     * @param idleSeconds how long the connection stays open without a request, told if at least 1
     */
    public static void connection(ByteBuilder out, Persistence persistence, long idleSeconds) {
        if (persistence == Persistence.CLOSE) {
            out.add(CLOSE);
        } else if (persistence == Persistence.KEEP_ALIVE) {
            out.add(KEEP_ALIVE);
            if (idleSeconds >= 1) {
                out.add(KEEP_ALIVE_TIMEOUT).addDecimal(idleSeconds).addLineEnd();
            }
        }
    }

    /** Adds the line before a chunk's data; {@code size} is at least 1, since a chunk of 0 would end the body. */
    public static void chunkHead(ByteBuilder out, long size) {
        out.addHex(size).addLineEnd();
    }

    /** Adds the last chunk and an empty trailer section. */
    public static void lastChunk(ByteBuilder out) {
        out.add(LAST_CHUNK);
    }

    private static boolean isContentLength(String name) {
        return name.length() == 14 && name.equalsIgnoreCase("Content-Length");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
