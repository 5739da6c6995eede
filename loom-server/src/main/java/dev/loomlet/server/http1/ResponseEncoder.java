package dev.loomlet.server.http1;

import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Status;
import java.nio.charset.StandardCharsets;

/** Writes response heads and chunk framing (RFC 9112 §4, §5, §7.1). It decides nothing: everything is said to it. */
public final class ResponseEncoder {

    private ResponseEncoder() {}

    /** Adds the status line; HTTP/1.1 whatever the client's version, since it tells what the server speaks (RFC 9110 §2.5). */
    public static void statusLine(ByteBuilder out, Status status) {
        out.add(StatusLines.of(status));
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
                out.addField(capitalize ? Capitalization.of(field.name()) : field.name(), field.value());
            }
        }
    }

    /** Adds the Date field, encoded by {@link #dateField}. */
    public static void date(ByteBuilder out, byte[] field) {
        out.add(field);
    }

    /** Encodes a Date field. */
    public static byte[] dateField(String date) {
        return ("Date: " + date + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Adds the fields that tell where the body ends. */
    public static void framing(ByteBuilder out, ResponseFraming framing) {
        if (framing.kind() == ResponseFraming.Kind.CHUNKED) {
            out.add("Transfer-Encoding: chunked\r\n");
        } else if (framing.length() >= 0) {
            out.add("Content-Length: ").addDecimal(framing.length()).addLineEnd();
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
            out.add("Connection: close\r\n");
        } else if (persistence == Persistence.KEEP_ALIVE) {
            out.add("Connection: keep-alive\r\n");
            if (idleSeconds >= 1) {
                out.add("Keep-Alive: timeout=").addDecimal(idleSeconds).addLineEnd();
            }
        }
    }

    /** Adds the line before a chunk's data; {@code size} is at least 1, since a chunk of 0 would end the body. */
    public static void chunkHead(ByteBuilder out, long size) {
        out.addHex(size).addLineEnd();
    }

    /** Adds the last chunk and an empty trailer section. */
    public static void lastChunk(ByteBuilder out) {
        out.add("0\r\n\r\n");
    }

    private static boolean isContentLength(String name) {
        return name.length() == 14 && name.equalsIgnoreCase("Content-Length");
    }
}
