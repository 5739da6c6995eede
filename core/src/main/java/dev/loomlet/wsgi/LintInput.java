package dev.loomlet.wsgi;

import java.io.IOException;

/** The {@code wsgi.input} that {@link Lint} gives an application. */
final class LintInput extends InputBody {

    private final InputBody input;

    LintInput(InputBody input) {
        this.input = input;
    }

    @Override
    protected int readBody(byte[] into, int offset, int length) throws IOException {
        int count = input.read(into, offset, length);
        LintError.unless(count != 0 && count <= length, "wsgi.input read " + count + " of " + length + " bytes");
        return count;
    }

    @Override
    public void continueHeaders(Headers headers) {
        input.continueHeaders(headers);
    }

    @Override
    public boolean sendContinue() throws IOException {
        return input.sendContinue();
    }

    @Override
    public void close() {
        throw new LintError("wsgi.input was closed; it is the server's");
    }
}
