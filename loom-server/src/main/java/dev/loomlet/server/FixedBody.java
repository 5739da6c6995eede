package dev.loomlet.server;

import dev.loomlet.server.http1.ProtocolException;
import dev.loomlet.server.http1.Violation;
import java.io.IOException;

/** A body of known length, perhaps 0. */
final class FixedBody extends FramedBody {

    private final ConnectionInput input;
    private long left;

    FixedBody(long length, ConnectionInput input, ServerConfig config, Interim interim) {
        super(config, interim);
        this.input = input;
        left = length;
    }

    @Override
    int readFramed(byte[] into, int offset, int length, long nanos) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = input.readBody(into, offset, (int) Math.min(length, left), nanos);
        if (count < 0) {
            throw new ProtocolException(Violation.TRUNCATED_BODY);
        }
        left -= count;
        return count;
    }

    @Override
    boolean isComplete() {
        return left == 0;
    }

    @Override
    boolean hasMoreLeftThan(long bytes) {
        return left > bytes;
    }
}
