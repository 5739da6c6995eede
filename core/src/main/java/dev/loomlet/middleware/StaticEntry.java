package dev.loomlet.middleware;

import dev.loomlet.web.AcceptEncoding;
import dev.loomlet.web.EntityTag;
import dev.loomlet.web.Response;
import dev.loomlet.wsgi.Environ;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A file as it was found: the responses that may be sent for it. Immutable, for any thread. */
final class StaticEntry {

    private static final String ACCEPT_ENCODING = "Accept-Encoding";

    /* The best one first. */
    private static final Map<String, String> ENDINGS = new LinkedHashMap<>();

    static {
        ENDINGS.put("br", ".br");
        ENDINGS.put("zstd", ".zst");
        ENDINGS.put("gzip", ".gz");
    }

    private final Response plain;
    private final Map<String, Response> encoded;
    private final String[] codings;
    private final long keptBytes;

    private StaticEntry(Response plain, Map<String, Response> encoded, long keptBytes) {
        this.keptBytes = keptBytes;
        this.plain = plain;
        this.encoded = encoded;
        var offers = new ArrayList<>(encoded.keySet());
        offers.add("identity");
        codings = offers.toArray(String[]::new);
    }

    /** Makes the responses to a file, and to its compressed siblings if they are asked for. */
    static StaticEntry of(StaticFolder.Found.File file, StaticFolder folder, StaticOptions options) throws IOException {
        var plain = response(file, file, options);
        long keptBytes = keptBytes(file, options);
        var encoded = new LinkedHashMap<String, Response>();
        if (options.isPrecompressed()) {
            for (var coding : ENDINGS.entrySet()) {
                var sibling = folder.regular(file.name() + coding.getValue());
                if (sibling.isPresent() && seconds(sibling.get()) >= seconds(file)) {
                    encoded.put(coding.getKey(), encoded(response(file, sibling.get(), options), coding.getKey()));
                    keptBytes += keptBytes(sibling.get(), options);
                }
            }
        }
        return new StaticEntry(encoded.isEmpty() ? plain : plain.vary(ACCEPT_ENCODING), encoded, keptBytes);
    }

    private static long keptBytes(StaticFolder.Found.File file, StaticOptions options) {
        long size = file.attributes().size();
        return size <= options.keptBytes() ? size : 0;
    }

    private static long seconds(StaticFolder.Found.File file) {
        return file.attributes().lastModifiedTime().to(TimeUnit.SECONDS);
    }

    private static Response response(StaticFolder.Found.File named, StaticFolder.Found.File sent, StaticOptions options)
            throws IOException {
        var response = Response.file(sent.path(), sent.attributes());
        var type = options.types().apply(named.name());
        var typed =
                type.isPresent() ? response.contentType(type.get()) : response.contentType("application/octet-stream");
        var whole = typed.header("Accept-Ranges", "bytes")
                .header("Content-Length", Long.toString(sent.attributes().size()));
        for (var field : options.headers()) {
            whole = whole.header(field.name(), field.value());
        }
        return keptBytes(sent, options) > 0 ? Response.bytes(bytes(sent)).headers(whole.headers()) : whole;
    }

    /** The bytes that had the attributes, or a {@link FileSystemException} if it has changed since. */
    private static byte[] bytes(StaticFolder.Found.File file) throws IOException {
        var bytes = Files.readAllBytes(file.path());
        var found = file.attributes();
        var now = Files.readAttributes(file.path(), BasicFileAttributes.class);
        if (bytes.length != found.size() || !now.lastModifiedTime().equals(found.lastModifiedTime())) {
            throw new FileSystemException(file.path().toString(), null, "has changed since it was found");
        }
        return bytes;
    }

    /** The tag is that of this form, even if its length and time are those of the plain one (RFC 9110 §8.8.3.3). */
    private static Response encoded(Response response, String coding) {
        var tag = EntityTag.of(response.etag().orElseThrow().value() + "-" + coding);
        return response.etag(tag).header("Content-Encoding", coding).vary(ACCEPT_ENCODING);
    }

    /** How many bytes of files it keeps in memory. */
    long keptBytes() {
        return keptBytes;
    }

    /** Returns the response that the client likes best; the plain one to who says nothing, or refuses all. */
    Response answer(Environ environ) {
        if (encoded.isEmpty()) {
            return plain;
        }
        var best = environ.header(ACCEPT_ENCODING)
                .flatMap(AcceptEncoding::parse)
                .flatMap(accepted -> accepted.bestMatch(codings));
        return best.flatMap(coding -> Optional.ofNullable(encoded.get(coding))).orElse(plain);
    }
}
