package dev.loomlet.server;

import dev.loomlet.server.hub.HubSocket;
import dev.loomlet.server.hub.Hubs;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A blocking socket on a virtual thread that the JDK schedules. A wait that lasts too long is ended by shutting the input, or closing the
 * socket when it was a write; {@link WaitDeadline} says which.
 */
final class BlockingTransport implements Transport {

    /* The JDK copies what is written from the heap through a buffer of that size, which it keeps. */
    private static final int WRITE_SLICE = 64 * 1024;
    private static final long TRANSFER_SLICE = 1024 * 1024;
    private static final long COPY_SLICE = 16 * 1024;

    private static final String NO_BYTE = "no byte came in time";
    private static final String NO_ROOM = "the client took no byte in time";

    private final SocketChannel channel;
    private final Peer peer;

    private final WaitDeadline deadline = new WaitDeadline();
    private volatile @Nullable HubSocket left;
    private boolean inputExpired;
    private boolean outputExpired;
    private ByteBuffer view = ByteBuffer.allocate(0);

    BlockingTransport(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.peer = Peer.of(channel);
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public int read(byte[] into, int offset, int length, long timeoutNanos) throws IOException {
        deadline.begin(/* forWriting= */ false, timeoutNanos);
        int count;
        try {
            count = inputExpired ? -1 : channel.read(view(into, offset, length));
        } catch (IOException e) {
            throw deadline.end() ? new TransportTimeoutException(NO_BYTE) : e;
        }
        /* What came at the last moment still counts; the next read meets the shut input. */
        inputExpired |= deadline.end();
        if (inputExpired && count < 0) {
            throw new TransportTimeoutException(NO_BYTE);
        }
        return count;
    }

    @Override
    public void write(byte[] from, int offset, int length, long timeoutNanos) throws IOException {
        for (int at = offset; at < offset + length; ) {
            deadline.begin(/* forWriting= */ true, timeoutNanos);
            try {
                at += channel.write(view(from, at, Math.min(offset + length - at, WRITE_SLICE)));
            } catch (IOException e) {
                throw endWrite() ? new TransportTimeoutException(NO_ROOM) : e;
            }
            endWrite();
        }
    }

    @Override
    public long transfer(FileChannel file, long position, long count, long timeoutNanos) throws IOException {
        long sent = 0;
        long step = 1;
        while (sent < count && step > 0) {
            step = transferSlice(file, position + sent, Math.min(count - sent, TRANSFER_SLICE), timeoutNanos);
            if (step == 0) {
                step = copy(file, position + sent, count - sent, timeoutNanos);
            }
            sent += step;
        }
        return sent;
    }

    private long transferSlice(FileChannel file, long position, long count, long timeoutNanos) throws IOException {
        deadline.begin(/* forWriting= */ true, timeoutNanos);
        try {
            long step = file.transferTo(position, count, channel);
            endWrite();
            return step;
        } catch (IOException e) {
            throw endWrite() ? new TransportTimeoutException(NO_ROOM) : e;
        }
    }

    /**
     * On a virtual thread transferTo does not wait for room, it returns 0, as it does at the file's end. A write waits.
     *
     * @return how many bytes were sent, 0 at the file's end
     */
    private int copy(FileChannel file, long position, long count, long timeoutNanos) throws IOException {
        var bytes = new byte[(int) Math.min(count, COPY_SLICE)];
        int length = Math.max(0, file.read(ByteBuffer.wrap(bytes), position));
        write(bytes, 0, length, timeoutNanos);
        return length;
    }

    private ByteBuffer view(byte[] bytes, int offset, int length) {
        if (!isViewOf(bytes)) {
            view = ByteBuffer.wrap(bytes);
        }
        return view.clear().position(offset).limit(offset + length);
    }

    @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
    private boolean isViewOf(byte[] bytes) {
        return view.array() == bytes;
    }

    /** Ends a write; whether its time was over, or that of one before which went through at the last moment: the socket is closed. */
    private boolean endWrite() {
        outputExpired |= deadline.end();
        return outputExpired;
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
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            close();
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void abortOnClose() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException | UnsupportedOperationException e) {
            Log.SERVER.log(System.Logger.Level.DEBUG, "the close will look like an end", e);
        }
    }

    /** To a hub that polls it, while the connection's threads go on being the JDK's. */
    @Override
    public Optional<HubSocket> leaveToHub() throws IOException {
        var socket = new HubSocket(Hubs.shared().next(), channel);
        socket.leaveToLoop();
        left = socket;
        return Optional.of(socket);
    }

    /**
     * Once the socket is left to a hub, only its loop closes it: from elsewhere, that would be in the midst of what the loop does with it.
     * Otherwise this loads no class, so that it works when there are no file descriptors left.
     */
    @Override
    public void close() {
        var socket = left;
        if (socket != null) {
            socket.close();
        } else {
            closeChannel();
        }
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            Log.SERVER.log(System.Logger.Level.DEBUG, "closing a connection failed", e);
        }
    }
}
