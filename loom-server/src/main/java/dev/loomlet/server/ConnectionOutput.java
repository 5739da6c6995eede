package dev.loomlet.server;

import dev.loomlet.server.http1.ByteBuilder;
import dev.loomlet.server.hub.CarrierBuffers;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * What a client is sent. It collects until it is flushed or full, so that a head and a short body, or the answers to pipelined requests,
 * are one write. For the connection's own thread.
 */
final class ConnectionOutput {

    private static final int SMALL = 1024;
    private static final byte[] NONE = {};
    private static final int KEPT = 4096;
    private static final int FULL = 16 * 1024;

    private final Transport transport;
    private final long timeoutNanos;
    private final ByteBuilder pending;
    private boolean broken;

    ConnectionOutput(Transport transport, long timeoutNanos) {
        this.transport = transport;
        this.timeoutNanos = timeoutNanos;
        this.pending = new ByteBuilder(transport.waitsWithoutBuffer() ? 0 : SMALL);
    }

    /** Where to put bytes that are to be sent; call {@link #flushIfFull} after more than a few. */
    ByteBuilder pending() {
        return pending;
    }

    /** Whether a write has failed: the client has gone, or takes nothing. */
    boolean isBroken() {
        return broken;
    }

    /** Sends bytes. Of many, some fill up the write of what is pending, and the others go out from where they are. */
    void write(byte[] from, int offset, int length) throws IOException {
        int first = length <= FULL - pending.length() ? length : Math.clamp(KEPT - pending.length(), 0, length);
        pending.add(from, offset, first);
        flushIfFull();
        if (first < length) {
            flush();
            send(from, offset + first, length - first);
        }
    }

    /** Sends part of a file behind what is pending; returns how much, less than {@code count} only if the file is shorter. */
    long transfer(FileChannel file, long position, long count) throws IOException {
        flush();
        try {
            return transport.transfer(file, position, count, timeoutNanos);
        } catch (IOException e) {
            /* A failing disk is told from a client that left only by being rare: either way the response cannot go on. */
            broken = true;
            throw e;
        }
    }

    void flushIfFull() throws IOException {
        if (pending.length() >= FULL) {
            flush();
        }
    }

    /** Lets go of the memory for what is pending; nothing may be. */
    void giveBuffer() {
        if (pending.array().length > 0) {
            CarrierBuffers.give(pending.array());
            pending.use(NONE);
        }
    }

    /** Gets memory for what will be pending, where that was given away. */
    void takeBuffer() {
        if (pending.array().length == 0) {
            pending.use(CarrierBuffers.take());
        }
    }

    void flush() throws IOException {
        int length = pending.length();
        if (length > 0) {
            var bytes = pending.array();
            pending.clear(KEPT);
            send(bytes, 0, length);
        }
    }

    private void send(byte[] from, int offset, int length) throws IOException {
        try {
            transport.write(from, offset, length, timeoutNanos);
        } catch (IOException e) {
            broken = true;
            throw e;
        }
    }

    void shutdown() throws IOException {
        transport.shutdownOutput();
    }

    void abortOnClose() {
        transport.abortOnClose();
    }
}
