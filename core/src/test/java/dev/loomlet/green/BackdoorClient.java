package dev.loomlet.green;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** What {@code nc} is to a backdoor. */
final class BackdoorClient implements AutoCloseable {

    static final String PROMPT = "jshell> ";

    private final SocketChannel channel;

    private BackdoorClient(SocketChannel channel) {
        this.channel = channel;
    }

    static BackdoorClient connect(SocketAddress address) throws IOException {
        return new BackdoorClient(SocketChannel.open(address));
    }

    /** Connects, and reads the greeting and the first prompt. */
    static BackdoorClient greeted(SocketAddress address) throws IOException {
        var client = connect(address);
        assertThat(client.readTo(PROMPT)).startsWith("Loomlet backdoor: ");
        return client;
    }

    void send(byte... bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a line and returns what comes before the next prompt. */
    String eval(String line) throws IOException {
        send(line + "\n");
        return readTo(PROMPT);
    }

    /** Reads to {@code end} and returns what was before. */
    String readTo(String end) throws IOException {
        var read = new ByteArrayOutputStream();
        var wanted = end.getBytes(StandardCharsets.ISO_8859_1);
        var one = ByteBuffer.allocate(1);
        while (!read.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
            do {
                one.clear();
                if (channel.read(one) < 0) {
                    throw new IOException("ended after " + read.toString(StandardCharsets.UTF_8));
                }
                read.write(one.array()[0]);
            } while (one.array()[0] != wanted[wanted.length - 1]);
        }
        var text = read.toString(StandardCharsets.UTF_8);
        return text.substring(0, text.length() - end.length());
    }

    /** Reads until the server closes. */
    String readAll() throws IOException {
        var read = new ByteArrayOutputStream();
        var buffer = ByteBuffer.allocate(8192);
        while (channel.read(buffer) >= 0) {
            read.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    void endInput() throws IOException {
        channel.shutdownOutput();
    }

    /** Leaves with a reset: what it has not read is lost. */
    void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    void leave() throws IOException {
        channel.close();
    }

    @Override
    public void close() throws IOException {
        leave();
    }
}
