package dev.loomlet.server;

import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.FileWrapper;
import dev.loomlet.wsgi.InputBody;
import dev.loomlet.wsgi.Stopping;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes each request's environ: what is the same for all of a server here, what is the request's own in {@link RequestEnviron}. */
final class EnvironBuilder {

    private static final FileWrapper.Factory FILE_WRAPPER = FileWrapper::new;

    private final Map<String, Object> common;

    EnvironBuilder(ServerConfig config, Stopping stopping) {
        var entries = new HashMap<String, Object>();
        entries.put(Environ.WSGI_VERSION, Environ.VERSION);
        entries.put(Environ.WSGI_URL_SCHEME, "http");
        entries.put(Environ.WSGI_ERRORS, new Errors(config.errors()));
        entries.put(Environ.WSGI_MULTITHREAD, true);
        entries.put(Environ.WSGI_MULTIPROCESS, false);
        entries.put(Environ.WSGI_RUN_ONCE, false);
        entries.put(Environ.WSGI_FILE_WRAPPER, FILE_WRAPPER);
        entries.put(Environ.WSGI_INPUT_TERMINATED, true);
        entries.put(Environ.GATEWAY_INTERFACE, "CGI/1.1");
        entries.put(Environ.STOPPING, stopping);
        entries.putAll(config.environ());
        common = Map.copyOf(entries);
    }

    RequestEnviron build(RequestHead head, Peer peer, InputBody input) {
        return build(head, peer, input, /* response= */ null);
    }

    /** Of a request whose connection can be taken over behind {@code response}. */
    RequestEnviron build(RequestHead head, Peer peer, InputBody input, @Nullable Response response) {
        return new RequestEnviron(common, head, peer, input, response);
    }

    /** {@code wsgi.errors}: throws nothing, flushes line by line, and is not closed by an application that tries. */
    private static final class Errors extends PrintWriter {

        Errors(PrintStream stream) {
            super(new OutputStreamWriter(stream, StandardCharsets.UTF_8), /* autoFlush= */ true);
        }

        @Override
        public void close() {
            flush();
        }
    }
}
