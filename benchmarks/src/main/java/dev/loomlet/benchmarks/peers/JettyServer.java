package dev.loomlet.benchmarks.peers;

import java.nio.ByteBuffer;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty: its selectors on platform threads, its handlers, which may block, each on a virtual thread. */
final class JettyServer extends Handler.Abstract {

    private final Work work;

    private JettyServer(Work work) {
        this.work = work;
    }

    public static void main(String[] args) throws Exception {
        ServerProcess.run(args, JettyServer::start);
    }

    private static void start(ServerProcess process) throws Exception {
        var threads = new QueuedThreadPool();
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var server = new Server(threads);
        var http = new ServerConnector(server);
        http.setPort(process.port());
        var keys = new SslContextFactory.Server();
        keys.setSslContext(process.tls());
        var https = new ServerConnector(server, keys);
        https.setPort(process.tlsPort());
        for (var connector : new ServerConnector[] {http, https}) {
            connector.setHost("127.0.0.1");
            connector.setAcceptQueueSize(ServerProcess.BACKLOG);
            connector.setIdleTimeout(ServerProcess.IDLE_SECONDS * 1000L);
            server.addConnector(connector);
        }
        server.setHandler(new JettyServer(process.work()));
        server.start();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var answer = request.getMethod().equals("POST")
                ? Work.upload(Content.Source.asInputStream(request))
                : work.get(
                        Request.getPathInContext(request), request.getHttpURI().getQuery());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        response.write(/* last= */ true, ByteBuffer.wrap(answer.body()), callback);
        return true;
    }
}
