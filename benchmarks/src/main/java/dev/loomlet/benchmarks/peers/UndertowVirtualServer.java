package dev.loomlet.benchmarks.peers;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Undertow with each request dispatched to a virtual thread, where it may block. */
final class UndertowVirtualServer {

    private final Work work;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private UndertowVirtualServer(Work work) {
        this.work = work;
    }

    public static void main(String[] args) throws Exception {
        ServerProcess.run(
                args,
                process ->
                        UndertowServer.startWithoutCaches(process, new UndertowVirtualServer(process.work())::handle));
    }

    private void handle(HttpServerExchange exchange) {
        exchange.dispatch(threads, this::serve);
    }

    private void serve(HttpServerExchange exchange) throws Exception {
        exchange.startBlocking();
        var answer = exchange.getRequestMethod().equals(Methods.POST)
                ? Work.upload(exchange.getInputStream())
                : work.get(exchange.getRequestPath(), exchange.getQueryString());
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, answer.contentType());
        exchange.setResponseContentLength(answer.body().length);
        exchange.getOutputStream().write(answer.body());
        exchange.endExchange();
    }
}
