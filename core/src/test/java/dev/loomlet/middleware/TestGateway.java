package dev.loomlet.middleware;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.loomlet.web.Sent;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.FileWrapper;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.InputBody;
import dev.loomlet.wsgi.Status;
import dev.loomlet.wsgi.Writer;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One request, and a server without sockets that keeps PEP 3333 to the letter. Of one thread. */
final class TestGateway {

    /** What the server was asked to do, in order: starts, writes, blocks. A test may add what else happens. */
    final List<String> log = new ArrayList<>();

    final Environ environ;
    final StringWriter errors = new StringWriter();
    Headers headers = Headers.empty();
    String status = "";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable Object result;
    private boolean started;
    private boolean sent;

    private TestGateway(String method, String path) {
        int query = path.indexOf('?');
        environ = Sent.environ(method, query < 0 ? path : path.substring(0, query));
        environ.put(Environ.QUERY_STRING, query < 0 ? "" : path.substring(query + 1));
        environ.put(Environ.REMOTE_ADDR, "192.0.2.7");
        environ.put(Environ.WSGI_ERRORS, new PrintWriter(errors));
        environ.put(Environ.WSGI_FILE_WRAPPER, (FileWrapper.Factory) FileWrapper::new);
        environ.put(Environ.POSTHOOKS, new ArrayList<>());
    }

    static TestGateway of(String method, String path) {
        return new TestGateway(method, path);
    }

    static TestGateway get(String path) {
        return of("GET", path);
    }

    TestGateway with(String key, Object value) {
        environ.put(key, value);
        return this;
    }

    TestGateway without(String key) {
        environ.remove(key);
        return this;
    }

    TestGateway header(String name, String value) {
        return with("HTTP_" + name.toUpperCase(Locale.ROOT).replace('-', '_'), value);
    }

    TestGateway body(String text) {
        var bytes = text.getBytes(UTF_8);
        return with(Environ.WSGI_INPUT, InputBody.of(bytes))
                .with(Environ.CONTENT_LENGTH, Integer.toString(bytes.length));
    }

    /** Serves the request; throws what comes out of the application, when all is closed. */
    TestGateway send(Application application) throws Exception {
        return send(application, given -> {});
    }

    /** Serves the request, and tells {@code watch} at each block that it has been given how many that were. */
    TestGateway send(Application application, IntConsumer watch) throws Exception {
        try {
            deliver(application.call(environ, this::start), watch);
        } finally {
            runPosthooks();
        }
        return this;
    }

    private void deliver(Iterable<byte[]> blocks, IntConsumer watch) throws Exception {
        result = blocks;
        int given = 0;
        try {
            var iterator = blocks.iterator();
            while (!(sent && isHead()) && iterator.hasNext()) {
                var block = iterator.next();
                log.add("block " + new String(block, ISO_8859_1));
                take(block);
                watch.accept(++given);
            }
            if (!started) {
                throw new IllegalStateException("no response was started");
            }
            sent = true;
        } finally {
            if (blocks instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }

    private boolean isHead() {
        return environ.method().equals("HEAD");
    }

    private void take(byte[] block) {
        if (!started && block.length > 0) {
            throw new IllegalStateException("a block came before the response was started");
        }
        sent |= block.length > 0;
        if (!isHead()) {
            body.writeBytes(block);
        }
    }

    private Writer start(String newStatus, Headers newHeaders, @Nullable Throwable error) {
        if (started && error == null) {
            throw new IllegalStateException("started twice");
        }
        if (sent && error != null) {
            throw error instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(error);
        }
        started = true;
        Status.parse(newStatus);
        status = newStatus;
        headers = newHeaders;
        log.add("start " + newStatus);
        return block -> {
            log.add("write " + new String(block, ISO_8859_1));
            take(block);
        };
    }

    private void runPosthooks() {
        @SuppressWarnings("unchecked")
        var hooks = (List<Consumer<? super Environ>>) environ.getOrDefault(Environ.POSTHOOKS, List.of());
        List.copyOf(hooks).forEach(hook -> hook.accept(environ));
    }

    /** What came back from the application, the very object. */
    Object result() {
        return Optional.ofNullable(result).orElseThrow();
    }

    int code() {
        return Integer.parseInt(status.substring(0, 3));
    }

    byte[] bytes() {
        return body.toByteArray();
    }

    String text() {
        return body.toString(UTF_8);
    }

    String header(String name) {
        return headers.first(name).orElse("");
    }
}
