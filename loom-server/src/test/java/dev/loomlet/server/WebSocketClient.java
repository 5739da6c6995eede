package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A socket with frames of WebSocket in and out, each as it is written here, right or wrong. Each read waits at most 5 seconds. */
final class WebSocketClient implements AutoCloseable {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    static final int FIN = 0x80;
    static final int RSV1 = 0x40;

    /* RFC 6455 §1.3 and eventlet's tests have keys with their answers; this is eventlet's. */
    static final String KEY = "d9MXuOzlVQ0h+qRllvSCIg==";
    static final String ACCEPT = "ywSyWXCPNsDxLrQdQrn5RFNRfBU=";

    /** A frame that the server sent: its first byte, and what it holds. */
    static final class Frame {

        private final int first;
        private final byte[] payload;

        Frame(int first, byte[] payload) {
            this.first = first;
            this.payload = payload;
        }

        int opcode() {
            return first & 0x0f;
        }

        boolean isCompressed() {
            return (first & RSV1) != 0;
        }

        byte[] payload() {
            return payload;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** The code of a close frame, 1005 if it has none. */
        int code() {
            return payload.length == 0 ? 1005 : ByteBuffer.wrap(payload).getShort();
        }

        String reason() {
            return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "first byte " + Integer.toHexString(first) + ", " + payload.length + " bytes";
        }
    }

    private final RawClient client;
    private RawResponse answer = new RawResponse("HTTP/1.1 000", List.of(), "", List.of());

    private WebSocketClient(RawClient client) {
        this.client = client;
    }

    /** The lines of a legal handshake, with others behind. */
    static String[] handshake(String... more) {
        var lines = new String[4 + more.length];
        lines[0] = "Upgrade: websocket";
        lines[1] = "Connection: Upgrade";
        lines[2] = "Sec-WebSocket-Key: " + KEY;
        lines[3] = "Sec-WebSocket-Version: 13";
        System.arraycopy(more, 0, lines, 4, more.length);
        return lines;
    }

    /** Connects and opens a WebSocket. */
    static WebSocketClient open(TestServer server, String... headerLines) throws IOException {
        return open(server.connect(), headerLines);
    }

    static WebSocketClient open(RawClient client, String... headerLines) throws IOException {
        var opened = new WebSocketClient(client);
        client.get("/", handshake(headerLines));
        return opened.readHandshake();
    }

    private WebSocketClient readHandshake() throws IOException {
        answer = client.head();
        assertThat(answer.status()).isEqualTo(101);
        return this;
    }

    RawResponse answer() {
        return answer;
    }

    RawClient raw() {
        return client;
    }

    /** A masked frame. */
    static byte[] frame(int bitsAndOpcode, byte[] payload) {
        var frame = ByteBuffer.allocate(14 + payload.length).put((byte) bitsAndOpcode);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length <= 0xffff) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        byte[] key = {0x12, (byte) 0xf4, 0x56, 0x78};
        frame.put(key);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ key[i & 3]));
        }
        var bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    WebSocketClient send(int bitsAndOpcode, byte... payload) throws IOException {
        client.send(frame(bitsAndOpcode, payload));
        return this;
    }

    WebSocketClient text(String text) throws IOException {
        return send(FIN | TEXT, utf8(text));
    }

    WebSocketClient close(int code, String reason) throws IOException {
        var text = utf8(reason);
        return send(
                FIN | CLOSE,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    /** The next frame. */
    Frame read() throws IOException {
        int first = client.exactly(1)[0] & 0xff;
        int length = client.exactly(1)[0] & 0xff;
        assertThat(length & 0x80).as("the server does not mask").isZero();
        long full = length < 126
                ? length
                : length == 126
                        ? ByteBuffer.wrap(client.exactly(2)).getShort() & 0xffff
                        : ByteBuffer.wrap(client.exactly(8)).getLong();
        return new Frame(first, client.exactly(Math.toIntExact(full)));
    }

    /** The next frame, which must be text. */
    String readText() throws IOException {
        var frame = read();
        assertThat(frame.opcode()).as("%s is text", frame).isEqualTo(TEXT);
        return frame.text();
    }

    /** Reads on to the close frame, and checks that the connection ends behind it. */
    Frame readClose() throws IOException {
        Frame frame;
        do {
            frame = read();
        } while (frame.opcode() != CLOSE);
        client.assertClosed();
        return frame;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
