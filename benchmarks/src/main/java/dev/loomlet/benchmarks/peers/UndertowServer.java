package dev.loomlet.benchmarks.peers;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import org.xnio.Options;

/** What the two configurations of Undertow share. */
final class UndertowServer {

    private UndertowServer() {}

    static void start(ServerProcess process, HttpHandler handler) throws Exception {
        Undertow.builder()
                .setWorkerThreads(ServerProcess.WORKERS)
                .setSocketOption(Options.BACKLOG, ServerProcess.BACKLOG)
                /* A header that HTTP/1.1 does not need. */
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, ServerProcess.IDLE_SECONDS * 1000)
                .addHttpListener(process.port(), "127.0.0.1")
                .addHttpsListener(process.tlsPort(), "127.0.0.1", process.tls())
                .setHandler(handler)
                .build()
                .start();
    }
}
