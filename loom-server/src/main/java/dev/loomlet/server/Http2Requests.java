package dev.loomlet.server;

import dev.loomlet.server.http1.BodyFraming;
import dev.loomlet.server.http1.Expectation;
import dev.loomlet.server.http1.ProtocolException;
import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.server.http1.Violation;
import dev.loomlet.server.undertow.H2Stream;
import dev.loomlet.server.undertow.Http2Limits;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Serves the requests of a connection that speaks HTTP/2: for each stream what {@link Connection} does for each request. Any thread. */
final class Http2Requests {

    private static final Duration RESETS_TIME = Duration.ofSeconds(30);
    private static final Duration AFTER_EARLY_ANSWER = Duration.ofMillis(200);

    private final Service service;
    private final Peer peer;
    private final BooleanSupplier killed;

    Http2Requests(Service service, Peer peer, BooleanSupplier killed) {
        this.service = service;
        this.peer = peer;
        this.killed = killed;
    }

    static Http2Limits limits(ServerConfig config) {
        return new Http2Limits(
                config.http2Streams(),
                config.maxHeaderBytes(),
                config.http2Resets(),
                (int) RESETS_TIME.toMillis(),
                config.writeMillis(),
                (int) AFTER_EARLY_ANSWER.toMillis());
    }

    /** Serves one, on a thread of its own. */
    void serve(H2Stream stream) {
        var log = AccessLogger.of(service.config(), peer);
        var outlet = new Http2Outlet(service, stream, killed);
        RequestHead head = null;
        try {
            head = Http2Head.parse(stream.fields(), service.config());
            log.begin(head);
            serve(stream, head, outlet, log);
        } catch (MalformedRequestException e) {
            Log.SERVER.log(System.Logger.Level.DEBUG, "a request from " + peer + " is malformed: " + e.getMessage());
            stream.reset(H2Stream.PROTOCOL_ERROR);
            log.end(0, 0);
        } catch (ProtocolException e) {
            reject(e.violation(), head, outlet, log);
        }
    }

    private void serve(H2Stream stream, RequestHead head, Http2Outlet outlet, AccessLogger log)
            throws ProtocolException {
        var config = service.config();
        boolean expectsContinue = Expectation.isContinue(head) && !stream.endsWithHead();
        var framing = BodyFraming.ofRequest(head, config.maxBodyBytes());
        if (stream.endsWithHead() && framing instanceof BodyFraming.Fixed) {
            throw new MalformedRequestException("content-length without a body");
        }
        var body = stream.endsWithHead()
                ? NoBody.INSTANCE
                : new StreamBody(stream, config, new Interim(expectsContinue, outlet));
        var environ = service.environs().build(head, peer, body);
        var response = new Response(head, body, outlet);
        new Exchange(outlet).run(service.application(), environ, body, response);
        if (!outlet.isFinished()) {
            stream.reset(H2Stream.INTERNAL_ERROR);
        }
        log.end(response.sentStatus(), response.bodyBytes());
    }

    private void reject(Violation violation, @Nullable RequestHead head, Outlet outlet, AccessLogger log) {
        boolean withBody = head == null || !head.method().equals("HEAD");
        try {
            log.end(violation.status(), outlet.reject(violation, withBody));
        } catch (IOException e) {
            log.end(0, 0);
        }
    }
}
