package dev.loomlet.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Several parts of a representation as one body, {@code multipart/byteranges} (RFC 9110 §14.6). For one request and its thread. */
final class MultipartRanges implements Iterable<byte[]>, AutoCloseable {

    private static final int BLOCK_SIZE = 16 * 1024;

    /** The head of a part, then so much of the representation; the last one has no range. */
    private record Part(String head, long first, long length) {}

    private final Source.Sliceable source;
    private final String boundary = UUID.randomUUID().toString();
    private final List<Part> parts = new ArrayList<>();

    MultipartRanges(Source.Sliceable source, List<ByteRange> ranges, Optional<String> contentType) {
        this.source = source;
        var delimiter = "--" + boundary + "\r\n";
        for (var range : ranges) {
            var head = delimiter
                    + contentType.map(type -> "Content-Type: " + type + "\r\n").orElse("")
                    + "Content-Range: " + ContentRange.of(range, source.length()) + "\r\n\r\n";
            parts.add(new Part(head, range.first(), range.length()));
            delimiter = "\r\n--" + boundary + "\r\n";
        }
        parts.add(new Part("\r\n--" + boundary + "--\r\n", 0, 0));
    }

    String contentType() {
        return "multipart/byteranges; boundary=" + boundary;
    }

    long length() {
        return parts.stream()
                .mapToLong(part -> part.head.length() + part.length)
                .sum();
    }

    @Override
    public Iterator<byte[]> iterator() {
        return new Blocks(parts.iterator());
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    private final class Blocks implements Iterator<byte[]> {
        private final Iterator<Part> following;
        private long position;
        private long left;

        Blocks(Iterator<Part> following) {
            this.following = following;
        }

        @Override
        public boolean hasNext() {
            return left > 0 || following.hasNext();
        }

        @Override
        public byte[] next() {
            if (left == 0) {
                var part = following.next();
                position = part.first;
                left = part.length;
                return part.head.getBytes(StandardCharsets.ISO_8859_1);
            }
            try {
                return read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private byte[] read() throws IOException {
            var block = new byte[(int) Math.min(left, BLOCK_SIZE)];
            int count = source.read(position, block);
            position += count;
            left -= count;
            return count == block.length ? block : Arrays.copyOf(block, count);
        }
    }
}
