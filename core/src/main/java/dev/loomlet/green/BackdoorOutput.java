package dev.loomlet.green;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * What goes to the client of a {@link Backdoor}. Any thread writes, and blocks while {@value #LIMIT} bytes wait; a green thread calls {@link
 * #sendAll}. A thread that wrote to the channel itself would close it when it is interrupted, as control-C does to a snippet's.
 */
final class BackdoorOutput extends OutputStream {

    static final int LIMIT = 1 << 16;

    /* Under the monitor; between calls it is ready to be filled. */
    private final ByteBuffer waiting = ByteBuffer.allocate(LIMIT);
    private boolean finished;
    private boolean broken;

    /** Sends what is written, until {@link #finish()} and all is sent, or the client has gone. */
    void sendAll(WritableByteChannel channel) throws InterruptedException {
        var bytes = ByteBuffer.allocate(8192);
        try {
            while (takeInto(bytes)) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        } catch (IOException e) {
            /* The client has left: writing says so, reading too. */
        } finally {
            abort();
        }
    }

    private synchronized boolean takeInto(ByteBuffer bytes) throws InterruptedException {
        while (waiting.position() == 0 && !finished) {
            wait();
        }
        bytes.clear();
        waiting.flip();
        int count = Math.min(waiting.remaining(), bytes.remaining());
        bytes.put(waiting.slice(waiting.position(), count)).flip();
        waiting.position(waiting.position() + count).compact();
        notifyAll();
        return count > 0;
    }

    private synchronized void abort() {
        broken = true;
        notifyAll();
    }

    /** Says that nothing more is to be sent than what has been written. */
    synchronized void finish() {
        finished = true;
        notifyAll();
    }

    /** Returns whether what is written goes nowhere. */
    synchronized boolean isBroken() {
        return broken;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        while (at < offset + length) {
            awaitRoom();
            int count = Math.min(waiting.remaining(), offset + length - at);
            waiting.put(bytes, at, count);
            at += count;
            notifyAll();
        }
    }

    private synchronized void awaitRoom() throws IOException {
        try {
            while (!waiting.hasRemaining() && !broken && !finished) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
        if (broken || finished) {
            throw new IOException("the session has ended");
        }
    }
}
