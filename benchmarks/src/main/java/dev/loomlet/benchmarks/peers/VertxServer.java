package dev.loomlet.benchmarks.peers;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** Vert.x: a verticle a core, each on an event loop; what blocks is executed by its pool of workers. */
final class VertxServer extends VerticleBase {

    private final ServerProcess process;

    private VertxServer(ServerProcess process) {
        this.process = process;
    }

    public static void main(String[] args) throws Exception {
        ServerProcess.run(args, VertxServer::start);
    }

    private static void start(ServerProcess process) throws Exception {
        var options = new VertxOptions().setPreferNativeTransport(true).setWorkerPoolSize(ServerProcess.WORKERS);
        var instances =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        var vertx = Vertx.vertx(options);
        System.err.println("native transport: " + vertx.isNativeTransportEnabled());
        vertx.deployVerticle(() -> new VertxServer(process), instances).await();
    }

    @Override
    public Future<?> start() {
        var http = options().setPort(process.port());
        var keys = new PfxOptions().setPath(process.keyStore().toString()).setPassword(KeyStores.PASSWORD);
        var https = options().setPort(process.tlsPort()).setSsl(true).setKeyCertOptions(keys);
        return Future.all(listen(http), listen(https));
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions().setHost("127.0.0.1").setAcceptBacklog(ServerProcess.BACKLOG);
    }

    private Future<?> listen(HttpServerOptions options) {
        return vertx.createHttpServer(options)
                .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
                .requestHandler(this::handle)
                .listen();
    }

    private void handle(HttpServerRequest request) {
        var path = Objects.requireNonNull(request.path());
        if (request.method().equals(HttpMethod.POST)) {
            upload(request);
        } else if (Work.blocks(path)) {
            context.executeBlocking(() -> process.work().get(path, request.query()), /* ordered= */ false)
                    .onComplete(
                            answer -> send(Objects.requireNonNull(answer), request), failure -> fail(failure, request));
        } else {
            try {
                send(process.work().get(path, request.query()), request);
            } catch (IOException | InterruptedException e) {
                fail(e, request);
            }
        }
    }

    private static void upload(HttpServerRequest request) {
        var length = new AtomicLong();
        request.handler(buffer -> length.addAndGet(buffer.length()));
        request.endHandler(end -> send(Answer.count(length.get()), request));
    }

    private static void send(Answer answer, HttpServerRequest request) {
        /* With the end, the length is set and all goes out in one write. */
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
                .end(Buffer.buffer(answer.body()));
    }

    private static void fail(Throwable failure, HttpServerRequest request) {
        failure.printStackTrace();
        request.response().setStatusCode(500).end();
    }
}
