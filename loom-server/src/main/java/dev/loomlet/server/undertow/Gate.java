package dev.loomlet.server.undertow;

import io.undertow.protocols.http2.ConnectionErrorException;
import io.undertow.protocols.http2.Http2Channel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * What Undertow's engine gets to read of what a client sends: all of it, but
 *
 * <ul>
 *   <li>HEADERS with its CONTINUATION frames as one frame, since the engine takes a HEADERS whose rest is still on its way for a whole
 *       request (RFC 9113 §6.10);
 *   <li>SETTINGS with a header table of a usual size, since the engine would let its own grow to what the client allows;
 *   <li>no GOAWAY, upon which the engine gives up the requests that are in progress, and this server serves them (§6.8);
 *   <li>no more than a fair number of frames that cost work and bring nothing on.
 * </ul>
 *
 * <p>Most bytes stay where the socket put them. For the loop.
 */
final class Gate extends AbstractStreamSourceConduit<StreamSourceConduit> {

    private static final int PREFACE = 24;

    private enum Mode {
        PASS,
        DROP,
        GATHER
    }

    private final int maxBlock;
    private final Calm calm = new Calm();
    private final Runnable onGoAway;
    private final byte[] header = new byte[Frames.HEADER];
    private int headerLength;

    /* Of the current frame: how much of its payload is still to come, and what happens to it. */
    private int left = PREFACE;
    private Mode mode = Mode.PASS;
    private int type = -1;
    private int flags;
    private int stream;

    /* A header block that is gathered: the type, flags and stream of its HEADERS, or SETTINGS. */
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(0);
    private boolean continues;
    private int continuations;
    private int firstFlags;

    private final ByteArrayOutputStream held = new ByteArrayOutputStream(0);

    /* What is delivered before anything is read, and then this error. */
    private ByteBuffer out = ByteBuffer.allocate(0);
    private @Nullable IOException failure;

    /**
     * A gate before {@code next}.
     *
     * @param maxBlock the largest header block; no frame may be larger than {@link Frames#SMALLEST_MAX_FRAME}
     * @param onGoAway called when the client says that it ends the connection
     */
    Gate(StreamSourceConduit next, int maxBlock, Runnable onGoAway) {
        super(next);
        this.maxBlock = maxBlock;
        this.onGoAway = onGoAway;
    }

    /** Whether the preface or a header block has begun and its rest is to come. */
    boolean isWithinHeaders() {
        return continues || type < 0 || (type == Frames.HEADERS && left > 0);
    }

    /** Delivers what is held, or else reads once, and never both: an end that came behind would be lost. */
    @Override
    public int read(ByteBuffer into) throws IOException {
        if (out.hasRemaining()) {
            return deliver(into);
        }
        checkFailure();
        int start = into.position();
        int read = super.read(into);
        if (read <= 0) {
            return read;
        }
        sift(into, start);
        if (into.position() == start) {
            checkFailure();
            return out.hasRemaining() ? deliver(into) : 0;
        }
        if (isHolding()) {
            wakeupReads();
        }
        return into.position() - start;
    }

    private void checkFailure() throws IOException {
        var known = failure;
        if (known != null) {
            throw known;
        }
    }

    private boolean isFailed() {
        return failure != null;
    }

    private boolean isHolding() {
        return out.hasRemaining() || isFailed();
    }

    private int deliver(ByteBuffer into) {
        int count = Math.min(out.remaining(), into.remaining());
        into.put(out.slice(out.position(), count));
        out.position(out.position() + count);
        if (isHolding()) {
            wakeupReads();
        }
        return count;
    }

    /** Goes over what was read from {@code start} on, and leaves there what passes; what does not fit there is held. */
    private void sift(ByteBuffer bytes, int start) {
        int end = bytes.position();
        int at = start;
        bytes.position(start);
        while (at < end && !isFailed()) {
            if (left == 0) {
                header[headerLength++] = bytes.get(at++);
                if (headerLength == Frames.HEADER) {
                    beginFrame(bytes, at);
                }
            } else {
                int count = Math.min(left, end - at);
                payload(bytes, at, count);
                at += count;
                left -= count;
            }
            if (left == 0 && headerLength == Frames.HEADER) {
                headerLength = 0;
                endFrame();
            }
        }
        out = ByteBuffer.wrap(held.toByteArray());
        held.reset();
    }

    private void payload(ByteBuffer bytes, int at, int count) {
        if (mode == Mode.PASS && held.size() == 0 && bytes.position() == at) {
            bytes.position(at + count);
        } else if (mode != Mode.DROP) {
            var part = new byte[count];
            bytes.get(at, part);
            if (mode == Mode.GATHER) {
                gathered.writeBytes(part);
            } else {
                pass(bytes, at + count, part);
            }
        }
    }

    /** Lets bytes through: in place if there is room before the first byte that is not sifted, else behind those that are held. */
    private void pass(ByteBuffer bytes, int notSifted, byte[] passing) {
        if (held.size() == 0 && bytes.position() + passing.length <= notSifted) {
            bytes.put(passing);
        } else {
            held.writeBytes(passing);
        }
    }

    private void beginFrame(ByteBuffer bytes, int at) {
        left = Frames.intAt(header, 0) >>> 8;
        boolean first = type < 0;
        type = header[3] & 0xff;
        flags = header[4] & 0xff;
        int previous = stream;
        stream = Frames.intAt(header, 5) & Integer.MAX_VALUE;
        mode = Mode.PASS;
        if (first && (type != Frames.SETTINGS || (flags & Frames.ACK) != 0)) {
            fail(Http2Channel.ERROR_PROTOCOL_ERROR, "the first frame is not SETTINGS");
        } else if (continues && !(type == Frames.CONTINUATION && stream == previous)) {
            fail(Http2Channel.ERROR_PROTOCOL_ERROR, "a header block was interrupted");
        } else if (left > Frames.SMALLEST_MAX_FRAME) {
            fail(Http2Channel.ERROR_FRAME_SIZE_ERROR, "a frame is too large");
        } else if (!calm.isCalm(type, flags, left)) {
            fail(Http2Channel.ERROR_ENHANCE_YOUR_CALM, "too many frames that bring nothing on");
        } else {
            chooseMode();
            if (mode == Mode.PASS) {
                pass(bytes, at, header.clone());
            }
        }
    }

    private void chooseMode() {
        if (continues) {
            mode = Mode.GATHER;
            if (++continuations > calm.mostContinuations() || gathered.size() + left > maxBlock) {
                fail(Http2Channel.ERROR_ENHANCE_YOUR_CALM, "a header block is too large");
            }
        } else if (type == Frames.HEADERS && (flags & Frames.END_HEADERS) == 0) {
            beginGathering();
            continues = true;
        } else if (type == Frames.SETTINGS && (flags & Frames.ACK) == 0 && stream == 0) {
            beginGathering();
        } else if (type == Frames.GOAWAY && stream == 0 && left >= 8) {
            mode = Mode.DROP;
        }
    }

    private void beginGathering() {
        mode = Mode.GATHER;
        firstFlags = flags;
        continuations = 0;
        gathered.reset();
    }

    private void endFrame() {
        if (mode == Mode.DROP) {
            onGoAway.run();
        }
        if (mode != Mode.GATHER || isFailed()) {
            return;
        }
        var payload = gathered.toByteArray();
        int length = payload.length;
        switch (type) {
            case Frames.SETTINGS -> Frames.capHeaderTableSize(payload, length, LoomHttp2Channel.HEADER_TABLE);
            case Frames.HEADERS -> {
                length = Frames.withoutPadding(payload, length, flags);
                gathered.reset();
                gathered.write(payload, 0, Math.max(0, length));
                if (length < 0) {
                    fail(Http2Channel.ERROR_PROTOCOL_ERROR, "more padding than payload");
                }
                return;
            }
            default -> continues = (flags & Frames.END_HEADERS) == 0;
        }
        if (!continues) {
            boolean block = type == Frames.CONTINUATION;
            int all = block ? (firstFlags & ~Frames.PADDED) | Frames.END_HEADERS : firstFlags;
            var frame = Frames.frame(block ? Frames.HEADERS : type, all, stream, payload, length);
            gathered.reset();
            held.writeBytes(frame);
        }
    }

    private void fail(int code, String why) {
        failure = new ConnectionErrorException(code, why);
    }
}
