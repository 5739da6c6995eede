package dev.loomlet.web;

import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Sends one {@link Response} to one client: what HTTP makes of it for this request. On the request's thread. */
final class Sending {

    /* Never has content, but says so by its length (RFC 9110 §15.3.6). */
    private static final int RESET_CONTENT = 205;

    /* RFC 9110 §15.4.5: what describes a representation that is not sent. */
    private static final List<String> NOT_IN_304 =
            List.of("Content-Encoding", "Content-Language", "Content-Range", "Content-Disposition");

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
            case Content.Stored stored -> open(response, stored);
        };
    }

    private static Response negotiated(Response response, Content.Problem problem) {
        var page = ProblemPage.text(response.status().code(), problem.detail());
        return response.content(new Content.Bytes(page.bytes())).contentType(page.contentType());
    }

    private Iterable<byte[]> open(Response response, Content.Stored stored) throws IOException {
        var attributes = Files.readAttributes(stored.file(), BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(stored.file().toString(), null, "is no regular file");
        }
        var tagged = response;
        if (!response.headers().contains("ETag")) {
            tagged = tagged.etag(BodyTag.of(attributes.size(), attributes.lastModifiedTime()));
        }
        if (!response.headers().contains("Last-Modified")) {
            tagged = tagged.lastModified(attributes.lastModifiedTime().toInstant());
        }
        var channel = FileChannel.open(stored.file(), StandardOpenOption.READ);
        return conditional(tagged, new Source.OpenFile(channel, attributes.size()));
    }

    private Iterable<byte[]> conditional(Response response, Source source) throws IOException {
        boolean isReading = environ.method().equals("GET") || environ.method().equals("HEAD");
        var tag = response.etag();
        var lastModified = response.lastModified();
        if (!isReading || response.status().code() != 200 || (tag.isEmpty() && lastModified.isEmpty())) {
            return start(response, source);
        }
        return switch (Preconditions.evaluate(environ, tag, lastModified)) {
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
        if (response.headers().contains("Accept-Ranges") || response.headers().contains("Content-Range")) {
            return start(response, source);
        }
        var whole = response.header("Accept-Ranges", "bytes");
        var asked = Ranges.asked(environ, source.length(), response.etag(), response.lastModified());
        if (asked.isEmpty()) {
            return start(whole, source);
        }
        var ranges = asked.get();
        return switch (ranges.size()) {
            case 0 -> {
                source.close();
                yield send(Response.error(416)
                        .header("Accept-Ranges", "bytes")
                        .header(
                                "Content-Range",
                                ContentRange.unsatisfied(source.length()).toString()));
            }
            case 1 -> {
                var range = ranges.getFirst();
                var partial = whole.status(206)
                        .header(
                                "Content-Range",
                                ContentRange.of(range, source.length()).toString());
                yield start(partial, range.length(), source.slice(range));
            }
            default -> {
                var body = new MultipartRanges(source, ranges, response.header("Content-Type"));
                yield start(whole.status(206).contentType(body.contentType()), body.length(), body);
            }
        };
    }

    private Iterable<byte[]> start(Response response, Source source) throws IOException {
        return start(response, source.length(), source.whole());
    }

    private Iterable<byte[]> start(Response response, long length, Iterable<byte[]> body) throws IOException {
        boolean isBodyless = response.status().isBodyless();
        boolean isReset = response.status().code() == RESET_CONTENT;
        try {
            startResponse.start(
                    response.status().toString(), framed(response.headers(), isBodyless, isReset ? 0 : length));
        } catch (RuntimeException | Error e) {
            Body.close(body);
            throw e;
        }
        if (isBodyless || isReset || environ.method().equals("HEAD")) {
            Body.close(body);
            return Body.empty();
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
