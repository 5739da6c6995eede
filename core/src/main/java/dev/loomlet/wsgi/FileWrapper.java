package dev.loomlet.wsgi;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A body read from a file or stream (PEP 3333, "Optional Platform-Specific File Handling"). To middleware it is an iterable
 * of blocks like any other; a server that gets this very object back from the application, and finds a {@link #channel()},
 * may let the operating system copy the file.
 *
 * <p>Nothing is read before it is iterated. It is sent from where the stream stands to its end, or to the response's
 * Content-Length if that comes first. It is for one thread and can be iterated once.
 */
public final class FileWrapper implements Iterable<byte[]>, AutoCloseable {

    /** What {@code wsgi.file_wrapper} in the environ holds, so that middleware may put its own in its place. */
    @FunctionalInterface
    public interface Factory {

        /**
         * Wraps a stream.
         *
         * @param in what to send
         * @param blockSize bytes a block
         * @return the body to return from the application
         */
        Iterable<byte[]> wrap(InputStream in, int blockSize);

        /**
         * Wraps a stream with the usual block size.
         *
         * @param in what to send
         * @return the body to return from the application
         */
        default Iterable<byte[]> wrap(InputStream in) {
            return wrap(in, DEFAULT_BLOCK_SIZE);
        }
    }

    /** Bytes a block if nothing is said, as in wsgiref. */
    public static final int DEFAULT_BLOCK_SIZE = 8192;

    private final InputStream in;
    private final int blockSize;
    private final Optional<FileChannel> channel;
    private final OptionalLong length;
    private boolean iterated;

    /**
     * Wraps {@code in} with {@link #DEFAULT_BLOCK_SIZE}.
     *
     * @param in what to send; closed by {@link #close()}
     */
    public FileWrapper(InputStream in) {
        this(in, DEFAULT_BLOCK_SIZE);
    }

    /**
     * Wraps {@code in}.
     *
     * @param in what to send; closed by {@link #close()}
     * @param blockSize bytes a block, at least 1
     * @throws IllegalArgumentException if {@code blockSize} is less than 1
     */
    public FileWrapper(InputStream in, int blockSize) {
        /* A subclass of FileInputStream may filter what it reads; only the class itself is surely the file. */
        this(
                in,
                blockSize,
                in.getClass() == FileInputStream.class
                        ? Optional.of(((FileInputStream) in).getChannel())
                        : Optional.empty());
    }

    /**
     * Wraps an open file, from its position on.
     *
     * @param channel what to send; closed by {@link #close()}
     */
    public FileWrapper(FileChannel channel) {
        this(Channels.newInputStream(channel), DEFAULT_BLOCK_SIZE, Optional.of(channel));
    }

    /**
     * Wraps a part of an open file, from its position on.
     *
     * @param channel what to send; closed by {@link #close()}
     * @param length bytes to send at most
     * @throws IllegalArgumentException if {@code length} is negative
     */
    public FileWrapper(FileChannel channel, long length) {
        this(
                new LimitedInputStream(Channels.newInputStream(channel), length),
                DEFAULT_BLOCK_SIZE,
                Optional.of(channel),
                OptionalLong.of(length));
    }

    private FileWrapper(InputStream in, int blockSize, Optional<FileChannel> channel) {
        this(in, blockSize, channel, OptionalLong.empty());
    }

    private FileWrapper(InputStream in, int blockSize, Optional<FileChannel> channel, OptionalLong length) {
        if (blockSize < 1) {
            throw new IllegalArgumentException("blockSize " + blockSize + " is less than 1");
        }
        this.in = in;
        this.blockSize = blockSize;
        this.channel = channel;
        this.length = length;
    }

    /**
     * Returns the file that {@link #stream()} reads, if it is one and nothing stands between.
     *
     * @return the file at the position from which to send, or empty
     */
    public Optional<FileChannel> channel() {
        return channel;
    }

    /**
     * Returns how much of {@link #channel()} is to be sent at most.
     *
     * @return bytes; empty if all there is
     */
    public OptionalLong length() {
        return length;
    }

    /**
     * Returns the stream to send, which ends where the body ends.
     *
     * @return the stream
     */
    public InputStream stream() {
        return in;
    }

    /**
     * Returns an iterator that reads a block at each step; an I/O error is an {@link UncheckedIOException}. A block is
     * shorter than the block size where the stream gave less, and never empty.
     *
     * @return the blocks
     * @throws IllegalStateException at the second call
     */
    @Override
    public Iterator<byte[]> iterator() {
        if (iterated) {
            throw new IllegalStateException("a FileWrapper can be iterated once");
        }
        iterated = true;
        return new Blocks();
    }

    /**
     * Closes the stream.
     *
     * @throws IOException if the stream's own close fails
     */
    @Override
    public void close() throws IOException {
        in.close();
    }

    private final class Blocks implements Iterator<byte[]> {
        private static final byte[] NOTHING = {};
        private byte[] next = NOTHING;
        private boolean ended;

        @Override
        public boolean hasNext() {
            while (next.length == 0 && !ended) {
                try {
                    var block = new byte[blockSize];
                    int count = in.read(block);
                    ended = count < 0;
                    next = count == block.length ? block : Arrays.copyOf(block, Math.max(count, 0));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return next.length > 0;
        }

        @Override
        public byte[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var block = next;
            next = NOTHING;
            return block;
        }
    }
}
