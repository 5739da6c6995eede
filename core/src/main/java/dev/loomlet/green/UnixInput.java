package dev.loomlet.green;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads a Unix domain socket, with a timeout if one is set. The JDK has none for these sockets: a read with one is made by a thread of
 * its own, and goes on if the time is up. The next read gets what it brings. For one thread at a time.
 */
final class UnixInput extends InputStream {

    private static final int MAX_READ = 64 * 1024;
    private static final int READ_AHEAD = 8 * 1024;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final Pending<ByteBuffer> reading;
    private final ByteBuffer ahead = ByteBuffer.allocate(READ_AHEAD);

    /** What has arrived and was not read yet; {@code ahead} when a read has filled that, which nobody else touches then. */
    private ByteBuffer arrived = NOTHING;

    private boolean atEnd;
    private volatile int timeoutMillis;

    UnixInput(SocketChannel channel) {
        this.channel = channel;
        this.reading = new Pending<>(this::readAhead);
    }

    /** Sets the longest time that a read waits; 0 for ever. */
    void timeout(int millis) {
        timeoutMillis = millis;
    }

    int timeoutMillis() {
        return timeoutMillis;
    }

    /** On a thread of its own. An end is an empty buffer. */
    private ByteBuffer readAhead() throws IOException {
        ahead.clear();
        channel.read(ahead);
        return ahead.flip();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (!arrived.hasRemaining() && !atEnd) {
            int millis = timeoutMillis;
            if (millis == 0 && !reading.isUnderWay()) {
                return channel.read(ByteBuffer.wrap(into, offset, Math.min(length, MAX_READ)));
            }
            arrived = NOTHING;
            arrived = await(millis == 0 ? Task.FOREVER : TimeUnit.MILLISECONDS.toNanos(millis));
            atEnd = !arrived.hasRemaining();
        }
        if (atEnd) {
            return -1;
        }
        int count = Math.min(length, arrived.remaining());
        arrived.get(into, offset, count);
        return count;
    }

    private ByteBuffer await(long timeoutNanos) throws IOException {
        try {
            return reading.await(timeoutNanos);
        } catch (TimeoutException _) {
            throw new SocketTimeoutException("Read timed out");
        } catch (InterruptedException _) {
            /* As if this thread had been in the read. */
            channel.close();
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        }
    }

    @Override
    public int available() {
        return arrived.remaining();
    }
}
