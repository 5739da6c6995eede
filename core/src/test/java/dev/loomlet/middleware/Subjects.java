package dev.loomlet.middleware;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.loomlet.web.TrustedProxies;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Middleware;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The middlewares that {@link BetweenLintsTest} puts around an application, so set that the application is called. */
final class Subjects {

    /**
     * A middleware.
     *
     * @param type the class, to which it belongs in the list of all
     * @param how what is special, for its name
     * @param middleware it
     * @param changesBody whether a list or a file does not stay one
     */
    record Subject(Class<?> type, String how, Middleware middleware, boolean changesBody) {

        /** The text of a body that this one has given. */
        String read(byte[] body) {
            boolean gzip = body.length > 1 && body[0] == 0x1f && (body[1] & 0xff) == 0x8b;
            if (!gzip) {
                return new String(body, UTF_8);
            }
            try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                return new String(in.readAllBytes(), UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return type.getSimpleName() + how;
        }
    }

    private static final Application NOT_FOUND = Apps.answers("404 Not Found", Apps.TEXT, Body.of("nothing"));

    static final List<Subject> ALL = List.of(
            same(new AccessLogging(entry -> {})),
            same(new RequestId()),
            same(IpFilter.allow("192.0.2.0/24")),
            same(RateLimit.of(1_000_000, Duration.ofSeconds(1)).by(environ -> Optional.of("all"))),
            same(TrustedProxies.of("10.0.0.0/8")),
            same(new SecurityHeaders()),
            same(Cors.builder().origins("https://app.example").build()),
            same(new ErrorPage()),
            same(Timeouts.after(Duration.ofMinutes(1))),
            same(new HttpExceptions()),
            same(BasicAuth.of("all", Map.of("ann", "secret"))),
            same(Sessions.builder(new byte[32]).build()),
            new Subject(Compress.class, "", new Compress().minimumSize(0), /* changesBody= */ true),
            special(XslTransform.class, " of what is no XML", xslTransform()),
            same(Cascade.of(NOT_FOUND)),
            special(Cascade.class, " first", application -> Cascade.of(application, NOT_FOUND)),
            same(PathDispatch.builder().get("/elsewhere", NOT_FOUND).build()),
            special(
                    PathDispatch.class,
                    " route",
                    application ->
                            PathDispatch.builder().any("/{page}", application).build()),
            special(
                    PathDispatch.class,
                    " mount",
                    application ->
                            PathDispatch.builder().mount("/a", application).build()));

    private Subjects() {}

    private static Middleware xslTransform() {
        try {
            var stylesheet = Files.createTempFile("page", ".xsl");
            try {
                Files.writeString(stylesheet, """
                        <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>
                        """);
                return new XslTransform(stylesheet);
            } finally {
                Files.delete(stylesheet);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Subject same(Middleware middleware) {
        return special(middleware.getClass(), "", middleware);
    }

    private static Subject special(Class<?> type, String how, Middleware middleware) {
        return new Subject(type, how, middleware, /* changesBody= */ false);
    }
}
