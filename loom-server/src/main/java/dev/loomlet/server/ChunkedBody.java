package dev.loomlet.server;

import dev.loomlet.server.http1.ChunkedDecoder;
import dev.loomlet.server.http1.ProtocolException;
import dev.loomlet.server.http1.Violation;
import java.io.IOException;

/** A body in chunks. Its end is read with its last bytes where it has arrived already. */
final class ChunkedBody extends FramedBody {

    private final ConnectionInput input;
    private final ChunkedDecoder decoder;

    ChunkedBody(ConnectionInput input, ServerConfig config, Interim interim) {
        super(config, interim);
        this.input = input;
        decoder = new ChunkedDecoder(config.limits());
    }

    @Override
    int readFramed(byte[] into, int offset, int length, long nanos) throws IOException {
        /* One time for all that stands between two data bytes, or a client could drip framing for ever. */
        long end = System.nanoTime() + nanos;
        while (decoder.dataLeft() == 0 && !decoder.isComplete()) {
            check(input.advance(decoder, nanos == 0 ? 0 : Math.max(1, end - System.nanoTime())));
        }
        if (decoder.isComplete()) {
            return -1;
        }
        int count = input.readBody(into, offset, (int) Math.min(length, decoder.dataLeft()), nanos);
        check(count > 0);
        decoder.take(count);
        if (decoder.dataLeft() == 0 && input.buffered() > 0) {
            check(input.advance(decoder, nanos));
        }
        return count;
    }

    private static void check(boolean goesOn) throws ProtocolException {
        if (!goesOn) {
            throw new ProtocolException(Violation.TRUNCATED_BODY);
        }
    }

    @Override
    boolean isComplete() {
        return decoder.isComplete();
    }

    @Override
    boolean hasMoreLeftThan(long bytes) {
        return decoder.dataLeft() > bytes;
    }
}
