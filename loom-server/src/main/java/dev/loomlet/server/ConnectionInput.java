package dev.loomlet.server;

import dev.loomlet.server.http1.ChunkedDecoder;
import dev.loomlet.server.http1.HeadScanner;
import dev.loomlet.server.http1.Limits;
import dev.loomlet.server.http1.ProtocolException;
import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.server.http1.RequestHeadParser;
import dev.loomlet.server.http1.Violation;
import dev.loomlet.server.hub.CarrierBuffers;
import dev.loomlet.server.hub.Hub;
import java.io.IOException;
import java.util.Arrays;

/**
 * What a client sends: heads, body bytes, and what is left in the buffer for the next request. Before each wait for the client what is
 * written so far goes out, so that nobody waits for what the other has not sent. For the connection's own thread.
 */
final class ConnectionInput {

    /* Most heads fit; it is all that an idle connection keeps. */
    private static final int SMALL = 2048;
    private static final byte[] NONE = {};

    private final Transport transport;
    private final ConnectionOutput output;
    private final Limits limits;
    private final HeadScanner scanner;
    private byte[] buffer = NONE;
    private int position;
    private int limit;

    ConnectionInput(Transport transport, ConnectionOutput output, Limits limits) {
        this.transport = transport;
        this.output = output;
        this.limits = limits;
        this.scanner = new HeadScanner(limits);
    }

    /** How many bytes were read from the client and not yet used. */
    int buffered() {
        return limit - position;
    }

    /**
     * Waits for the first byte of the next request.
     *
     * @param idleNanos how long to wait, 0 for ever
     * @return false if the client closed the connection, or the wait was over
     */
    boolean awaitRequest(long idleNanos) throws IOException {
        if (buffered() > 0) {
            Hub.returnIfRelieved();
            return true;
        }
        position = 0;
        limit = 0;
        try {
            if (transport.waitsWithoutBuffer()) {
                output.flush();
                giveBuffers();
                transport.awaitReadable(idleNanos);
                Hub.returnIfRelieved(); // what came at once did not let the thread wait
                buffer = CarrierBuffers.take();
                output.takeBuffer();
            } else if (buffer.length != SMALL) {
                buffer = new byte[SMALL];
            }
            return fill(idleNanos);
        } catch (TransportTimeoutException e) {
            return false;
        }
    }

    /**
     * Waits until it is sure whether the first bytes are these.
     *
     * @param nanos how long to wait for each of them, 0 for ever
     */
    boolean startsWith(byte[] bytes, long nanos) throws IOException {
        int length = matching(bytes);
        while (length > 0 && length < bytes.length && buffered() == length) {
            try {
                if (!fill(nanos)) {
                    return false;
                }
            } catch (TransportTimeoutException e) {
                return false;
            }
            length = matching(bytes);
        }
        return length == bytes.length;
    }

    private int matching(byte[] bytes) {
        int mismatch =
                Arrays.mismatch(buffer, position, Math.min(limit, position + bytes.length), bytes, 0, bytes.length);
        return mismatch < 0 ? bytes.length : mismatch;
    }

    /** Takes all that was read, for who reads in this one's place from now on, and lets go of all memory. */
    byte[] takeAll() {
        var all = Arrays.copyOfRange(buffer, position, limit);
        position = limit;
        if (transport.waitsWithoutBuffer()) {
            giveBuffers();
        }
        buffer = NONE;
        return all;
    }

    /**
     * Reads the head of the request whose first byte is there.
     *
     * @param headNanos how long to wait for the rest, 0 for ever
     * @throws ProtocolException if what came is no legal head, or the rest did not come
     */
    RequestHead readHead(long headNanos) throws IOException {
        scanner.reset();
        int length = scanner.scan(buffer, position, limit);
        if (length < 0) {
            length = scanMore(headNanos);
        }
        int start = position + scanner.start();
        position += length;
        return RequestHeadParser.parse(buffer, start, position, scanner.headerLines());
    }

    private int scanMore(long headNanos) throws IOException {
        long end = System.nanoTime() + headNanos;
        int length = -1;
        while (length < 0) {
            if (!readMore(headNanos == 0 ? 0 : Math.max(1, end - System.nanoTime()))) {
                throw new ProtocolException(Violation.TRUNCATED_HEAD);
            }
            length = scanner.scan(buffer, position, limit);
        }
        return length;
    }

    /** What an idle connection holds is memory that nobody uses. */
    private void giveBuffers() {
        output.giveBuffer();
        if (buffer.length > 0) {
            CarrierBuffers.give(buffer);
            buffer = NONE;
        }
    }

    private boolean readMore(long nanos) throws IOException {
        if (limit == buffer.length) {
            if (position > 0) {
                System.arraycopy(buffer, position, buffer, 0, buffered());
            } else {
                buffer = Arrays.copyOf(
                        buffer, Math.min(2 * buffer.length, Math.max(limits.maxHead(), buffer.length + 1)));
            }
            limit -= position;
            position = 0;
        }
        try {
            return fill(nanos);
        } catch (TransportTimeoutException e) {
            throw new ProtocolException(Violation.HEAD_TIMEOUT);
        }
    }

    private boolean fill(long nanos) throws IOException {
        output.flush();
        int count = transport.read(buffer, limit, buffer.length - limit, nanos);
        limit += Math.max(count, 0);
        return count > 0;
    }

    /**
     * Reads body bytes, from the buffer first, otherwise from the client.
     *
     * @return how many, or -1 if the client will send no more
     */
    int readBody(byte[] into, int offset, int length, long nanos) throws IOException {
        if (buffered() > 0) {
            int count = Math.min(length, buffered());
            System.arraycopy(buffer, position, into, offset, count);
            position += count;
            return count;
        }
        output.flush();
        return transport.read(into, offset, length, nanos);
    }

    /**
     * Has {@code decoder} take what it can of the buffer, after waiting for the client if the buffer is empty.
     *
     * @return false if the client will send no more
     */
    boolean advance(ChunkedDecoder decoder, long nanos) throws IOException {
        if (buffered() == 0) {
            position = 0;
            limit = 0;
            if (!fill(nanos)) {
                return false;
            }
        }
        position = decoder.advance(buffer, position, limit);
        return true;
    }

    /** Reads and drops what the client still sends, until it closes, {@code bytes} are read or the time is over. */
    void skip(long bytes, long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        long left = bytes - buffered();
        if (buffer.length == 0) {
            buffer = new byte[SMALL];
        }
        position = 0;
        limit = 0;
        for (long now = System.nanoTime(); left > 0 && now < end; now = System.nanoTime()) {
            int count = transport.read(buffer, 0, buffer.length, end - now);
            if (count < 0) {
                break;
            }
            left -= count;
        }
    }
}
