package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.protocols.http2.HpackDecoder;
import io.undertow.protocols.http2.HpackException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A socket with frames of HTTP/2 in and out, each as it is written here, right or wrong. Each read waits at most 5 seconds. */
final class Http2Client implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;

    private static final int LITERAL = 0;

    /** A frame that the server sent. */
    static final class Frame {

        private final int type;
        private final int flags;
        private final int stream;
        private final byte[] payload;

        Frame(int type, int flags, int stream, byte[] payload) {
            this.type = type;
            this.flags = flags;
            this.stream = stream;
            this.payload = payload;
        }

        int type() {
            return type;
        }

        int flags() {
            return flags;
        }

        int stream() {
            return stream;
        }

        byte[] payload() {
            return payload;
        }

        boolean is(int wantedType, int wantedStream) {
            return type == wantedType && stream == wantedStream;
        }

        boolean ends() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }

        /** The error code of RST_STREAM or GOAWAY. */
        int code() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }

        /** That of WINDOW_UPDATE. */
        int increment() {
            return ByteBuffer.wrap(payload).getInt();
        }

        String text() {
            return new String(payload, StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            return "type " + type + " flags " + flags + " stream " + stream + ": " + payload.length + " bytes";
        }
    }

    /** The whole of a response. */
    record Response(Map<String, String> headers, String body) {

        int status() {
            return Integer.parseInt(headers.get(":status"));
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final HpackDecoder decoder = new HpackDecoder(4096);
    private final Map<Integer, Map<String, String>> heads = new LinkedHashMap<>();
    private final Map<Integer, ByteArrayOutputStream> bodies = new LinkedHashMap<>();

    private Http2Client(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(5000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
    }

    /** Connects and exchanges settings. */
    static Http2Client connect(int port) throws IOException {
        return connect(port, new byte[0]);
    }

    /** Connects, and says nothing. */
    static Http2Client open(int port) throws IOException {
        return new Http2Client(port);
    }

    /** Connects with these settings, six bytes each. */
    static Http2Client connect(int port, byte[] settings) throws IOException {
        var client = new Http2Client(port);
        client.write(Apps.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        client.frame(SETTINGS, 0, 0, settings);
        client.await(frame -> frame.is(SETTINGS, 0) && (frame.flags() & 1) != 0);
        client.frame(SETTINGS, 1, 0);
        return client;
    }

    /** One setting. */
    static byte[] setting(int id, int value) {
        return ByteBuffer.allocate(6).putShort((short) id).putInt(value).array();
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    static byte[] frameBytes(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt((payload.length << 8) | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    void frame(int type, int flags, int stream, byte... payload) throws IOException {
        write(frameBytes(type, flags, stream, payload));
    }

    /** A number of four bytes. */
    static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    void data(int stream, boolean last, String text) throws IOException {
        frame(DATA, last ? END_STREAM : 0, stream, Apps.bytes(text));
    }

    /** A header block, every field a literal that is not indexed. */
    static byte[] block(String... namesAndValues) {
        var block = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            block.write(LITERAL);
            literal(block, namesAndValues[i]);
            literal(block, namesAndValues[i + 1]);
        }
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, String text) {
        int length = text.length();
        if (length < 127) {
            block.write(length);
        } else {
            block.write(127);
            for (length -= 127; length >= 128; length >>= 7) {
                block.write((length & 127) | 128);
            }
            block.write(length);
        }
        block.writeBytes(Apps.bytes(text));
    }

    /** The fields that every request has, with others behind. */
    static byte[] request(String method, String path, String... more) {
        var common = block(":method", method, ":scheme", "http", ":authority", "a", ":path", path);
        var all = new ByteArrayOutputStream();
        all.writeBytes(common);
        all.writeBytes(block(more));
        return all.toByteArray();
    }

    /** Sends a request without a body. */
    void get(int stream, String path, String... more) throws IOException {
        frame(HEADERS, END_HEADERS | END_STREAM, stream, request("GET", path, more));
    }

    /** Sends the head of a request with a body. */
    void post(int stream, String path, String... more) throws IOException {
        frame(HEADERS, END_HEADERS, stream, request("POST", path, more));
    }

    /** The next frame; empty at the end of the connection. */
    Optional<Frame> read() throws IOException {
        try {
            int lengthAndType = in.readInt();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            var payload = new byte[lengthAndType >>> 8];
            in.readFully(payload);
            var frame = new Frame(lengthAndType & 0xff, flags, stream, payload);
            keep(frame);
            return Optional.of(frame);
        } catch (EOFException | SocketException e) {
            return Optional.empty();
        }
    }

    private void keep(Frame frame) throws IOException {
        if (frame.type() == HEADERS) {
            heads.put(frame.stream(), decode(frame.payload()));
        } else if (frame.type() == DATA) {
            bodies.computeIfAbsent(frame.stream(), stream -> new ByteArrayOutputStream())
                    .writeBytes(frame.payload());
        }
    }

    private Map<String, String> decode(byte[] block) throws IOException {
        var fields = new LinkedHashMap<String, String>();
        decoder.setHeaderEmitter((name, value, never) -> fields.merge(name.toString(), value, (a, b) -> a + "|" + b));
        try {
            decoder.decode(ByteBuffer.wrap(block), /* moreData= */ false);
        } catch (HpackException e) {
            throw new IOException(e);
        }
        return fields;
    }

    /** Reads on to the first frame that is wanted. */
    Frame await(Predicate<Frame> wanted) throws IOException {
        while (true) {
            var frame = read();
            assertThat(frame).as("a frame before the end").isPresent();
            if (wanted.test(frame.get())) {
                return frame.get();
            }
        }
    }

    /** Reads on to the end of a response. */
    Response response(int stream) throws IOException {
        await(frame -> frame.stream() == stream && frame.ends());
        return new Response(
                heads.get(stream),
                Apps.text(
                        bodies.getOrDefault(stream, new ByteArrayOutputStream()).toByteArray()));
    }

    /** The head of a response, once it was read. */
    Map<String, String> head(int stream) {
        return heads.get(stream);
    }

    /** The error code with which the server resets the stream. */
    int resetCode(int stream) throws IOException {
        return await(frame -> frame.is(RST_STREAM, stream)).code();
    }

    /** The error code with which the server ends the connection, and that it does. */
    int goAwayCode() throws IOException {
        int code = await(frame -> frame.type() == GOAWAY && frame.payload()[0] != 0x7f)
                .code();
        awaitEnd();
        return code;
    }

    void awaitEnd() throws IOException {
        while (read().isPresent()) {
            /* what is still on its way */
        }
    }

    /** The server answers a ping: it has seen all that was sent before. */
    void ping() throws IOException {
        frame(PING, 0, 0, new byte[8]);
        await(frame -> frame.type() == PING && frame.flags() == 1);
    }

    /** Says that no more comes. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
