package dev.loomlet.server;

import dev.loomlet.server.hub.HubSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A non-blocking socket on a hub. A read or write is tried at once, and only when there is nothing, or no room, does the virtual thread
 * park until its hub says that there is; a read that would surely find nothing is left out.
 */
final class HubTransport implements Transport {

    /* The JDK copies what is written from the heap through a buffer of that size, which it keeps. */
    private static final int WRITE_SLICE = 64 * 1024;
    private static final long TRANSFER_SLICE = 1024 * 1024;

    private static final String NO_BYTE = "no byte came in time";
    private static final String NO_ROOM = "the client took no byte in time";

    private final HubSocket socket;
    private final Peer peer;
    private final WaitDeadline deadline = new WaitDeadline();
    private boolean mayHaveBytes = true;
    private boolean inputExpired;
    private boolean outputExpired;
    private ByteBuffer readView = ByteBuffer.allocate(0);
    private ByteBuffer writeView = readView;

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
        if (mayHaveBytes || inputExpired) {
            return;
        }
        deadline.begin(/* forWriting= */ false, timeoutNanos);
        try {
            socket.awaitReadable();
        } finally {
            inputExpired |= deadline.end();
        }
        mayHaveBytes = true;
    }

    @Override
    public int read(byte[] into, int offset, int length, long timeoutNanos) throws IOException {
        while (true) {
            awaitReadable(timeoutNanos);
            readView = view(readView, into, offset, length);
            int count = socket.read(readView);
            if (count < 0 && inputExpired) {
                throw new TransportTimeoutException(NO_BYTE);
            }
            mayHaveBytes = count < 0 || count == length;
            if (count != 0) {
                return count;
            }
            if (inputExpired) {
                throw new TransportTimeoutException(NO_BYTE);
            }
        }
    }

    @Override
    public void write(byte[] from, int offset, int length, long timeoutNanos) throws IOException {
        for (int at = offset; at < offset + length; ) {
            writeView = view(writeView, from, at, Math.min(offset + length - at, WRITE_SLICE));
            int count = socket.write(writeView);
            at += count;
            if (count == 0) {
                awaitWritable(timeoutNanos);
            }
        }
    }

    private void awaitWritable(long timeoutNanos) throws IOException {
        deadline.begin(/* forWriting= */ true, timeoutNanos);
        try {
            socket.awaitWritable();
        } catch (IOException e) {
            outputExpired |= deadline.end();
            throw outputExpired ? new TransportTimeoutException(NO_ROOM) : e;
        }
        outputExpired |= deadline.end();
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

    /** The bytes as the channel wants them. Who borrows buffers gets the same ones again and again, so that {@code last} mostly fits. */
    private static ByteBuffer view(ByteBuffer last, byte[] bytes, int offset, int length) {
        var view = isViewOf(last, bytes) ? last : ByteBuffer.wrap(bytes);
        return view.clear().position(offset).limit(offset + length);
    }

    @SuppressWarnings({"ReferenceEquality", "ByteBufferBackingArray"}) // the same array, which view() has wrapped
    private static boolean isViewOf(ByteBuffer view, byte[] bytes) {
        return view.array() == bytes;
    }

    @Override
    public void expire(long nanoTime) {
        switch (deadline.expire(nanoTime)) {
            case NONE -> {}
            case READ -> shutdownInput();
            case WRITE -> close();
        }
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
    public void close() {
        socket.close();
    }
}
