package dev.loomlet.green;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketImpl;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A Unix domain socket as a {@link Socket}, which the JDK does not make of its channel; TLS stands on one. For those methods only that
 * {@link GreenSocket} and the JDK's TLS call.
 */
final class UnixSocket extends Socket {

    private static final int MAX_WRITE = 64 * 1024;

    private final SocketChannel channel;
    private final UnixInput input;
    private final OutputStream output = new Output();
    private volatile boolean inputShutdown;
    private volatile boolean outputShutdown;

    UnixSocket(SocketChannel channel) throws IOException {
        super((@Nullable SocketImpl) null);
        this.channel = channel;
        this.input = new UnixInput(channel);
    }

    private final class Output extends OutputStream {

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            /* The JDK copies what is to be written to memory that it keeps, as much as it is given. */
            for (int at = 0; at < length; at += MAX_WRITE) {
                var part = ByteBuffer.wrap(from, offset + at, Math.min(MAX_WRITE, length - at));
                while (part.hasRemaining()) {
                    channel.write(part);
                }
            }
        }
    }

    @Override
    public InputStream getInputStream() {
        return input;
    }

    @Override
    public OutputStream getOutputStream() {
        return output;
    }

    @Override
    public SocketChannel getChannel() {
        return channel;
    }

    @Override
    public void setSoTimeout(int millis) {
        input.timeout(millis);
    }

    @Override
    public int getSoTimeout() {
        return input.timeoutMillis();
    }

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public boolean isInputShutdown() {
        return inputShutdown;
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShutdown;
    }

    @Override
    public void shutdownInput() throws IOException {
        inputShutdown = true;
        channel.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        outputShutdown = true;
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Whose address there is none of: this host's. */
    @Override
    public InetAddress getInetAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public int getPort() {
        return 0;
    }

    @Override
    public int getLocalPort() {
        return 0;
    }

    @Override
    public int getSoLinger() {
        return -1;
    }

    @Override
    public boolean getTcpNoDelay() {
        return true;
    }

    @Override
    public void setTcpNoDelay(boolean on) {
        /* There is no delay. */
    }

    @Override
    public String toString() {
        return "UnixSocket[" + channel + "]";
    }
}
