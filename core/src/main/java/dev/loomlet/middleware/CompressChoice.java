package dev.loomlet.middleware;

import dev.loomlet.web.AcceptEncoding;
import dev.loomlet.web.CacheControl;
import dev.loomlet.web.EntityTag;
import dev.loomlet.web.MediaType;
import dev.loomlet.web.Vary;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Status;
import java.util.Optional;

/**
 * Whether a response is compressed, and what its fields are then. Pure.
 *
 * @param coding what it is compressed by; empty if it is left as it is
 * @param headers its fields if it is compressed, without a length
 * @param plainHeaders its fields if it is not
 */
record CompressChoice(Optional<String> coding, Headers headers, Headers plainHeaders) {

    private static final String ACCEPT_ENCODING = "Accept-Encoding";
    private static final String CONTENT_ENCODING = "Content-Encoding";
    private static final String ETAG = "ETag";
    private static final int NOT_MODIFIED = 304;
    private static final int PARTIAL_CONTENT = 206;

    /** Chooses; {@code length} is that of the whole body, or -1 if it is not known. */
    static CompressChoice of(Compress options, Environ environ, Status status, Headers headers, long length) {
        var liked = environ.header(ACCEPT_ENCODING)
                .flatMap(AcceptEncoding::parse)
                .flatMap(accepted -> accepted.bestMatch(Encoder.GZIP, Encoder.DEFLATE, "identity"))
                .filter(coding -> !coding.equals("identity"));
        if (status.code() == NOT_MODIFIED) {
            /* It tells of no type; a cache finds what it has by the tag, weak if it was compressed (RFC 9111 §4.3.4). */
            boolean isTagged = liked.isPresent() && headers.contains(ETAG);
            var fields = isTagged ? Vary.with(weakened(headers), ACCEPT_ENCODING) : headers;
            return new CompressChoice(Optional.empty(), fields, fields);
        }
        if (!canBe(options, status, headers) || (length >= 0 && length < options.minimumSize())) {
            return new CompressChoice(Optional.empty(), headers, headers);
        }
        var varying = Vary.with(headers, ACCEPT_ENCODING);
        var encoded = weakened(varying).without("Content-Length").without("Accept-Ranges");
        return new CompressChoice(
                liked,
                liked.map(coding -> encoded.set(CONTENT_ENCODING, coding)).orElse(varying),
                varying);
    }

    private static boolean canBe(Compress options, Status status, Headers headers) {
        return !status.isBodyless()
                && status.code() != PARTIAL_CONTENT
                && !headers.contains("Content-Range")
                && !headers.contains(CONTENT_ENCODING)
                && headers.all("Cache-Control").stream()
                        .noneMatch(value -> CacheControl.parse(value).noTransform())
                && headers.first("Content-Type")
                        .flatMap(MediaType::parse)
                        .filter(options::compresses)
                        .isPresent();
    }

    private static Headers weakened(Headers headers) {
        var tag = headers.first(ETAG).flatMap(EntityTag::parse);
        return tag.isPresent()
                ? headers.set(ETAG, EntityTag.weak(tag.get().value()).toString())
                : headers;
    }

    /** The length that the application declared, -1 if it did not. The server checks its form. */
    static long declaredLength(Headers headers) {
        try {
            return headers.first("Content-Length").map(Long::parseLong).orElse(-1L);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
