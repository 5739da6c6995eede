package dev.loomlet.green;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What {@link GreenSocket#input()} returns. One thread at a time may read. */
final class SocketInput extends InputStream {

    private final GreenSocket owner;
    private final AtomicBoolean reading = new AtomicBoolean();
    private @Nullable InputStream source;
    private volatile boolean atEnd;
    private volatile @Nullable IOException lastFailure;

    SocketInput(GreenSocket owner) {
        this.owner = owner;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        begin();
        try {
            int count = source().read(into, offset, length);
            atEnd = count < 0;
            return count;
        } catch (IOException e) {
            throw failed(e);
        } finally {
            reading.set(false);
        }
    }

    @Override
    public int available() throws IOException {
        begin();
        try {
            return owner.isReady() ? source().available() : 0;
        } catch (IOException e) {
            throw failed(e);
        } finally {
            reading.set(false);
        }
    }

    private void begin() {
        if (!reading.compareAndSet(false, true)) {
            throw new IllegalStateException("second simultaneous read of " + owner + ": another thread is reading");
        }
    }

    private InputStream source() throws IOException {
        var stream = source;
        if (stream == null) {
            stream = owner.ready().getInputStream();
            source = stream;
        }
        return stream;
    }

    /** Returns whether the last read came to the end of what the peer sent. */
    boolean isAtEnd() {
        return atEnd;
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
