package dev.loomlet.server;

import dev.loomlet.server.hub.HubSocket;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * A non-blocking socket on a hub. A read or write is tried at once, and only when there is nothing, or no room, does the virtual thread
 * park until its hub says that there is; a read that would surely find nothing is left out.
 */
final class HubTransport implements Transport {

    private static final long TRANSFER_SLICE = 1024 * 1024;

    private static final String NO_BYTE = "no byte came in time";
    private static final String NO_ROOM = "the client took no byte in time";

    private final HubSocket socket;
    private final Peer peer;
    private boolean mayHaveBytes = true;

    HubTransport(HubSocket socket) throws IOException {
        this.socket = socket;
        this.peer = Peer.of(socket.channel());
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public void begin() {
        socket.begin();
    }

    @Override
    public boolean waitsWithoutBuffer() {
        return true;
    }

    @Override
    public void awaitReadable(long timeoutNanos) throws IOException {
        if (!mayHaveBytes && !socket.isInputExpired()) {
            socket.awaitReadable(timeoutNanos);
            mayHaveBytes = true;
        }
    }

    @Override
    public int read(byte[] into, int offset, int length, long timeoutNanos) throws IOException {
        while (true) {
            awaitReadable(timeoutNanos);
            int count = socket.read(into, offset, length);
            if (count < 0 && socket.isInputExpired()) {
                throw new TransportTimeoutException(NO_BYTE);
            }
            mayHaveBytes = count < 0 || count == Math.min(length, HubSocket.MAX_COUNT);
            if (count != 0) {
                return count;
            }
            if (socket.isInputExpired()) {
                throw new TransportTimeoutException(NO_BYTE);
            }
        }
    }

    @Override
    public void write(byte[] from, int offset, int length, long timeoutNanos) throws IOException {
        for (int at = offset; at < offset + length; ) {
            int count = socket.write(from, at, offset + length - at);
            at += count;
            if (count == 0) {
                awaitWritable(timeoutNanos);
            }
        }
    }

    private void awaitWritable(long timeoutNanos) throws IOException {
        try {
            socket.awaitWritable(timeoutNanos);
        } catch (IOException e) {
            throw socket.isOutputExpired() ? new TransportTimeoutException(NO_ROOM) : e;
        }
    }

    @Override
    public long transfer(FileChannel file, long position, long count, long timeoutNanos) throws IOException {
        long sent = 0;
        while (sent < count) {
            long step = socket.transfer(file, position + sent, Math.min(count - sent, TRANSFER_SLICE));
            sent += step;
            if (step == 0) {
                if (position + sent >= file.size()) {
                    return sent;
                }
                awaitWritable(timeoutNanos);
            }
        }
        return sent;
    }

    @Override
    public void expire(long nanoTime) {
        socket.expire(nanoTime);
    }

    @Override
    public void shutdownInput() {
        socket.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void abortOnClose() {
        socket.abortOnClose();
    }

    @Override
    public Optional<HubSocket> leaveToHub() {
        socket.leaveToLoop();
        return Optional.of(socket);
    }

    @Override
    public void close() {
        socket.close();
    }
}
