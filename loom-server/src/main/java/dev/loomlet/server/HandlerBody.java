package dev.loomlet.server;

import java.io.IOException;

/** A body that comes by an exchange of an Undertow server, which tells where it ends. On the request's thread. */
final class HandlerBody extends FramedBody {

    private final ExchangeChannels channels;
    private boolean complete;

    HandlerBody(ExchangeChannels channels, ServerConfig config, Interim interim) {
        super(config, interim);
        this.channels = channels;
    }

    @Override
    int readFramed(byte[] into, int offset, int length, long nanos) throws IOException {
        int count = channels.read(into, offset, length, nanos);
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
