package dev.loomlet.server;

import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.server.http1.ResponseFraming;
import dev.loomlet.server.http1.Violation;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Status;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The response of one exchange of an Undertow server, which frames it. On the request's thread. */
final class HandlerOutlet implements Outlet {

    private static final byte[] NONE = {};
    private static final int FULL = 16 * 1024;
    private static final int SMALL = 512;

    private final ServerConfig config;
    private final HttpServerExchange exchange;
    private final ExchangeChannels channels;
    private byte[] pending = NONE;
    private int length;
    private boolean headSet;
    private boolean finished;

    HandlerOutlet(ServerConfig config, HttpServerExchange exchange, ExchangeChannels channels) {
        this.config = config;
        this.exchange = exchange;
        this.channels = channels;
    }

    @Override
    public ServerConfig config() {
        return config;
    }

    @Override
    public void head(RequestHead request, RequestBody body, Status status, Headers headers, ResponseFraming framing) {
        head(status, headers, framing);
    }

    private void head(Status status, Headers headers, ResponseFraming framing) {
        exchange.setStatusCode(status.code());
        exchange.setReasonPhrase(status.reason());
        var fields = exchange.getResponseHeaders();
        for (var field : headers) {
            if (!field.name().equalsIgnoreCase("Content-Length")) {
                fields.add(HttpString.tryFromString(field.name()), field.value());
            }
        }
        if (framing.length() >= 0) {
            exchange.setResponseContentLength(framing.length());
        }
        headSet = true;
    }

    @Override
    public void body(ResponseFraming.Kind kind, byte[] from, int offset, int count) throws IOException {
        for (int at = offset; at < offset + count; ) {
            int fits = Math.min(offset + count - at, FULL - length);
            if (length + fits > pending.length) {
                pending = Arrays.copyOf(pending, Math.clamp(2L * (length + fits), SMALL, FULL));
            }
            System.arraycopy(from, at, pending, length, fits);
            length += fits;
            at += fits;
            if (length == FULL) {
                send(ExchangeChannels.Then.GO_ON);
            }
        }
    }

    @Override
    public long file(FileChannel file, long position, long count) throws IOException {
        return FileSlices.send(
                file, position, count, (slice, length) -> body(ResponseFraming.Kind.LENGTH, slice, 0, length));
    }

    @Override
    public void end(ResponseFraming.Kind kind) throws IOException {
        send(ExchangeChannels.Then.END);
        finished = true;
    }

    @Override
    public void interim(Headers headers) {
        throw new IllegalStateException("the 100 is Undertow's");
    }

    @Override
    public long reject(Violation violation, boolean withBody) throws IOException {
        var sentence = (violation.sentence() + "\n").getBytes(StandardCharsets.ISO_8859_1);
        exchange.setPersistent(false);
        head(
                Status.of(violation.status()),
                Headers.of("Content-Type", "text/plain"),
                new ResponseFraming(ResponseFraming.Kind.LENGTH, sentence.length));
        if (withBody) {
            body(ResponseFraming.Kind.LENGTH, sentence, 0, sentence.length);
        }
        end(ResponseFraming.Kind.LENGTH);
        return withBody ? sentence.length : 0;
    }

    @Override
    public void flush() throws IOException {
        if (headSet && !finished) {
            send(ExchangeChannels.Then.FLUSH);
        }
    }

    private void send(ExchangeChannels.Then then) throws IOException {
        var bytes = ByteBuffer.wrap(pending, 0, length);
        /* The channels have it until it is written, which is before this returns. */
        length = 0;
        channels.write(bytes, then);
    }

    /** Whether the response has its end. */
    boolean isFinished() {
        return finished;
    }

    @Override
    public void flushResponse() {}

    @Override
    public void abortOnClose() {}

    @Override
    public void endAfterThis() {
        exchange.setPersistent(false);
    }

    /** What is left of a request is Undertow's to read. */
    @Override
    public boolean persists() {
        return false;
    }

    @Override
    public boolean isBroken() {
        return channels.isBroken();
    }

    @Override
    public boolean isKilled() {
        return false;
    }
}
