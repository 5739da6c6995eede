package dev.loomlet.server.websocket;

import dev.loomlet.server.frame.CloseCode;
import dev.loomlet.server.frame.FrameException;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one connection, compressed and back (RFC 7692 §7.2). Who sends and who receives are two threads at the most, each with
 * its own half; {@link #end} is called when neither goes on.
 */
final class Deflation {

    /* RFC 7692 §7.2.1, §7.2.2: what ends each message and is not sent. */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};
    private static final int LEAST_ROOM = 256;

    /* Between slices other threads have their turn: the work of a message can be long. */
    private static final int SLICE = 256 * 1024;

    /* For who takes nothing over: as many as are in use at once on most machines, so that idle connections hold none. */
    private static final Pool<Deflater> DEFLATERS = new Pool<>();
    private static final Pool<Inflater> INFLATERS = new Pool<>();

    private final DeflateOffer agreed;
    private final int maxMessage;
    private @Nullable Deflater kept;
    private @Nullable Inflater keptInflater;

    Deflation(DeflateOffer agreed, int maxMessage) {
        this.agreed = agreed;
        this.maxMessage = maxMessage;
    }

    /** Compresses a message, which is not empty. The sender's. */
    byte[] compress(byte[] message) {
        var taken = kept == null ? DEFLATERS.take() : kept;
        var deflater = taken == null ? new Deflater(Deflater.DEFAULT_COMPRESSION, /* nowrap= */ true) : taken;
        var compressed = deflate(deflater, message);
        if (agreed.serverTakesOver()) {
            kept = deflater;
        } else {
            deflater.reset();
            if (!DEFLATERS.give(deflater)) {
                deflater.end();
            }
        }
        return compressed;
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it
    private static byte[] deflate(Deflater deflater, byte[] message) {
        deflater.setInput(message);
        var out = new byte[Math.max(LEAST_ROOM, message.length / 2)];
        int length = 0;
        while (true) {
            int room = Math.min(out.length - length, SLICE);
            int count = deflater.deflate(out, length, room, Deflater.SYNC_FLUSH);
            length += count;
            if (count < room) {
                return Arrays.copyOf(out, length - TAIL.length);
            }
            out = length == out.length ? Arrays.copyOf(out, 2 * length) : out;
            Thread.yield();
        }
    }

    /**
     * Decompresses a message, within the limit also meanwhile. The receiver's.
     *
     * @throws FrameException if it is malformed, or too long
     */
    byte[] decompress(byte[] message) throws FrameException {
        var taken = keptInflater == null ? INFLATERS.take() : keptInflater;
        var inflater = taken == null ? new Inflater(/* nowrap= */ true) : taken;
        keptInflater = inflater;
        var whole = Arrays.copyOf(message, message.length + TAIL.length);
        System.arraycopy(TAIL, 0, whole, message.length, TAIL.length);
        inflater.setInput(whole);
        try {
            return inflate(inflater, whole, (int) Math.min(maxMessage, Math.max(LEAST_ROOM, 4L * message.length)));
        } catch (DataFormatException e) {
            throw new FrameException(CloseCode.PROTOCOL_ERROR, "a compressed message is malformed");
        } finally {
            if (!agreed.clientTakesOver()) {
                keptInflater = null;
                inflater.reset();
                if (!INFLATERS.give(inflater)) {
                    inflater.end();
                }
            }
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it
    private byte[] inflate(Inflater inflater, byte[] input, int firstRoom) throws DataFormatException, FrameException {
        var out = new byte[firstRoom];
        int length = 0;
        while (true) {
            if (length == out.length) {
                if (length > maxMessage) {
                    throw new FrameException(
                            CloseCode.TOO_BIG, "Incoming message is above length limit of " + maxMessage + " bytes.");
                }
                /* One more than there may be, so that too many show. */
                out = Arrays.copyOf(out, (int) Math.min(maxMessage + 1L, 2L * out.length));
            }
            int room = Math.min(out.length - length, SLICE);
            int count = inflater.inflate(out, length, room);
            length += count;
            if (count == SLICE) {
                Thread.yield();
            }
            if (inflater.finished()) {
                restart(inflater, input);
            } else if (count == 0 && inflater.needsInput()) {
                return Arrays.copyOf(out, length);
            } else if (count == 0 && inflater.needsDictionary()) {
                throw new DataFormatException();
            }
        }
    }

    /* RFC 7692 §7.2.3.4: a block may say that it is the last, and others follow. */
    private static void restart(Inflater inflater, byte[] input) {
        int left = inflater.getRemaining();
        inflater.reset();
        inflater.setInput(input, input.length - left, left);
    }

    /** Gives up what is held outside the heap. */
    void end() {
        if (kept != null) {
            kept.end();
        }
        if (keptInflater != null) {
            keptInflater.end();
        }
    }

    /** What is ready for use, up to a number. Any thread. */
    private static final class Pool<T> {

        private final int most = 2 * Runtime.getRuntime().availableProcessors();
        private final Queue<T> free = new ConcurrentLinkedQueue<>();
        private final AtomicInteger size = new AtomicInteger();

        @Nullable
        T take() {
            var taken = free.poll();
            if (taken != null) {
                size.decrementAndGet();
            }
            return taken;
        }

        /** False if there are enough. */
        boolean give(T given) {
            if (size.incrementAndGet() > most) {
                size.decrementAndGet();
                return false;
            }
            free.add(given);
            return true;
        }
    }
}
