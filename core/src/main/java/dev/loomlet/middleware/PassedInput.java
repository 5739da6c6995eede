package dev.loomlet.middleware;

import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.InputBody;
import java.io.IOException;

/** A request's body that a middleware passes on. On the request's thread. */
abstract class PassedInput extends InputBody {

    private final InputBody input;

    PassedInput(InputBody input) {
        this.input = input;
    }

    @Override
    protected int readBody(byte[] into, int offset, int length) throws IOException {
        return input.read(into, offset, length);
    }

    @Override
    public void continueHeaders(Headers headers) {
        input.continueHeaders(headers);
    }

    @Override
    public boolean sendContinue() throws IOException {
        return input.sendContinue();
    }
}
