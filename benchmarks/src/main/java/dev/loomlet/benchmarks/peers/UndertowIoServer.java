package dev.loomlet.benchmarks.peers;

import io.undertow.Handlers;
import io.undertow.io.Receiver;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** Undertow as its documentation has it: on its I/O threads, but what blocks is dispatched to its pool of workers. */
final class UndertowIoServer {

    private final Work work;
    private final HttpHandler files;

    private UndertowIoServer(ServerProcess process) throws IOException {
        work = process.work();
        files = Handlers.path().addPrefixPath("/static", Handlers.resource(new PathResourceManager(process.files())));
    }

    public static void main(String[] args) throws Exception {
        ServerProcess.run(args, process -> UndertowServer.start(process, new UndertowIoServer(process)::handle));
    }

    private void handle(HttpServerExchange exchange) throws Exception {
        if (exchange.getRequestMethod().equals(Methods.POST)) {
            upload(exchange);
        } else if (exchange.getRequestPath().startsWith("/static/")) {
            files.handleRequest(exchange);
        } else if (Work.blocks(exchange.getRequestPath())) {
            exchange.dispatch(this::get);
        } else {
            get(exchange);
        }
    }

    private void get(HttpServerExchange exchange) throws Exception {
        send(work.get(exchange.getRequestPath(), exchange.getQueryString()), exchange);
    }

    private static void upload(HttpServerExchange exchange) {
        var length = new AtomicLong();
        Receiver.PartialBytesCallback read = (sender, bytes, last) -> {
            long total = length.addAndGet(bytes.length);
            if (last) {
                send(Answer.count(total), sender);
            }
        };
        exchange.getRequestReceiver().receivePartialBytes(read);
    }

    private static void send(Answer answer, HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, answer.contentType());
        exchange.setResponseContentLength(answer.body().length);
        exchange.getResponseSender().send(ByteBuffer.wrap(answer.body()));
    }
}
