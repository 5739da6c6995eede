package dev.loomlet.middleware;

import dev.loomlet.web.MediaType;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Middleware;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.Deflater;

/**
 * Compresses responses by {@code gzip} or {@code deflate}, whichever the client likes better by its {@code Accept-Encoding} (RFC 9110
 * §12.5.3).
 *
 * {@snippet lang = java :
 * Application compressed = new Compress().minimumSize(4096).wrap(application);
 * }
 *
 * <p>Left as they are: responses of fewer bytes than {@link #minimumSize}, as far as the length is known; of a type that does not shrink;
 * with a {@code Content-Encoding} or {@code Content-Range}; with {@code Cache-Control: no-transform}; and a body in memory that does not
 * become smaller. Where the choice depends on the client, {@code Vary} says so. What is compressed has a weak {@code ETag}, and neither
 * {@code Accept-Ranges} nor the length of the application; to HEAD there are the same fields.
 *
 * <p>A body in memory stays one. A file is compressed as it is read. Of any other body, and of {@code write()}, each block is compressed
 * and flushed before the next is asked for, so that events go out at once.
 *
 * <p>A page that holds a secret beside text that the client chose should not be compressed over TLS: its length tells (BREACH).
 *
 * <p>It can be used by any thread; a response is compressed on its request's thread.
 */
public final class Compress implements Middleware {

    /** Bytes below which a response is not compressed, if nothing is said: about what goes into one packet. */
    public static final int DEFAULT_MINIMUM_SIZE = 1024;

    private static final Set<String> SHRINKING = Set.of(
            "application/json",
            "application/javascript",
            "application/xml",
            "application/yaml",
            "application/toml",
            "application/wasm",
            "application/rtf",
            "application/x-ndjson",
            "application/vnd.ms-fontobject",
            "font/otf",
            "font/ttf",
            "image/bmp",
            "image/vnd.microsoft.icon",
            "image/x-icon");

    private final int minimumSize;
    private final int level;
    private final Predicate<MediaType> types;

    /** Makes a middleware with the usual options. */
    public Compress() {
        this(DEFAULT_MINIMUM_SIZE, Deflater.DEFAULT_COMPRESSION, Compress::shrinks);
    }

    private Compress(int minimumSize, int level, Predicate<MediaType> types) {
        this.minimumSize = minimumSize;
        this.level = level;
        this.types = types;
    }

    /**
     * Tells whether a type is compressed if nothing is said: text, JSON, XML and what is made of them, SVG, scripts, WebAssembly, fonts and
     * images that are not compressed in themselves.
     *
     * @param type a content type
     * @return whether it is
     */
    public static boolean shrinks(MediaType type) {
        return type.type().equals("text")
                || type.subtype().endsWith("+json")
                || type.subtype().endsWith("+xml")
                || SHRINKING.contains(type.essence());
    }

    /**
     * Sets the length from which on responses are compressed.
     *
     * @param bytes at least 0
     * @return another middleware
     * @throws IllegalArgumentException if {@code bytes} is negative
     */
    public Compress minimumSize(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes " + bytes + " is negative");
        }
        return new Compress(bytes, level, types);
    }

    /**
     * Sets how hard to try.
     *
     * @param newLevel 1, fast, to 9, small; zlib's own choice, about 6, by default
     * @return another middleware
     * @throws IllegalArgumentException if {@code newLevel} is another
     */
    public Compress level(int newLevel) {
        if (newLevel < 1 || newLevel > 9) {
            throw new IllegalArgumentException("newLevel " + newLevel + " is not 1 to 9");
        }
        return new Compress(minimumSize, newLevel, types);
    }

    /**
     * Sets which types are compressed; {@link #shrinks} by default.
     *
     * @param areCompressed called by any thread
     * @return another middleware
     */
    public Compress types(Predicate<MediaType> areCompressed) {
        return new Compress(minimumSize, level, Objects.requireNonNull(areCompressed, "areCompressed"));
    }

    @Override
    public Application wrap(Application application) {
        Objects.requireNonNull(application, "application");
        return (environ, startResponse) -> {
            var response = new CompressedResponse(this, environ, startResponse);
            Iterable<byte[]> body = application.call(environ, response);
            boolean isPassed = false;
            try {
                var compressed = response.body(body);
                isPassed = true;
                return compressed;
            } finally {
                if (!isPassed) {
                    response.close();
                    Body.close(body);
                }
            }
        };
    }

    int minimumSize() {
        return minimumSize;
    }

    boolean compresses(MediaType type) {
        return types.test(type);
    }

    Encoder encoder(String coding) {
        return new Encoder(coding, level);
    }
}
