package dev.loomlet.server;

import dev.loomlet.server.http1.Persistence;
import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.server.http1.ResponseEncoder;
import dev.loomlet.server.http1.ResponseFraming;
import dev.loomlet.server.http1.Violation;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Status;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** The responses of a connection that speaks HTTP/1.1, one after the other. On the connection's thread. */
final class Http1Outlet implements Outlet {

    private final Connection connection;
    private final ConnectionOutput output;
    private Persistence persistence = Persistence.CLOSE;

    Http1Outlet(Connection connection, ConnectionOutput output) {
        this.connection = connection;
        this.output = output;
    }

    @Override
    public ServerConfig config() {
        return connection.config();
    }

    @Override
    public void head(RequestHead request, RequestBody body, Status status, Headers headers, ResponseFraming framing)
            throws IOException {
        persistence = choosePersistence(request, body, status, framing);
        var out = output.pending();
        ResponseEncoder.statusLine(out, status);
        ResponseEncoder.fields(out, headers, config().capitalizeHeaders());
        if (!headers.contains("Date")) {
            ResponseEncoder.date(out, connection.date());
        }
        ResponseEncoder.framing(out, framing);
        ResponseEncoder.connection(out, persistence, config().idleTimeout().toSeconds());
        out.addLineEnd();
        output.flushIfFull();
    }

    /** Sends a 101, behind which the connection speaks another protocol (RFC 9110 §15.2.2). */
    void upgrade(String protocol, Headers headers) throws IOException {
        persistence = Persistence.CLOSE;
        var out = output.pending();
        ResponseEncoder.statusLine(out, Status.of(101));
        ResponseEncoder.fields(out, Headers.of("Upgrade", protocol, "Connection", "Upgrade"), /* capitalize= */ false);
        ResponseEncoder.fields(out, headers, config().capitalizeHeaders());
        out.addLineEnd();
        output.flush();
    }

    /* RFC 9112 §9.3, §9.6 */
    private Persistence choosePersistence(
            RequestHead request, RequestBody body, Status status, ResponseFraming framing) {
        boolean mustClose = framing.kind() == ResponseFraming.Kind.CLOSE
                || connection.isLast()
                || body.failure().isPresent()
                || (body.lacksContinue() && !body.isComplete())
                || (request.method().equals("CONNECT") && status.code() < 300);
        return mustClose ? Persistence.CLOSE : Persistence.of(request);
    }

    @Override
    public void body(ResponseFraming.Kind kind, byte[] from, int offset, int length) throws IOException {
        if (kind == ResponseFraming.Kind.CHUNKED) {
            ResponseEncoder.chunkHead(output.pending(), length);
            output.write(from, offset, length);
            output.pending().addLineEnd();
        } else {
            output.write(from, offset, length);
        }
    }

    @Override
    public long file(FileChannel file, long position, long count) throws IOException {
        return output.transfer(file, position, count);
    }

    @Override
    public void end(ResponseFraming.Kind kind) {
        if (kind == ResponseFraming.Kind.CHUNKED) {
            ResponseEncoder.lastChunk(output.pending());
        }
    }

    @Override
    public void interim(Headers headers) throws IOException {
        var out = output.pending();
        ResponseEncoder.statusLine(out, Status.of(100));
        ResponseEncoder.fields(out, headers, config().capitalizeHeaders());
        out.addLineEnd();
        output.flush();
    }

    @Override
    public long reject(Violation violation, boolean withBody) {
        return ErrorResponses.add(output.pending(), violation, connection.date(), withBody);
    }

    @Override
    public void flush() throws IOException {
        output.flush();
    }

    @Override
    public void flushResponse() throws IOException {
        connection.flushUnlessPipelined();
    }

    @Override
    public void abortOnClose() {
        output.abortOnClose();
    }

    @Override
    public void endAfterThis() {
        connection.endAfterThis();
    }

    @Override
    public boolean persists() {
        return persistence != Persistence.CLOSE;
    }

    @Override
    public Http1Upgrade takeover(Response response) {
        return new Http1Upgrade(connection, response, this);
    }

    @Override
    public boolean isBroken() {
        return output.isBroken();
    }

    @Override
    public boolean isKilled() {
        return connection.isKilled();
    }
}
