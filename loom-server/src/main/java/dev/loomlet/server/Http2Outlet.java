package dev.loomlet.server;

import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.server.http1.ResponseFraming;
import dev.loomlet.server.http1.Violation;
import dev.loomlet.server.undertow.H2Stream;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Status;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** The response of one stream of HTTP/2. On the stream's thread. */
final class Http2Outlet implements Outlet {

    private final Service service;
    private final H2Stream stream;
    private final BooleanSupplier killed;
    private boolean finished;

    Http2Outlet(Service service, H2Stream stream, BooleanSupplier killed) {
        this.service = service;
        this.stream = stream;
        this.killed = killed;
    }

    @Override
    public ServerConfig config() {
        return service.config();
    }

    @Override
    public void head(RequestHead request, RequestBody body, Status status, Headers headers, ResponseFraming framing) {
        head(headers, status, framing);
    }

    private void head(Headers headers, Status status, ResponseFraming framing) {
        var fields = new ArrayList<String>(2 * headers.size() + 4);
        add(fields, headers);
        if (!headers.contains("Date")) {
            fields.add("date");
            fields.add(service.clock().text());
        }
        if (framing.length() >= 0) {
            fields.add("content-length");
            fields.add(Long.toString(framing.length()));
        }
        stream.head(status.code(), fields.toArray(String[]::new));
    }

    /* RFC 9113 §8.2.1: names in lower case */
    private static void add(List<String> fields, Headers headers) {
        for (var field : headers) {
            var name = field.name().toLowerCase(Locale.ROOT);
            if (!name.equals("content-length")) {
                fields.add(name);
                fields.add(field.value());
            }
        }
    }

    @Override
    public void body(ResponseFraming.Kind kind, byte[] from, int offset, int length) throws IOException {
        stream.write(from, offset, length);
    }

    @Override
    public long file(FileChannel file, long position, long count) throws IOException {
        return FileSlices.send(file, position, count, (slice, length) -> stream.write(slice, 0, length));
    }

    @Override
    public void end(ResponseFraming.Kind kind) throws IOException {
        finish();
    }

    @Override
    public void interim(Headers headers) throws IOException {
        var fields = new ArrayList<String>();
        add(fields, headers);
        stream.interim("100", fields.toArray(String[]::new));
    }

    @Override
    public long reject(Violation violation, boolean withBody) throws IOException {
        var sentence = (violation.sentence() + "\n").getBytes(StandardCharsets.ISO_8859_1);
        var headers = Headers.of("Content-Type", "text/plain");
        head(headers, Status.of(violation.status()), new ResponseFraming(ResponseFraming.Kind.LENGTH, sentence.length));
        if (withBody) {
            stream.write(sentence, 0, sentence.length);
        }
        finish();
        return withBody ? sentence.length : 0;
    }

    private void finish() throws IOException {
        stream.finish();
        finished = true;
    }

    /** Whether the response has its end. */
    boolean isFinished() {
        return finished;
    }

    @Override
    public void flush() throws IOException {
        stream.flush();
    }

    @Override
    public void flushResponse() {}

    @Override
    public void abortOnClose() {}

    @Override
    public void endAfterThis() {}

    /** What is left of a request is the stream's, and hinders no other. */
    @Override
    public boolean persists() {
        return false;
    }

    @Override
    public boolean isBroken() {
        return stream.isBroken();
    }

    @Override
    public boolean isKilled() {
        return killed.getAsBoolean();
    }
}
