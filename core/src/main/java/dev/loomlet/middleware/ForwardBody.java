package dev.loomlet.middleware;

import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.InputBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that is passed on, in blocks, which can be given once more as long as it is small. Only the request's thread uses it.
 */
final class ForwardBody {

    /** What {@link #length} returns for a body that ends where it ends. */
    static final long UNKNOWN = -1;

    private static final int BLOCK = 16 * 1024;

    private final InputBody input;
    private final long length;
    private final int replayLimit;
    /* The blocks that were read, from the first on, unless there were too many bytes. */
    private final List<byte[]> kept = new ArrayList<>();
    private int keptBytes;
    private int given;
    private boolean lost;

    private ForwardBody(InputBody input, long length, int replayLimit) {
        this.input = input;
        this.length = length;
        this.replayLimit = replayLimit;
    }

    /**
     * The body of a request. Whether there is one at all is not always said, as in HTTP/2; then this blocks until the first bytes or the end.
     *
     * @param replayLimit bytes to keep for another try
     * @throws IOException if the body cannot be read
     */
    static ForwardBody of(Environ environ, boolean expectsContinue, int replayLimit) throws IOException {
        var declared = environ.contentLength();
        if (declared.isPresent()) {
            return new ForwardBody(environ.input(), declared.getAsLong(), replayLimit);
        }
        if (!Boolean.TRUE.equals(environ.get(Environ.WSGI_INPUT_TERMINATED))) {
            return new ForwardBody(environ.input(), 0, replayLimit);
        }
        var body = new ForwardBody(environ.input(), UNKNOWN, replayLimit);
        if (expectsContinue || environ.header("Transfer-Encoding").isPresent() || body.hasMore()) {
            return body;
        }
        return new ForwardBody(environ.input(), 0, replayLimit);
    }

    /** Bytes in all, 0 if there is no body, or {@link #UNKNOWN}. */
    long length() {
        return length;
    }

    /** The next block, null at the end; blocks until the client has sent it. */
    byte @Nullable [] next() throws IOException {
        if (given < kept.size()) {
            return kept.get(given++);
        }
        var block = read();
        if (block != null && keep(block)) {
            given++;
        }
        return block;
    }

    private boolean hasMore() throws IOException {
        var block = read();
        if (block != null) {
            /* Whatever the limit is: it is to be given yet. */
            kept.add(block);
            keptBytes = block.length;
        }
        return block != null;
    }

    private byte @Nullable [] read() throws IOException {
        var block = new byte[length == UNKNOWN ? BLOCK : (int) Math.min(length, BLOCK)];
        int count = block.length == 0 ? -1 : input.read(block);
        return count < 0 ? null : count == block.length ? block : Arrays.copyOf(block, count);
    }

    private boolean keep(byte[] block) {
        if (lost || keptBytes + block.length > replayLimit) {
            lost = true;
            kept.clear();
            given = 0;
            return false;
        }
        kept.add(block);
        keptBytes += block.length;
        return true;
    }

    /** Begins again at the first block. Returns whether that is possible, as it is if nothing was taken. */
    boolean rewind() {
        if (lost) {
            return false;
        }
        given = 0;
        return true;
    }
}
