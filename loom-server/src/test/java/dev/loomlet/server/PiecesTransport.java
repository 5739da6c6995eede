package dev.loomlet.server;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;

/**
 * A client without a socket: each read of the server gets what is left of one piece, never bytes of two, and after the last piece the end.
 * What the server writes is kept.
 */
final class PiecesTransport implements Transport {

    static final int CLIENT_PORT = 50_000;

    private final Iterator<byte[]> pieces;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private byte[] piece = {};
    private int position;
    private boolean outputShut;
    private boolean askedForMore;
    private boolean closed;

    PiecesTransport(List<byte[]> pieces) {
        this.pieces = pieces.iterator();
    }

    /** What the server has written, a character for a byte. */
    String written() {
        return written.toString(StandardCharsets.ISO_8859_1);
    }

    /** Whether the server, before it ended the connection on its side, wanted bytes that the client did not have. */
    boolean askedForMore() {
        return askedForMore;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public Peer peer() {
        var loopback = InetAddress.getLoopbackAddress();
        return Peer.of(new InetSocketAddress(loopback, CLIENT_PORT), new InetSocketAddress(loopback, 80));
    }

    @Override
    public int read(byte[] into, int offset, int length, long timeoutNanos) {
        while (position == piece.length) {
            if (!pieces.hasNext()) {
                askedForMore |= !outputShut;
                return -1;
            }
            piece = pieces.next();
            position = 0;
        }
        int count = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, into, offset, count);
        position += count;
        return count;
    }

    @Override
    public void write(byte[] from, int offset, int length, long timeoutNanos) {
        if (outputShut || closed) {
            throw new AssertionError("written behind the end");
        }
        written.write(from, offset, length);
    }

    @Override
    public long transfer(FileChannel file, long position, long count, long timeoutNanos) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdownInput() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdownOutput() {
        outputShut = true;
    }

    @Override
    public void abortOnClose() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void expire(long nanoTime) {}

    @Override
    public void close() {
        closed = true;
    }
}
