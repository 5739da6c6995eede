package dev.loomlet.middleware;

import dev.loomlet.green.spi.GreenThreadFactory;
import dev.loomlet.web.HttpException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests to backends by the JDK's HTTP client, always as HTTP/1.1, and closes it. The client has a thread of its own for its sockets and
 * runs its tasks on green threads; whoever sends waits on its own thread. Any number of threads may send at once.
 */
final class BackendClient implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final ForwardConfig config;
    private final ProxyFields proxyFields;
    private final HttpClient client;

    BackendClient(ForwardConfig config) {
        this.config = config;
        proxyFields = new ProxyFields(config);
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                /* Not the one that the system has for its programs: this is one. */
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(config.connectTimeout())
                .executor(task -> GreenThreadFactory.newThread(task).start());
        config.sslContext().ifPresent(builder::sslContext);
        client = builder.build();
    }

    ProxyFields proxyFields() {
        return proxyFields;
    }

    /**
     * Sends {@code request} and waits for the answer's head and its first block, as long as the timeouts allow.
     *
     * @return the answer, to be closed
     * @throws BackendException if there is no answer that can be passed on
     * @throws HttpException if the request cannot be sent to this backend
     * @throws IOException if the request's body cannot be read
     * @throws InterruptedException if the thread is interrupted meanwhile; the request is given up then
     */
    AnswerBody send(BackendUri backend, ForwardRequest request) throws IOException, InterruptedException {
        var upload = new Upload(request.body().length());
        var future = client.sendAsync(httpRequest(backend.resolve(request.target()), request, upload), this::receive);
        boolean passed = false;
        try {
            if (request.body().length() != 0) {
                var _ = future.whenComplete((answer, fault) -> upload.end());
                upload.feed(request.body(), config.connectTimeout().plus(config.idleTimeout()));
            }
            var answer = await(future, config.answerTimeout()).body();
            answer.awaitBlock();
            passed = true;
            return answer;
        } finally {
            if (!passed) {
                future.cancel(/* mayInterruptIfRunning= */ true);
                var _ = future.whenComplete((response, fault) -> {
                    if (fault == null) {
                        response.body().close();
                    }
                });
            }
        }
    }

    private static HttpRequest httpRequest(URI uri, ForwardRequest request, Upload upload) {
        var builder = HttpRequest.newBuilder(uri).expectContinue(request.expectsContinue());
        request.fields().forEach(field -> builder.header(field.name(), field.value()));
        if (request.body().length() != 0) {
            return builder.method(request.method(), upload).build();
        }
        /* By these methods the client says nothing of a body; by others that its length is 0. */
        return switch (request.method()) {
            case "GET" -> builder.GET().build();
            case "HEAD" -> builder.HEAD().build();
            case "DELETE" -> builder.DELETE().build();
            default -> builder.method(request.method(), BodyPublishers.noBody()).build();
        };
    }

    private AnswerBody receive(HttpResponse.ResponseInfo info) {
        try {
            return new AnswerBody(AnswerHead.of(info, proxyFields), config.idleTimeout());
        } catch (BackendException e) {
            return AnswerBody.refused(e);
        }
    }

    /**
     * Asks for {@code uri} and returns the answer's status when its body is over.
     *
     * @throws BackendException if that is not so within {@code timeout}
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    int probe(URI uri, Duration timeout) throws BackendException, InterruptedException {
        var request =
                HttpRequest.newBuilder(uri).header("User-Agent", "loomlet").build();
        var future = client.sendAsync(request, BodyHandlers.discarding());
        try {
            return await(future, timeout).statusCode();
        } finally {
            /* Has no effect once there is an answer. */
            future.cancel(/* mayInterruptIfRunning= */ true);
        }
    }

    private static <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> future, Duration timeout)
            throws BackendException, InterruptedException {
        try {
            return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw BackendException.of(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw BackendException.timeout("sent no answer in time");
        }
    }

    /** Gives up all requests in progress, and waits a moment until the client has ended. An interrupt ends the wait, and stays. */
    @Override
    public void close() {
        client.shutdownNow();
        try {
            client.awaitTermination(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
