package dev.loomlet.samples;

import dev.loomlet.samples.DjangoHandler.Answer;
import dev.loomlet.web.Request;
import dev.loomlet.web.SetCookie;
import dev.loomlet.wsgi.Application;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A site in Django's shape: views that take a request and return an answer, and layers around them, behind one {@link DjangoHandler}. It is a
 * sample, to show what such a handler does with the contract; nobody needs a framework for it.
 *
 * <pre>
 *   curl -i http://127.0.0.1:8080/
 * </pre>
 */
final class DjangoStyle implements Sample {

    private static final String TEXT = "loomlet.txt";

    private final AtomicLong started = new AtomicLong();
    private final AtomicLong finished = new AtomicLong();

    private Answer view(Request request) throws IOException {
        return switch (request.pathInfo()) {
            case "/" -> greeting(request);
            case "/text" -> Answer.file(open());
            case "/count" -> Answer.text(200, started + " started, " + finished + " finished\n");
            default -> Answer.text(404, "no such page\n");
        };
    }

    private static Answer greeting(Request request) {
        var visits = request.cookies().first("visits").orElse("0");
        long visit = visits.matches("[0-9]{1,9}") ? Long.parseLong(visits) + 1 : 1;
        return Answer.text(200, "Visit " + visit + "\n")
                .withCookie(SetCookie.builder("visits", Long.toString(visit))
                        .httpOnly()
                        .build());
    }

    private static InputStream open() {
        return Objects.requireNonNull(DjangoStyle.class.getResourceAsStream(TEXT));
    }

    /** A layer: what Django calls a middleware. */
    private static DjangoHandler.View frameOptions(DjangoHandler.View view) {
        return request -> view.answer(request).withHeader("X-Frame-Options", "DENY");
    }

    @Override
    public Application application() {
        var handler = new DjangoHandler(this::view, () -> List.of(DjangoStyle::frameOptions));
        handler.onRequestStarted(environ -> started.incrementAndGet());
        handler.onRequestFinished(environ -> finished.incrementAndGet());
        return handler;
    }

    @Override
    public About about() {
        return new About(
                "django-style", "a handler in Django's shape: views, layers around them, signals", "curl -i URL/");
    }
}
