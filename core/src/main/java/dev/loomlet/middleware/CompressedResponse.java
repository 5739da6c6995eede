package dev.loomlet.middleware;

import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import dev.loomlet.wsgi.Status;
import dev.loomlet.wsgi.Writer;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One response that {@link Compress} may compress. What the application starts is kept until its first byte, or until its whole body is
 * there, since only then the length is known. On the request's thread.
 *
 * <pre>
 *              start                first byte, or a whole body
 *   UNSTARTED ───────► kept ───────────────────────────────────► passed on, compressed or not
 *                       │ ▲                                        │
 *                       └─┘ start with an error                    └─ start with an error: passed on, not compressed
 * </pre>
 */
final class CompressedResponse implements StartResponse {

    /** What the application started with. */
    private record Start(
            Status status, Headers headers, @Nullable Throwable error) {}

    private final Compress options;
    private final Environ environ;
    private final StartResponse server;
    private Optional<Start> started = Optional.empty();
    private Optional<Writer> writer = Optional.empty();
    private Optional<Encoder> encoder = Optional.empty();

    CompressedResponse(Compress options, Environ environ, StartResponse server) {
        this.options = options;
        this.environ = environ;
        this.server = server;
    }

    @Override
    public Writer start(String status, Headers headers, @Nullable Throwable error) {
        if (error == null && started.isPresent()) {
            throw new IllegalStateException(
                    "startResponse was called before; a second call must give the error it answers");
        }
        if (writer.isPresent()) {
            /* The server knows whether anything was sent, and throws then. */
            writer = Optional.of(server.start(status, headers, error));
            close();
        }
        started = Optional.of(new Start(Status.parse(status), headers, error));
        return block -> {
            passOn();
            writer.orElseThrow().write(encode(block, /* isFlushed= */ true));
        };
    }

    /** What takes the place of the application's body. */
    Iterable<byte[]> body(Iterable<byte[]> result) {
        if (started.isEmpty() || writer.isPresent()) {
            return new CompressedBody(this, result);
        }
        if (result instanceof List<byte[]> blocks && !environ.method().equals("HEAD")) {
            return inMemory(blocks);
        }
        var choice = choose(CompressChoice.declaredLength(started.get().headers));
        if (choice.coding().isEmpty()) {
            start(choice.plainHeaders());
            return result;
        }
        if (environ.method().equals("HEAD")) {
            start(choice.headers());
            return result;
        }
        return new CompressedBody(this, result);
    }

    private List<byte[]> inMemory(List<byte[]> blocks) {
        var joined = new ByteArrayOutputStream();
        blocks.forEach(joined::writeBytes);
        var choice = choose(joined.size());
        if (choice.coding().isPresent()) {
            var whole = encoded(joined.toByteArray(), choice.coding().get());
            if (whole.length < joined.size()) {
                start(choice.headers().with("Content-Length", Integer.toString(whole.length)));
                return Body.of(whole);
            }
        }
        start(choice.plainHeaders());
        return blocks;
    }

    private byte[] encoded(byte[] plain, String coding) {
        try (var whole = options.encoder(coding)) {
            var encoded = new ByteArrayOutputStream();
            encoded.writeBytes(whole.encode(plain, /* isFlushed= */ false));
            encoded.writeBytes(whole.finish());
            return encoded.toByteArray();
        }
    }

    private CompressChoice choose(long length) {
        var start = started.orElseThrow();
        return CompressChoice.of(options, environ, start.status, start.headers, length);
    }

    private void start(Headers headers) {
        var start = started.orElseThrow();
        writer = Optional.of(server.start(start.status.toString(), headers, start.error));
    }

    /** Starts the server's response, unless it was; its body comes block by block. */
    void passOn() {
        if (writer.isPresent()) {
            return;
        }
        var start = started.orElseThrow(
                () -> new IllegalStateException("the application gave its body but did not call startResponse"));
        var choice = choose(CompressChoice.declaredLength(start.headers));
        encoder = choice.coding().map(options::encoder);
        start(choice.headers());
    }

    boolean isStarted() {
        return started.isPresent();
    }

    byte[] encode(byte[] block, boolean isFlushed) {
        return encoder.isPresent() ? encoder.get().encode(block, isFlushed) : block;
    }

    /** What is left to send when the body has ended. */
    byte[] finish() {
        return encoder.map(Encoder::finish).orElseGet(() -> new byte[0]);
    }

    /** Gives up what compresses, if anything does. */
    void close() {
        encoder.ifPresent(Encoder::close);
        encoder = Optional.empty();
    }
}
