package dev.loomlet.web;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import dev.loomlet.wsgi.Status;
import dev.loomlet.wsgi.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call of an application without a server: the server's side of PEP 3333. On the thread that calls. */
final class Call implements StartResponse, Writer {

    private final Environ environ;
    private final List<byte[]> blocks = new ArrayList<>();
    private @Nullable Status status;
    private Headers headers = Headers.empty();
    private Optional<Throwable> error = Optional.empty();
    private boolean sent;
    private boolean over;

    Call(Environ environ) {
        this.environ = environ;
    }

    @SuppressWarnings("try") // the hooks run whatever happens
    Result run(Application application) throws Exception {
        try (Posthooks atEnd = new Posthooks(environ)) {
            iterate(application.call(environ, this));
        } finally {
            over = true;
        }
        return new Result(required(), headers, blocks, error);
    }

    @SuppressWarnings("try") // closed whatever happens, as a server does
    private void iterate(Iterable<byte[]> result) throws Exception {
        try (AutoCloseable closed = result instanceof AutoCloseable closeable ? closeable : () -> {}) {
            for (var block : result) {
                add(block);
            }
        }
    }

    @Override
    public Writer start(String newStatus, Headers newHeaders, @Nullable Throwable newError) {
        if (newError == null && status != null) {
            throw new IllegalStateException("the response was started before");
        }
        if (newError != null && sent) {
            throw thrown(newError);
        }
        status = Status.parse(newStatus);
        headers = newHeaders;
        error = Optional.ofNullable(newError);
        return this;
    }

    private static RuntimeException thrown(Throwable error) {
        if (error instanceof Error fatal) {
            throw fatal;
        }
        return error instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("the response has begun", error);
    }

    @Override
    public void write(byte[] block) {
        if (over) {
            throw new IllegalStateException("the response is over");
        }
        add(block);
    }

    private void add(byte[] block) {
        if (block.length > 0) {
            required();
            sent = true;
        }
        blocks.add(block.clone());
    }

    private Status required() {
        if (status == null) {
            throw new IllegalStateException("the application did not start a response");
        }
        return status;
    }
}
