package dev.loomlet.samples;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Reads a body of any size in constant memory, with a Content-Length or chunked, and tells its size and SHA-256. The input is an
 * {@link java.io.InputStream} that ends where the body ends.
 *
 * <pre>
 *   head -c 1000000 /dev/urandom | curl -T - http://127.0.0.1:8080/
 * </pre>
 */
final class Upload implements Sample {

    private static Iterable<byte[]> upload(Environ environ, StartResponse startResponse)
            throws IOException, NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance("SHA-256");
        var buffer = new byte[16 * 1024];
        long size = 0;
        for (int count = environ.input().read(buffer);
                count >= 0;
                count = environ.input().read(buffer)) {
            digest.update(buffer, 0, count);
            size += count;
        }
        startResponse.start("200 OK", Headers.of("Content-Type", "text/plain"));
        return Body.of(size + " bytes, SHA-256 " + HexFormat.of().formatHex(digest.digest()) + "\r\n");
    }

    @Override
    public Application application() {
        return Upload::upload;
    }

    @Override
    public About about() {
        return new About(
                "upload",
                "reads a body of any size in constant memory; tells its size and SHA-256",
                "head -c 1000000 /dev/urandom | curl -T - URL/");
    }
}
