package dev.loomlet.middleware;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** A content coding at work on one body (RFC 9110 §8.4.1). It holds memory outside the heap until it is closed. For one thread. */
final class Encoder implements AutoCloseable {

    static final String GZIP = "gzip";
    static final String DEFLATE = "deflate";

    private static final int BUFFER_SIZE = 4096;

    /** A level of one's own. */
    private static final class Gzip extends GZIPOutputStream {
        Gzip(ByteArrayOutputStream out, int level) throws IOException {
            super(out, BUFFER_SIZE, /* syncFlush= */ true);
            def.setLevel(level);
        }
    }

    /** RFC 9110 §8.4.1.2: what is called deflate is zlib's format. */
    private static final class Zlib extends DeflaterOutputStream {
        Zlib(ByteArrayOutputStream out, int level) {
            super(out, new Deflater(level), BUFFER_SIZE, /* syncFlush= */ true);
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                def.end();
            }
        }
    }

    private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    private final DeflaterOutputStream out;

    Encoder(String coding, int level) {
        try {
            out = coding.equals(GZIP) ? new Gzip(encoded, level) : new Zlib(encoded, level);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a block; returns what has become of it, possibly nothing yet if it is not flushed. */
    byte[] encode(byte[] block, boolean isFlushed) {
        try {
            out.write(block);
            if (isFlushed) {
                out.flush();
            }
            return taken();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the body; returns the rest. */
    byte[] finish() {
        try {
            out.finish();
            return taken();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] taken() {
        var bytes = encoded.toByteArray();
        encoded.reset();
        return bytes;
    }

    /** Gives the memory back; may be called again. */
    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
