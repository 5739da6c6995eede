package dev.loomlet.server;

import dev.loomlet.server.undertow.H2Stream;
import java.io.IOException;

/** A body that comes on a stream of HTTP/2, which tells where it ends. */
final class StreamBody extends FramedBody {

    private final H2Stream stream;
    private boolean complete;

    StreamBody(H2Stream stream, ServerConfig config, Interim interim) {
        super(config, interim);
        this.stream = stream;
        complete = stream.endsWithHead();
    }

    @Override
    int readFramed(byte[] into, int offset, int length, long nanos) throws IOException {
        int count = stream.read(into, offset, length, nanos);
        if (count == 0) {
            throw new TransportTimeoutException("no byte came in time");
        }
        complete = count < 0;
        return count;
    }

    @Override
    boolean isComplete() {
        return complete;
    }

    @Override
    boolean hasMoreLeftThan(long bytes) {
        return false;
    }
}
