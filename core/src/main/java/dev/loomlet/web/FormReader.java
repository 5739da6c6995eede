package dev.loomlet.web;

import dev.loomlet.wsgi.Environ;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reads a form by the kind of content that the request says it has. On the request's thread; it blocks as the body does. */
final class FormReader {

    static final String URLENCODED = "application/x-www-form-urlencoded";
    static final String MULTIPART = "multipart/form-data";

    private FormReader() {}

    /** Whether the body is of a type that forms have. A body of any other is no form, and not touched. */
    static boolean isForm(Environ environ) {
        return type(environ)
                .filter(type -> type.is(MULTIPART) || type.is(URLENCODED))
                .isPresent();
    }

    /**
     * Reads the form that is the body.
     *
     * @throws HttpException 400 if the body is no such form as it says, 413 beyond a limit
     */
    static Form read(Environ environ, FormLimits limits) throws IOException {
        var type = type(environ).orElseThrow();
        return type.is(MULTIPART)
                ? MultipartForm.read(environ.input(), type, limits)
                : new Form(fields(environ, type, limits), List.of());
    }

    private static Optional<MediaType> type(Environ environ) {
        return environ.header("Content-Type").flatMap(MediaType::parse);
    }

    private static Params fields(Environ environ, MediaType type, FormLimits limits) throws IOException {
        int most = (int) Math.min(limits.maxFieldBytes(), limits.maxBytes());
        var bytes = KeptBody.readAll(environ.input(), most);
        var charset = type.charset().orElse(StandardCharsets.UTF_8);
        return QueryString.parse(new String(bytes, StandardCharsets.ISO_8859_1), charset, limits.maxParts())
                .orElseThrow(
                        () -> HttpException.contentTooLarge("the form has more than " + limits.maxParts() + " fields"));
    }
}
