package dev.loomlet.green;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What {@link GreenSocket#output()} returns. Threads write one after the other. */
final class SocketOutput extends OutputStream {

    /** What is done to the socket by who writes. */
    @FunctionalInterface
    private interface Action {
        void on(Socket socket) throws IOException;
    }

    private final GreenSocket owner;
    private final ReentrantLock writing = new ReentrantLock();
    private @Nullable OutputStream sink;
    private boolean ended;
    private volatile @Nullable IOException lastFailure;

    SocketOutput(GreenSocket owner) {
        this.owner = owner;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        inTurn(socket -> {
            if (ended) {
                throw new SocketException("the output of " + owner + " was shut down");
            }
            sink(socket).write(from, offset, length);
        });
    }

    private OutputStream sink(Socket socket) throws IOException {
        var stream = sink;
        if (stream == null) {
            stream = socket.getOutputStream();
            sink = stream;
        }
        return stream;
    }

    /** Ends the output, once. */
    void shutdown() throws IOException {
        inTurn(socket -> {
            if (!ended) {
                ended = true;
                socket.shutdownOutput();
            }
        });
    }

    private void inTurn(Action action) throws IOException {
        await();
        try {
            action.on(owner.ready());
        } catch (IOException e) {
            throw failed(e);
        } finally {
            writing.unlock();
        }
    }

    private void await() throws IOException {
        try {
            writing.lockInterruptibly();
        } catch (InterruptedException _) {
            Interruption.reason();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before the write to " + owner);
        }
    }

    /** Runs {@code farewell} if nobody is writing, who would be waited for. */
    void ifIdle(Runnable farewell) {
        if (writing.tryLock()) {
            try {
                farewell.run();
            } finally {
                writing.unlock();
            }
        }
    }

    private IOException failed(IOException e) {
        var failure = owner.failure(e);
        lastFailure = failure;
        return failure;
    }

    /** Returns whether {@code failure} is what was thrown last. */
    @SuppressWarnings("ReferenceEquality")
    boolean hasThrown(Throwable failure) {
        return failure == lastFailure;
    }

    @Override
    public void close() throws IOException {
        owner.close();
    }
}
