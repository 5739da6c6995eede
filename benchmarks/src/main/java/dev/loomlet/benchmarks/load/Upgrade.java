package dev.loomlet.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Opens connections for WebSocket (RFC 6455 §4.1). On the calling thread, which waits for each answer. */
final class Upgrade {

    /* The example of the RFC, with the answer that it gives for it. */
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    private static final int LEAST_MILLIS = 1000;
    private static final int MOST_MILLIS = 10_000;
    private static final int LONGEST_HEAD = 8192;

    private Upgrade() {}

    /**
     * Opens a connection on which the server speaks WebSocket and has said nothing yet. Waits for its answer as long as there is time, but at
     * least 1 s and 10 s at most.
     */
    static SocketChannel open(Target target, long leftNanos) throws IOException {
        var channel = Wire.open(target.port());
        try {
            channel.write(StandardCharsets.US_ASCII.encode(request(target)));
            channel.socket().setSoTimeout(Math.clamp(leftNanos / 1_000_000, LEAST_MILLIS, MOST_MILLIS));
            var head = head(channel.socket().getInputStream());
            boolean upgraded = head.startsWith("HTTP/1.1 101 ") && head.contains(": " + ACCEPT + "\r\n");
            if (!upgraded || !head.endsWith("\r\n\r\n")) {
                throw new MalformedAnswerException(
                        "not upgraded, but " + head.lines().findFirst().orElse("nothing"));
            }
            return channel;
        } catch (IOException e) {
            Wire.close(channel);
            throw e;
        }
    }

    private static String request(Target target) {
        return "GET " + target.path() + " HTTP/1.1\r\nHost: " + target.host()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY
                + "\r\n\r\n";
    }

    private static String head(InputStream in) throws IOException {
        var bytes = ByteBuffer.allocate(LONGEST_HEAD);
        var head = "";
        while (!head.contains("\r\n\r\n")) {
            int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
            if (count <= 0) {
                throw new MalformedAnswerException("no head of at most 8 KiB");
            }
            bytes.position(bytes.position() + count);
            head = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
        }
        return head;
    }
}
