package dev.loomlet.middleware;

import dev.loomlet.web.CacheControl;
import dev.loomlet.web.MediaType;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Middleware;
import dev.loomlet.wsgi.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Transforms XML answers by a stylesheet (XSLT 1.0, the JDK's), so that an application gives data and browsers get pages.
 *
 * {@snippet lang = java :
 * Application pages = new XslTransform(Path.of("page.xsl")).wrap(application);
 * }
 *
 * <p>Transformed are answers of 200 whose type is XML, without Content-Encoding and {@code Cache-Control: no-transform}; all others pass as they
 * are, block by block. The stylesheet's {@code xsl:output} says what comes out: {@code media-type}, or by {@code method} text/html, text/plain or
 * application/xml, and {@code encoding}. The length is set anew; ETag, Last-Modified and Accept-Ranges, which are about the document, are left out.
 *
 * <p>The stylesheet is compiled once, and again when its file changes; one that is broken then is logged, and the one before stays in use.
 *
 * <p>Documents are not trusted: one with a document type declaration, so with entities, is refused, nothing external is read, neither by the
 * document nor by the stylesheet ({@code document()}, {@code xsl:include}), extension functions are off, elements may be 200 deep, document
 * and page {@link #maxBytes} long. What is refused, is not well-formed or cannot be transformed is a 500, and a line in the log, {@code
 * dev.loomlet.middleware}.
 *
 * <p>A document is collected before it is transformed, on the request's thread. Immutable;
 * any thread may use it.
 */
public final class XslTransform implements Middleware {

    /** Bytes of a document, and of a page, at most, if nothing is said. */
    public static final int DEFAULT_MAX_BYTES = 8 * 1024 * 1024;

    private static final int OK = 200;

    private final Stylesheet stylesheet;
    private final int maxBytes;
    private final Predicate<MediaType> types;
    private final Function<? super Environ, Map<String, String>> parameters;

    /**
     * Makes a middleware with the usual options.
     *
     * @param stylesheet a file
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no stylesheet
     */
    public XslTransform(Path stylesheet) throws IOException {
        this(new Stylesheet(stylesheet), DEFAULT_MAX_BYTES, XslTransform::isXml, environ -> Map.of());
    }

    private XslTransform(
            Stylesheet stylesheet,
            int maxBytes,
            Predicate<MediaType> types,
            Function<? super Environ, Map<String, String>> parameters) {
        this.stylesheet = stylesheet;
        this.maxBytes = maxBytes;
        this.types = types;
        this.parameters = parameters;
    }

    /**
     * Tells whether a type is transformed if nothing is said: {@code text/xml}, {@code application/xml} and what ends in {@code +xml}, but
     * for XHTML and SVG, which browsers show by themselves.
     *
     * @param type a content type
     * @return whether it is
     */
    public static boolean isXml(MediaType type) {
        boolean shown = type.is("application/xhtml+xml") || type.is("image/svg+xml");
        return type.is("text/xml")
                || type.is("application/xml")
                || (type.subtype().endsWith("+xml") && !shown);
    }

    /**
     * Sets how long a document may be, and a page that is made of it.
     *
     * @param bytes at least 1; 8 MiB by default
     * @return another middleware
     * @throws IllegalArgumentException if {@code bytes} is less than 1
     */
    public XslTransform maxBytes(int bytes) {
        return new XslTransform(stylesheet, BalanceBuilder.atLeast("bytes", 1, bytes), types, parameters);
    }

    /**
     * Sets which types are transformed; {@link #isXml} by default.
     *
     * @param areTransformed called by any thread
     * @return another middleware
     */
    public XslTransform types(Predicate<MediaType> areTransformed) {
        return new XslTransform(
                stylesheet, maxBytes, Objects.requireNonNull(areTransformed, "areTransformed"), parameters);
    }

    /**
     * Sets what the stylesheet's parameters ({@code xsl:param}) are; none by default.
     *
     * @param ofRequest gives names and values; called on the request's thread, before the application has the environ
     * @return another middleware
     */
    public XslTransform parameters(Function<? super Environ, Map<String, String>> ofRequest) {
        return new XslTransform(stylesheet, maxBytes, types, Objects.requireNonNull(ofRequest, "ofRequest"));
    }

    @Override
    public Application wrap(Application application) {
        Objects.requireNonNull(application, "application");
        return (environ, startResponse) -> {
            var response = new XslResponse(this, environ, parameters.apply(environ), startResponse);
            var body = application.call(environ, response);
            boolean isPassed = false;
            try {
                var transformed = response.body(body);
                isPassed = true;
                return transformed;
            } finally {
                if (!isPassed) {
                    Body.close(body);
                }
            }
        };
    }

    Stylesheet stylesheet() {
        return stylesheet;
    }

    int maxBytes() {
        return maxBytes;
    }

    boolean transforms(Status status, Headers headers) {
        return status.code() == OK
                && !headers.contains("Content-Encoding")
                && headers.all("Cache-Control").stream()
                        .noneMatch(value -> CacheControl.parse(value).noTransform())
                && headers.first("Content-Type")
                        .flatMap(MediaType::parse)
                        .filter(types)
                        .isPresent();
    }
}
