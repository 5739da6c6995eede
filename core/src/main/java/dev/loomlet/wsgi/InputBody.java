package dev.loomlet.wsgi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * The request body, {@code wsgi.input} (PEP 3333, "Input and Error Streams"): an {@link InputStream} with Python's file
 * methods, which ends where the message ends and never reads past it.
 *
 * <p>A body that ends before its message does is an {@link IOException} at the read that needs the missing bytes, never a
 * quiet end. Reads block until bytes come, at the longest for the server's body timeout, which is an {@link IOException}
 * too. It is for one thread. Closing it does nothing: the stream is the server's.
 */
public abstract class InputBody extends InputStream implements Iterable<byte[]> {

    private static final int BLOCK = 8192;
    private static final byte[] NOTHING = {};

    /* Bytes that readline took from below and has not given out: ahead[position] to ahead[end - 1]. */
    private byte[] ahead = NOTHING;
    private int position;
    private int end;

    /** For servers, and for tests that make up a request. */
    protected InputBody() {}

    /**
     * Returns a body of the given bytes.
     *
     * @param bytes the whole body, not copied
     * @return the body
     */
    public static InputBody of(byte[] bytes) {
        return new BytesInputBody(bytes);
    }

    /**
     * Reads body bytes from where they come from, blocking until there is at least one.
     *
     * @param into where to put them
     * @param offset the first index
     * @param length how many at the most, at least 1
     * @return how many were read, or -1 at the end of the message
     * @throws IOException if the body is malformed or truncated, comes too slowly, or the client has gone
     */
    protected abstract int readBody(byte[] into, int offset, int length) throws IOException;

    /**
     * Sets headers for the {@code 100 Continue} that the first read sends to a client that waits for one (RFC 9110
     * §10.1.1; eventlet's {@code set_hundred_continue_response_headers}). Without effect where none will be sent.
     *
     * @param headers the headers of the interim response
     * @throws IllegalArgumentException if there is a hop-by-hop header or a Content-Length among them
     */
    public void continueHeaders(Headers headers) {
        Objects.requireNonNull(headers);
    }

    /**
     * Sends {@code 100 Continue} now, with the headers set last, also a second and a third time (eventlet's {@code
     * send_hundred_continue_response}). Does nothing if the client asked for none or the response has begun.
     *
     * @return whether one was sent
     * @throws IOException if the client has gone
     */
    public boolean sendContinue() throws IOException {
        return false;
    }

    /** {@inheritDoc} Returns as soon as there is at least one byte. */
    @Override
    public final int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (position == end) {
            return readBody(into, offset, length);
        }
        int count = Math.min(length, end - position);
        System.arraycopy(ahead, position, into, offset, count);
        position += count;
        return count;
    }

    @Override
    public final int read() throws IOException {
        if (position == end && !lookAhead()) {
            return -1;
        }
        return ahead[position++] & 0xff;
    }

    /**
     * Reads {@code size} bytes, fewer only at the end of the body: Python's {@code read(size)}. Memory grows with the bytes
     * that come, not with {@code size}.
     *
     * @param size how many; all that is left if negative
     * @return the bytes, empty at the end
     * @throws IOException if the body is malformed or truncated, comes too slowly, or the client has gone
     */
    public final byte[] read(int size) throws IOException {
        return size < 0 ? readAllBytes() : readNBytes(size);
    }

    /**
     * Reads a line with the {@code \n} that ends it; the last may have none.
     *
     * @return the line, empty at the end of the body
     * @throws IOException as {@link #read(int)}
     */
    public final byte[] readline() throws IOException {
        return readline(-1);
    }

    /**
     * Reads a line, or its first {@code limit} bytes if it is longer.
     *
     * @param limit how many bytes at the most; as many as there are if negative
     * @return the line or its beginning, empty at the end of the body
     * @throws IOException as {@link #read(int)}
     */
    public final byte[] readline(int limit) throws IOException {
        var line = new ByteArrayOutputStream();
        boolean complete = limit == 0;
        while (!complete && (position < end || lookAhead())) {
            int room = limit < 0 ? end - position : Math.min(end - position, limit - line.size());
            int stop = position;
            while (stop < position + room && !complete) {
                complete = ahead[stop++] == '\n';
            }
            line.write(ahead, position, stop - position);
            position = stop;
            complete |= line.size() == limit;
        }
        return line.toByteArray();
    }

    /**
     * Reads all lines that are left.
     *
     * @return the lines with their ends
     * @throws IOException as {@link #read(int)}
     */
    public final List<byte[]> readlines() throws IOException {
        return readlines(-1);
    }

    /**
     * Reads lines until together they have at least {@code hint} bytes.
     *
     * @param hint bytes after which to stop; none if 0 or negative
     * @return the lines with their ends, empty at the end of the body
     * @throws IOException as {@link #read(int)}
     */
    public final List<byte[]> readlines(int hint) throws IOException {
        var lines = new ArrayList<byte[]>();
        long total = 0;
        for (var line = readline(); line.length > 0; line = readline()) {
            lines.add(line);
            total += line.length;
            if (hint > 0 && total >= hint) {
                break;
            }
        }
        return lines;
    }

    /**
     * Returns an iterator over the lines that are left. It reads as it goes; an {@link IOException} comes as an {@link
     * UncheckedIOException}.
     */
    @Override
    public final Iterator<byte[]> iterator() {
        return new Lines();
    }

    /** Does nothing: the stream is the server's, and an application must not close it (PEP 3333). */
    @Override
    public void close() {}

    private boolean lookAhead() throws IOException {
        if (ahead.length == 0) {
            ahead = new byte[BLOCK];
        }
        position = 0;
        end = 0;
        end = Math.max(0, readBody(ahead, 0, ahead.length));
        return end > 0;
    }

    private final class Lines implements Iterator<byte[]> {

        /** Looks ahead and takes nothing, so that another read after it misses no line. */
        @Override
        public boolean hasNext() {
            try {
                return position < end || lookAhead();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public byte[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            try {
                return readline();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
