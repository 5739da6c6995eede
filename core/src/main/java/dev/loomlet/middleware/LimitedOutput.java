package dev.loomlet.middleware;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Collects bytes, but not more than so many. For one thread. */
final class LimitedOutput extends OutputStream {

    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    LimitedOutput(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] block, int offset, int length) throws IOException {
        if (length > limit - bytes.size()) {
            throw new IOException("longer than " + limit + " bytes");
        }
        bytes.write(block, offset, length);
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
