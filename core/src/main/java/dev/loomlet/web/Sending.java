package dev.loomlet.web;

import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Sends one {@link Response} to one client: what HTTP makes of it for this request. On the request's thread. */
final class Sending {

    /* Never has content, but says so by its length (RFC 9110 §15.3.6). */
    private static final int RESET_CONTENT = 205;

    /* RFC 9110 §15.4.5: what describes a representation that is not sent. */
    private static final List<String> NOT_IN_304 =
            List.of("Content-Encoding", "Content-Language", "Content-Range", "Content-Disposition");

    private static final String ACCEPT_RANGES = "Accept-Ranges";
    private static final String CONTENT_RANGE = "Content-Range";
    private static final String BYTES = "bytes";

    private final Environ environ;
    private final StartResponse startResponse;

    Sending(Environ environ, StartResponse startResponse) {
        this.environ = environ;
        this.startResponse = startResponse;
    }

    Iterable<byte[]> send(Response response) throws IOException {
        return switch (response.content()) {
            case Content.Problem problem -> send(negotiated(response, problem));
            case Content.Bytes memory -> conditional(response, new Source.Memory(memory));
            case Content.Blocks blocks -> conditional(response, new Source.Blocks(blocks.blocks()));
            case Content.Stored stored -> stored(response, stored);
        };
    }

    private Response negotiated(Response response, Content.Problem problem) {
        var page = ProblemPage.liked(environ, response.status().code(), problem.detail());
        return response.content(new Content.Bytes(page.bytes()))
                .contentType(page.contentType())
                .vary("Accept");
    }

    private Iterable<byte[]> stored(Response response, Content.Stored stored) throws IOException {
        var attributes = stored.attributes().isPresent()
                ? stored.attributes().get()
                : Files.readAttributes(stored.file(), BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(stored.file().toString(), null, "is no regular file");
        }
        return conditional(response.withValidators(attributes), new Source.Stored(stored.file(), attributes.size()));
    }

    private Iterable<byte[]> conditional(Response response, Source source) throws IOException {
        boolean isReading = environ.method().equals("GET") || environ.method().equals("HEAD");
        boolean hasValidator =
                response.headers().contains("ETag") || response.headers().contains("Last-Modified");
        if (!isReading || response.status().code() != 200 || !hasValidator) {
            return start(response, source);
        }
        return switch (Preconditions.evaluate(environ, response.etag(), response.lastModified())) {
            case NOT_MODIFIED -> start(notModified(response), source);
            case FAILED -> {
                source.close();
                yield send(Response.error(412));
            }
            case PROCEED ->
                source instanceof Source.Sliceable sliceable ? ranged(response, sliceable) : start(response, source);
        };
    }

    /** Keeps what a cache updates (RFC 9110 §15.4.5), and fields that say nothing about the representation. */
    private static Response notModified(Response response) {
        var headers = response.headers();
        for (var name : NOT_IN_304) {
            headers = headers.without(name);
        }
        return response.status(304).headers(response.etag().isPresent() ? headers.without("Last-Modified") : headers);
    }

    private Iterable<byte[]> ranged(Response response, Source.Sliceable source) throws IOException {
        var headers = response.headers();
        if (!headers.first(ACCEPT_RANGES).orElse(BYTES).equals(BYTES) || headers.contains(CONTENT_RANGE)) {
            return start(response, source);
        }
        var whole = headers.contains(ACCEPT_RANGES) ? response : response.header(ACCEPT_RANGES, BYTES);
        long length = source.length();
        var asked = Ranges.asked(environ, response, length);
        if (asked.isEmpty()) {
            return start(whole, source);
        }
        var ranges = asked.get();
        if (ranges.isEmpty()) {
            source.close();
            var all = ContentRange.unsatisfied(length).toString();
            return send(Response.error(416).header(ACCEPT_RANGES, BYTES).header(CONTENT_RANGE, all));
        }
        var partial = whole.status(206).withoutHeader("Content-Length");
        if (ranges.size() == 1) {
            var range = ranges.getFirst();
            var some = ContentRange.of(range, length).toString();
            return start(partial.header(CONTENT_RANGE, some), range.length(), source, () -> source.slice(range));
        }
        var body = new MultipartRanges(source, ranges, response.header("Content-Type"));
        return start(partial.contentType(body.contentType()), body.length(), source, () -> body);
    }

    private Iterable<byte[]> start(Response response, Source source) throws IOException {
        return start(response, source.length(), source, source::whole);
    }

    /** What of a source, open by then, is sent. */
    private interface Part {
        Iterable<byte[]> blocks() throws IOException;
    }

    private Iterable<byte[]> start(Response response, long length, Source source, Part part) throws IOException {
        boolean isReset = response.status().code() == RESET_CONTENT;
        boolean isBodyless = response.status().isBodyless();
        boolean isEmpty = isReset || isBodyless || environ.method().equals("HEAD");
        Iterable<byte[]> body = Body.empty();
        boolean isStarted = false;
        try {
            if (!isEmpty) {
                source.open();
                body = part.blocks();
            }
            var headers = framed(response.headers(), isBodyless, isReset ? 0 : length);
            startResponse.start(response.status().toString(), headers);
            isStarted = true;
        } finally {
            if (isEmpty || !isStarted) {
                source.close();
            }
        }
        return body;
    }

    /** No length where there is never a body (RFC 9110 §8.6), nor a type (PEP 3333's validator). */
    private static Headers framed(Headers headers, boolean isBodyless, long length) {
        if (isBodyless) {
            return headers.without("Content-Length").without("Content-Type");
        }
        boolean isToSay = length >= 0 && !headers.contains("Content-Length");
        return isToSay ? headers.with("Content-Length", Long.toString(length)) : headers;
    }
}
