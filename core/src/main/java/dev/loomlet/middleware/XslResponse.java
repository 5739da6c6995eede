package dev.loomlet.middleware;

import dev.loomlet.web.MediaType;
import dev.loomlet.web.Response;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import dev.loomlet.wsgi.Status;
import dev.loomlet.wsgi.Writer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.xml.transform.Templates;
import javax.xml.transform.TransformerException;
import org.jspecify.annotations.Nullable;

/**
 * One response that {@link XslTransform} may transform. What the application starts is kept until its first byte, and if it is a document until
 * its end. On the request's thread.
 */
final class XslResponse implements StartResponse {

    private static final System.Logger LOG = System.getLogger("dev.loomlet.middleware");

    /** What the application started with. */
    private record Start(
            Status status, Headers headers, @Nullable Throwable error) {}

    private final XslTransform options;
    private final Environ environ;
    private final boolean isHead;
    private final Map<String, String> parameters;
    private final StartResponse server;
    private final LimitedOutput document;
    private Optional<Start> started = Optional.empty();
    private Optional<Writer> writer = Optional.empty();
    private Optional<IOException> tooLong = Optional.empty();

    XslResponse(XslTransform options, Environ environ, Map<String, String> parameters, StartResponse server) {
        this.options = options;
        this.environ = environ;
        this.isHead = environ.method().equals("HEAD");
        this.parameters = parameters;
        this.server = server;
        document = new LimitedOutput(options.maxBytes());
    }

    @Override
    public Writer start(String status, Headers headers, @Nullable Throwable error) {
        if (error == null && started.isPresent()) {
            throw new IllegalStateException(
                    "startResponse was called before; a second call must give the error it answers");
        }
        if (writer.isPresent()) {
            /* The server knows whether anything was sent, and throws then. */
            writer = Optional.of(server.start(status, headers, error));
        }
        started = Optional.of(new Start(Status.parse(status), headers, error));
        return block -> {
            if (!keep(block)) {
                writer.orElseThrow().write(block);
            }
        };
    }

    /** What takes the place of the application's body. */
    Iterable<byte[]> body(Iterable<byte[]> result) throws IOException {
        if (started.isPresent() && !transforms()) {
            passOn();
            return result;
        }
        if (started.isPresent() && isHead) {
            start(started.get(), options.stylesheet().templates(), Optional.empty());
            return new PassedResult(result, Collections::emptyIterator);
        }
        if (started.isPresent() && result instanceof List<byte[]> blocks) {
            blocks.forEach(this::keep);
            return finish();
        }
        return new PassedResult(result, () -> new XslBlocks(this, result.iterator()));
    }

    private boolean transforms() {
        var start = started.orElseThrow(
                () -> new IllegalStateException("the application gave its body but did not call startResponse"));
        return writer.isEmpty() && options.transforms(start.status, start.headers);
    }

    /** Keeps a block of a document; of anything else starts the server's response and returns false. */
    boolean keep(byte[] block) {
        if (block.length == 0 && writer.isEmpty()) {
            return true;
        }
        if (!transforms()) {
            passOn();
            return false;
        }
        if (tooLong.isEmpty()) {
            try {
                document.write(block);
            } catch (IOException e) {
                tooLong = Optional.of(e);
            }
        }
        return true;
    }

    boolean isTooLong() {
        return tooLong.isPresent();
    }

    private void passOn() {
        if (writer.isEmpty()) {
            var start = started.orElseThrow();
            writer = Optional.of(server.start(start.status.toString(), start.headers, start.error));
        }
    }

    /** Starts the server's response, if that is left to do, and returns what comes behind the blocks that were not kept. */
    Iterable<byte[]> finish() throws IOException {
        if (started.isEmpty()) {
            return Body.empty();
        }
        if (!transforms()) {
            passOn();
            return Body.empty();
        }
        var start = started.get();
        try {
            if (tooLong.isPresent()) {
                throw new TransformerException(tooLong.get().getMessage());
            }
            var charset = start.headers
                    .first("Content-Type")
                    .flatMap(MediaType::parse)
                    .flatMap(MediaType::charset);
            var templates = options.stylesheet().templates();
            var page = Stylesheet.transform(templates, document.toByteArray(), charset, parameters, options.maxBytes());
            start(start, templates, Optional.of(page));
            return Body.of(page);
        } catch (TransformerException e) {
            LOG.log(Level.WARNING, "a document was not transformed: {0}", e.getMessageAndLocation());
            return Response.error(500, "The document could not be transformed.")
                    .call(environ, (status, headers, error) -> server.start(status, headers, start.error));
        }
    }

    private void start(Start start, Templates templates, Optional<byte[]> page) {
        var headers = start.headers
                .without("Content-Length")
                .without("ETag")
                .without("Last-Modified")
                .without("Accept-Ranges")
                .without("Content-MD5")
                .set("Content-Type", contentType(templates.getOutputProperties()));
        if (page.isPresent()) {
            headers = headers.with("Content-Length", Integer.toString(page.get().length));
        }
        writer = Optional.of(server.start(start.status.toString(), headers, start.error));
    }

    /* XSLT 1.0 §16. What says no method is XML here; XSLT makes it HTML if the page's first element is that. */
    private static String contentType(Properties output) {
        var method = output.getProperty("method", "xml");
        var type = output.getProperty("media-type", "");
        if (type.isEmpty() || (method.equals("html") && type.equals("text/xml"))) {
            type = switch (method) {
                case "html" -> "text/html";
                case "text" -> "text/plain";
                default -> "application/xml";
            };
        }
        return type + "; charset=" + output.getProperty("encoding", "UTF-8").toLowerCase(Locale.ROOT);
    }
}
