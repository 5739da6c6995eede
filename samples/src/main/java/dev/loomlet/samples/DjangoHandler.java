package dev.loomlet.samples;

import dev.loomlet.web.HttpException;
import dev.loomlet.web.Request;
import dev.loomlet.web.SetCookie;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.FileWrapper;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import dev.loomlet.wsgi.Status;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What Django's {@code WSGIHandler} does between a server and views, step by step in {@link #call}: layers loaded once, at the first request; a
 * signal when a request starts and one when it is finished; 400 for a request whose bytes are no text; cookies among the headers; a file through
 * {@code wsgi.file_wrapper} where there is one. On the requests' threads.
 */
final class DjangoHandler implements Application {

    /** Answers a request. */
    @FunctionalInterface
    interface View {
        Answer answer(Request request) throws Exception;
    }

    /** What a view answers with; the body is text, or the file if there is one. */
    record Answer(int status, Headers headers, List<SetCookie> cookies, String text, Optional<InputStream> file) {

        static Answer text(int status, String text) {
            return new Answer(
                    status, Headers.of("Content-Type", "text/plain; charset=utf-8"), List.of(), text, Optional.empty());
        }

        static Answer file(InputStream file) {
            return new Answer(
                    200, Headers.of("Content-Type", "application/octet-stream"), List.of(), "", Optional.of(file));
        }

        Answer withHeader(String name, String value) {
            return new Answer(status, headers.set(name, value), cookies, text, file);
        }

        Answer withCookie(SetCookie cookie) {
            var more = new ArrayList<>(cookies);
            more.add(cookie);
            return new Answer(status, headers, List.copyOf(more), text, file);
        }
    }

    private final View view;
    private final Supplier<List<UnaryOperator<View>>> layers;
    private final List<Consumer<Environ>> started = new CopyOnWriteArrayList<>();
    private final List<Consumer<Environ>> finished = new CopyOnWriteArrayList<>();
    private volatile @Nullable View loaded;

    /** The layers are asked for at the first request, the outermost first. */
    DjangoHandler(View view, Supplier<List<UnaryOperator<View>>> layers) {
        this.view = view;
        this.layers = layers;
    }

    void onRequestStarted(Consumer<Environ> receiver) {
        started.add(receiver);
    }

    void onRequestFinished(Consumer<Environ> receiver) {
        finished.add(receiver);
    }

    @Override
    public Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws Exception {
        var chain = chain();
        /* Django signals the end when the response is closed; a posthook runs right behind that, and the file stays the server's to copy. */
        finished.forEach(environ::addPosthook);
        started.forEach(receiver -> receiver.accept(environ));
        var answer = answer(chain, Request.of(environ));
        startResponse.start(Status.of(answer.status()).toString(), withCookies(answer));
        return answer.file().map(file -> wrapped(file, environ)).orElseGet(() -> Body.of(answer.text()));
    }

    private View chain() {
        var chain = loaded;
        return chain == null ? load() : chain;
    }

    /* Whoever comes while another thread loads waits for that. */
    private synchronized View load() {
        var chain = loaded;
        if (chain == null) {
            chain = view;
            for (var layer : layers.get().reversed()) {
                chain = layer.apply(chain);
            }
            loaded = chain;
        }
        return chain;
    }

    /** What the views answer, or what is wrong with the request: a path that is not UTF-8 is a 400 before any view sees it. */
    private static Answer answer(View chain, Request request) throws Exception {
        try {
            request.scriptName();
            request.pathInfo();
            return chain.answer(request);
        } catch (HttpException e) {
            return Answer.text(e.status().code(), e.getMessage() + "\n");
        }
    }

    private static Headers withCookies(Answer answer) {
        var headers = answer.headers();
        for (var cookie : answer.cookies()) {
            headers = headers.with("Set-Cookie", cookie.toString());
        }
        return headers;
    }

    private static Iterable<byte[]> wrapped(InputStream file, Environ environ) {
        return environ.get(Environ.WSGI_FILE_WRAPPER) instanceof FileWrapper.Factory factory
                ? factory.wrap(file)
                : Body.stream(file);
    }
}
