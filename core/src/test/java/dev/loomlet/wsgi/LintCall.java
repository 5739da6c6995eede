package dev.loomlet.wsgi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A request and a server without fault, between which and an application {@link Lint} stands. A test puts the fault in. */
final class LintCall {

    static final Headers TEXT = Headers.of("Content-Type", "text/plain");

    /** An application without fault. */
    static final Application HELLO = (environ, startResponse) -> {
        startResponse.start("200 OK", TEXT);
        return Body.of("hello");
    };

    /** What was written to wsgi.errors. */
    final StringWriter errors = new StringWriter();

    final Environ environ = Environ.of(Map.ofEntries(
            Map.entry("REQUEST_METHOD", "GET"),
            Map.entry("SCRIPT_NAME", ""),
            Map.entry("PATH_INFO", "/"),
            Map.entry("QUERY_STRING", ""),
            Map.entry("SERVER_NAME", "192.0.2.1"),
            Map.entry("SERVER_PORT", "80"),
            Map.entry("SERVER_PROTOCOL", "HTTP/1.1"),
            Map.entry("wsgi.version", List.of(1, 0)),
            Map.entry("wsgi.url_scheme", "http"),
            Map.entry("wsgi.input", InputBody.of("one\ntwo".getBytes(ISO_8859_1))),
            Map.entry("wsgi.errors", new PrintWriter(errors)),
            Map.entry("wsgi.multithread", true),
            Map.entry("wsgi.multiprocess", false),
            Map.entry("wsgi.run_once", false)));

    /** What the server was asked to do. */
    final List<String> sent = new ArrayList<>();

    private final List<String> warnings = new ArrayList<>();

    private final Application checkedHello = through(HELLO);

    /** A server's start_response that notes what it is given. */
    Writer start(String status, Headers headers, Throwable error) {
        sent.add(status + " " + headers + (error == null ? "" : " after " + error.getMessage()));
        return block -> sent.add("write " + new String(block, ISO_8859_1));
    }

    Application through(Application application) {
        return new Lint(warnings::add).wrap(application);
    }

    Iterable<byte[]> call(Application application) throws Exception {
        return through(application).call(environ, this::start);
    }

    /** Calls an application that starts its response and returns {@code result}. */
    Iterable<byte[]> result(Iterable<byte[]> result) throws Exception {
        return call((environ, startResponse) -> {
            startResponse.start("200 OK", TEXT);
            return result;
        });
    }

    /** Calls an application that starts its response like this, its body empty. */
    void start(String status, Headers headers) throws Exception {
        call((environ, startResponse) -> {
            startResponse.start(status, headers);
            return Body.empty();
        });
    }

    void runPosthooks() {
        @SuppressWarnings("unchecked")
        var hooks = (List<Consumer<? super Environ>>) environ.getOrDefault(Environ.POSTHOOKS, List.of());
        hooks.forEach(hook -> hook.accept(environ));
    }

    /** The request as it is now passes, and nothing is said. */
    void passes() throws Exception {
        assertThat(checkedHello.call(environ, this::start)).containsExactly("hello".getBytes(ISO_8859_1));
        assertThat(sent).containsExactly("200 OK [Content-Type: text/plain]");
        warns();
    }

    /** The request as it is now passes with one warning. */
    void passesWithWarning(String warning) throws Exception {
        assertThat(checkedHello.call(environ, this::start)).hasSize(1);
        warns(warning);
    }

    /** The request as it is now is at fault, and does not come to the application. */
    void fails(String message) {
        fails(message, () -> checkedHello.call(environ, this::start));
        assertThat(sent).isEmpty();
    }

    void warns(String... expected) {
        assertThat(warnings).containsExactly(expected);
    }

    static void fails(String message, ThrowingCallable fault) {
        assertThatExceptionOfType(LintError.class).isThrownBy(fault).withMessage(message);
    }
}
