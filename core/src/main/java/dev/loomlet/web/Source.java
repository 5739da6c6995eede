package dev.loomlet.web;

import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.FileWrapper;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A body for one request, its length known or not. It is closed, or one of its parts is. */
sealed interface Source {

    /** Bytes, or -1 if that is not known. */
    long length();

    /** Opens it, before any of its bytes is asked for. */
    default void open() throws IOException {}

    /** All of it. */
    Iterable<byte[]> whole();

    /** Closes what is open; instead of asking for bytes. */
    void close() throws IOException;

    /** One of which parts can be sent. */
    sealed interface Sliceable extends Source {

        /** One part. */
        Iterable<byte[]> slice(ByteRange range) throws IOException;

        /** Reads from {@code position} on what fits, at least one byte. */
        int read(long position, byte[] into) throws IOException;
    }

    /** In memory. */
    record Memory(Content.Bytes content) implements Sliceable {

        @Override
        public long length() {
            return content.bytes().length;
        }

        @Override
        public Iterable<byte[]> whole() {
            return List.of(content.bytes());
        }

        @Override
        public void close() {}

        @Override
        public Iterable<byte[]> slice(ByteRange range) {
            return List.of(Arrays.copyOfRange(content.bytes(), (int) range.first(), (int) range.last() + 1));
        }

        @Override
        public int read(long position, byte[] into) {
            System.arraycopy(content.bytes(), (int) position, into, 0, into.length);
            return into.length;
        }
    }

    /** A file, opened when its bytes are asked for; so much of it is sent as its attributes say. */
    final class Stored implements Sliceable {
        private final Path file;
        private final long length;
        private Optional<FileChannel> channel = Optional.empty();

        Stored(Path file, long length) {
            this.file = file;
            this.length = length;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public void open() throws IOException {
            var opened = FileChannel.open(file, StandardOpenOption.READ);
            channel = Optional.of(opened);
            if (opened.size() != length) {
                opened.close();
                throw new FileSystemException(file.toString(), null, "has changed");
            }
        }

        @Override
        public Iterable<byte[]> whole() {
            return new FileWrapper(channel.orElseThrow(), length);
        }

        @Override
        public void close() throws IOException {
            if (channel.isPresent()) {
                channel.get().close();
            }
        }

        @Override
        public Iterable<byte[]> slice(ByteRange range) throws IOException {
            return new FileWrapper(channel.orElseThrow().position(range.first()), range.length());
        }

        @Override
        public int read(long position, byte[] into) throws IOException {
            int count = channel.orElseThrow().read(ByteBuffer.wrap(into), position);
            if (count < 0) {
                throw new EOFException("the file has become shorter while it was sent");
            }
            return count;
        }
    }

    /** Blocks from elsewhere. */
    record Blocks(Iterable<byte[]> whole) implements Source {

        @Override
        public long length() {
            return Content.knownLength(whole);
        }

        @Override
        public void close() throws IOException {
            Body.close(whole);
        }
    }
}
