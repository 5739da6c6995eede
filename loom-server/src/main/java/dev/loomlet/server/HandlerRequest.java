package dev.loomlet.server;

import dev.loomlet.server.http1.BodyFraming;
import dev.loomlet.server.http1.Expectation;
import dev.loomlet.server.http1.ProtocolException;
import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.server.http1.Violation;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Serves an exchange of a {@link GreenHandler}, as {@link Connection} does a request. On a virtual thread of its own. */
final class HandlerRequest {

    private final Service service;
    private final HttpServerExchange exchange;
    private final ExchangeChannels channels;
    private final HandlerOutlet outlet;

    HandlerRequest(Service service, HttpServerExchange exchange) {
        this.service = service;
        this.exchange = exchange;
        channels = new ExchangeChannels(exchange, service.config().writeTimeout());
        outlet = new HandlerOutlet(service.config(), exchange, channels);
    }

    void serve() {
        try {
            HandlerHead.peer(exchange).ifPresent(this::serve);
        } finally {
            channels.end(outlet.isFinished());
        }
    }

    private void serve(Peer peer) {
        var log = AccessLogger.of(service.config(), peer);
        RequestHead head = null;
        try {
            head = HandlerHead.parse(exchange, service.config().maxRequestLine());
            log.begin(head);
            serve(head, peer, log);
        } catch (ProtocolException e) {
            reject(e.violation(), head, log);
        }
    }

    private void serve(RequestHead head, Peer peer, AccessLogger log) throws ProtocolException {
        var config = service.config();
        Expectation.isContinue(head);
        BodyFraming.ofRequest(head, config.maxBodyBytes());
        var body = exchange.isRequestComplete()
                ? NoBody.INSTANCE
                : new HandlerBody(channels, config, new Interim(/* expected= */ false, outlet));
        var environ = service.environs().build(head, peer, body);
        HandlerHead.addTo(environ, exchange);
        var response = new Response(head, body, outlet);
        new Exchange(outlet).run(service.application(), environ, body, response);
        log.end(response.sentStatus(), response.bodyBytes());
    }

    private void reject(Violation violation, @Nullable RequestHead head, AccessLogger log) {
        boolean withBody = head == null || !head.method().equals("HEAD");
        try {
            log.end(violation.status(), outlet.reject(violation, withBody));
        } catch (IOException e) {
            log.end(0, 0);
        }
    }
}
