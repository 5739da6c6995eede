package dev.loomlet.web;

import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.FileWrapper;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;

/** A body for one request: opened, its length known or not. It ends as one of its parts, which is then to be closed, or closed itself. */
sealed interface Source {

    /** Bytes, or -1 if that is not known. */
    long length();

    /** All of it. */
    Iterable<byte[]> whole();

    /** What closes it if nothing is sent. */
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

    /** An open file, of which so much is sent as it had when it was opened. */
    record OpenFile(FileChannel channel, long length) implements Sliceable {

        @Override
        public Iterable<byte[]> whole() {
            return new FileWrapper(channel, length);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }

        @Override
        public Iterable<byte[]> slice(ByteRange range) throws IOException {
            try {
                return new FileWrapper(channel.position(range.first()), range.length());
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }

        @Override
        public int read(long position, byte[] into) throws IOException {
            int count = channel.read(ByteBuffer.wrap(into), position);
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
