package dev.loomlet.web;

import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.FileWrapper;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.util.List;

/** Sends one {@link Response} to one client: what HTTP makes of it for this request. On the request's thread. */
final class Sending {

    /* Never has content, but says so by its length (RFC 9110 §15.3.6). */
    private static final int RESET_CONTENT = 205;

    private final Environ environ;
    private final StartResponse startResponse;

    Sending(Environ environ, StartResponse startResponse) {
        this.environ = environ;
        this.startResponse = startResponse;
    }

    Iterable<byte[]> send(Response response) throws IOException {
        return switch (response.content()) {
            case Content.Problem problem -> send(negotiated(response, problem));
            case Content.Bytes memory -> start(response, memory.bytes().length, List.of(memory.bytes()));
            case Content.Blocks blocks -> start(response, Content.knownLength(blocks.blocks()), blocks.blocks());
            case Content.Stored stored -> {
                var file = Body.file(stored.file());
                yield start(response, size(file), file);
            }
        };
    }

    private static Response negotiated(Response response, Content.Problem problem) {
        var page = ProblemPage.text(response.status().code(), problem.detail());
        return response.content(new Content.Bytes(page.bytes())).contentType(page.contentType());
    }

    private static long size(FileWrapper file) throws IOException {
        try {
            return file.channel().orElseThrow().size();
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
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
