package dev.loomlet.middleware;

import dev.loomlet.wsgi.InputBody;
import java.io.IOException;

/** A request's body that remembers what it failed with: the client's fault, which the server answers. On the request's thread. */
final class WatchedInput extends PassedInput {

    private boolean failed;

    WatchedInput(InputBody input) {
        super(input);
    }

    /** Whether it has failed, so that an error that comes now is likely a consequence. */
    boolean hasFailed() {
        return failed;
    }

    @Override
    protected int readBody(byte[] into, int offset, int length) throws IOException {
        try {
            return super.readBody(into, offset, length);
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }
}
