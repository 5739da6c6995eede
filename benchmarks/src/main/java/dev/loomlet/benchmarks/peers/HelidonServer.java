package dev.loomlet.benchmarks.peers;

import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.staticcontent.FileSystemHandlerConfig;
import io.helidon.webserver.staticcontent.StaticContentFeature;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.io.IOException;
import java.time.Duration;

/** Helidon, which serves each connection on a virtual thread: as it comes, or tuned as its entry in TechEmpower's benchmarks is. */
final class HelidonServer {

    private static final int TUNED_QUEUE = 8192;

    private final Work work;
    private final HttpService files;

    private HelidonServer(ServerProcess process) throws IOException {
        work = process.work();
        files = StaticContentFeature.createService(FileSystemHandlerConfig.create(process.files()));
    }

    public static void main(String[] args) throws Exception {
        ServerProcess.run(args, process -> start(process, /* tuned= */ false));
    }

    /** The tuned one is a main of its own. */
    static void start(ServerProcess process, boolean tuned) throws Exception {
        var server = new HelidonServer(process);
        var tls = Tls.builder().sslContext(process.tls()).build();
        var builder = WebServer.builder()
                .port(process.port())
                .routing(server::route)
                .addRouting(WsRouting.builder().endpoint(Route.WEBSOCKET.path(), new Echo()));
        listen(builder, tuned);
        builder.putSocket("tls", socket -> {
            socket.port(process.tlsPort()).tls(tls).routing(server::route);
            listen(socket, tuned);
        });
        builder.build().start();
    }

    private static void listen(ListenerConfig.BuilderBase<?, ?> listener, boolean tuned) {
        listener.host("127.0.0.1")
                .backlog(ServerProcess.BACKLOG)
                .idleConnectionTimeout(Duration.ofSeconds(ServerProcess.IDLE_SECONDS));
        if (tuned) {
            listener.backlog(TUNED_QUEUE)
                    .writeQueueLength(TUNED_QUEUE)
                    .smartAsyncWrites(true)
                    .connectionOptions(socket -> socket.readTimeout(Duration.ZERO)
                            .connectTimeout(Duration.ZERO)
                            .tcpNoDelay(true))
                    .addProtocol(Http1Config.builder()
                            .validateRequestHeaders(false)
                            .validateResponseHeaders(false)
                            .validatePrologue(false)
                            .validatePath(false)
                            .log(log -> log.receiveLog(false).sendLog(false))
                            .build());
        }
    }

    /** Whoever sends, sends back. */
    private static final class Echo implements WsListener {
        @Override
        public void onMessage(WsSession session, String text, boolean last) {
            session.send(text, last);
        }
    }

    private void route(HttpRouting.Builder routing) {
        for (var route : Route.values()) {
            if (route == Route.STATIC) {
                routing.register("/static", files);
            } else if (route == Route.UPLOAD) {
                routing.post(route.path(), this::upload);
            } else if (route == Route.PLAINTEXT
                    || (route != Route.WEBSOCKET && !route.path().equals("/"))) {
                routing.get(route.path(), this::get);
            }
        }
    }

    private void get(ServerRequest request, ServerResponse response) throws IOException, InterruptedException {
        send(work.get(request.path().path(), request.query().rawValue()), response);
    }

    private void upload(ServerRequest request, ServerResponse response) throws IOException {
        send(Work.upload(request.content().inputStream()), response);
    }

    private static void send(Answer answer, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
        response.send(answer.body());
    }
}
