package dev.loomlet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A socket with bytes in and bytes out, text as ISO-8859-1, and a small strict reader of responses. Each read waits at most 5 seconds. */
final class RawClient implements AutoCloseable {

    private final Optional<Socket> socket;
    private final Closeable connection;
    private final InputStream in;
    private final OutputStream out;

    private RawClient(Optional<Socket> socket, Closeable connection, InputStream in, OutputStream out) {
        this.socket = socket;
        this.connection = connection;
        this.in = new BufferedInputStream(in);
        this.out = out;
    }

    /** Connects to a server's address. A read from a Unix domain socket has no bound of its own. */
    static RawClient connect(SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress inet) {
            return connect(inet.getAddress(), inet.getPort());
        }
        var channel = SocketChannel.open(address);
        return new RawClient(
                Optional.empty(), channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
    }

    static RawClient connect(int port) throws IOException {
        return connect(InetAddress.getLoopbackAddress(), port);
    }

    static RawClient connect(InetAddress address, int port) throws IOException {
        return connect(new Socket(), address, port);
    }

    /** Connects with a receive buffer of that size, so that the server's writes meet a full window. */
    static RawClient connect(int port, int receiveBuffer) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        return connect(socket, InetAddress.getLoopbackAddress(), port);
    }

    private static RawClient connect(Socket socket, InetAddress address, int port) throws IOException {
        socket.connect(new InetSocketAddress(address, port), 5000);
        return of(socket);
    }

    /** Over a socket that is connected, one of TLS for example. */
    static RawClient of(Socket socket) throws IOException {
        socket.setSoTimeout(5000);
        socket.setTcpNoDelay(true);
        return new RawClient(Optional.of(socket), socket, socket.getInputStream(), socket.getOutputStream());
    }

    Socket socket() {
        return socket.orElseThrow();
    }

    RawClient send(String latin1) throws IOException {
        return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** Sends a GET of HTTP/1.1 with the given further header lines. */
    RawClient get(String target, String... headerLines) throws IOException {
        var request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (var line : headerLines) {
            request.append(line).append("\r\n");
        }
        return send(request.append("\r\n").toString());
    }

    RawClient endOutput() throws IOException {
        socket().shutdownOutput();
        return this;
    }

    /** Reads a response to a request that was not HEAD: its body by its framing, to the end of the connection if it has none. */
    RawResponse response() throws IOException {
        return response(/* toHead= */ false);
    }

    RawResponse response(boolean toHead) throws IOException {
        var head = head();
        int status = head.status();
        if (toHead || status < 200 || status == 204 || status == 304) {
            return head;
        }
        if (head.header("Transfer-Encoding").equals("chunked")) {
            return chunked(head);
        }
        if (!head.header("Content-Length").isEmpty()) {
            return head.withBody(exactly(Integer.parseInt(head.header("Content-Length"))));
        }
        return head.withBody(in.readAllBytes());
    }

    /** Reads status line and headers only. */
    RawResponse head() throws IOException {
        var statusLine = line();
        assertThat(statusLine).startsWith("HTTP/1.1 ");
        var headers = new ArrayList<String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            headers.add(line);
        }
        return new RawResponse(statusLine, headers, "", new ArrayList<>());
    }

    private RawResponse chunked(RawResponse head) throws IOException {
        var chunks = chunks();
        return new RawResponse(head.statusLine(), head.headerLines(), String.join("", chunks), chunks);
    }

    /** Reads the chunks of a body, and its end. */
    List<String> chunks() throws IOException {
        var chunks = new ArrayList<String>();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            chunks.add(new String(exactly(size), StandardCharsets.ISO_8859_1));
            assertThat(line()).isEmpty();
        }
        assertThat(line()).isEmpty();
        return chunks;
    }

    byte[] exactly(int count) throws IOException {
        var bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the server closed after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    /** Waits until there is something to read, or the end; takes nothing. */
    boolean peek() throws IOException {
        in.mark(1);
        in.read();
        in.reset();
        return true;
    }

    /** Reads a line, which must end in CRLF. */
    String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException(
                        "the server closed in the line \"" + line.toString(StandardCharsets.ISO_8859_1) + "\"");
            }
            line.write(b);
        }
        var text = line.toString(StandardCharsets.ISO_8859_1);
        assertThat(text).endsWith("\r");
        return text.substring(0, text.length() - 1);
    }

    /** Reads all that comes until the server closes. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Reads all that comes until the server closes, and leaves the Date headers out. */
    String restWithoutDate() throws IOException {
        return rest().replaceAll("Date: [^\r]*\r\n", "");
    }

    /** Checks that the server has closed, by an end or a reset, and sent nothing more. */
    void assertClosed() throws IOException {
        try {
            assertThat(in.read()).as("end of the connection").isEqualTo(-1);
        } catch (SocketException reset) {
            assertThat(reset.getMessage().toLowerCase(Locale.ROOT)).contains("reset");
        }
    }

    /** Closes with a reset, as a client that dies. */
    void reset() throws IOException {
        socket().setSoLinger(true, 0);
        socket().close();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
