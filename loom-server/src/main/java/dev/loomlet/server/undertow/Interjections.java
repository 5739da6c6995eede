package dev.loomlet.server.undertow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.xnio.Buffers;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Puts whole frames between those that Undertow's engine sends: a notice that the connection will end, upon which the engine would give up
 * what is in progress, and interim responses, upon which it would take the stream for ended. The engine always writes all frames that it
 * has, so that behind a write that took everything no frame is cut in two.
 *
 * <p>It also has the engine announce the smallest largest frame there is: only header blocks that {@link Gate} has gathered may be larger, and
 * the engine would say so to the client. For the loop.
 */
final class Interjections extends AbstractStreamSinkConduit<StreamSinkConduit> {

    private final ArrayDeque<ByteBuffer> frames = new ArrayDeque<>(0);
    private boolean within;
    private boolean settingsSeen;

    Interjections(StreamSinkConduit next) {
        super(next);
    }

    /** Sends a frame before the next that the engine writes; at the latest with the next flush. */
    void add(byte[] frame) {
        frames.add(ByteBuffer.wrap(frame));
    }

    /** Whether all of them are sent, or have to wait for the rest of a frame. */
    private boolean sendOwn() throws IOException {
        if (within) {
            return true;
        }
        while (!frames.isEmpty()) {
            var first = frames.getFirst();
            super.write(first);
            if (first.hasRemaining()) {
                return false;
            }
            frames.remove();
        }
        return true;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        if (!sendOwn()) {
            return 0;
        }
        int count = super.write(from);
        within = from.hasRemaining();
        return count;
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
        if (!sendOwn()) {
            return 0;
        }
        if (!settingsSeen && length > 0) {
            settingsSeen = true;
            Frames.announceSmallestMaxFrame(from[offset]);
        }
        long count = super.write(from, offset, length);
        within = Buffers.hasRemaining(from, offset, length);
        return count;
    }

    @Override
    public boolean flush() throws IOException {
        boolean sent = sendOwn() && frames.isEmpty() && super.flush();
        if (!sent) {
            resumeWrites();
        }
        return sent;
    }
}
