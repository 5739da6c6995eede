package dev.loomlet.web;

import dev.loomlet.wsgi.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a form of {@code multipart/form-data} (RFC 7578), once. On the request's thread; it blocks as the body does, and as temporary files do.
 *
 * <p>A field's bytes become text at the end, when {@code _charset_} is known (RFC 7578 §4.6): by the {@code charset} of its own Content-Type,
 * otherwise by that of {@code _charset_}, otherwise as UTF-8. What is malformed in it becomes U+FFFD.
 */
final class MultipartForm {

    private static final int BLOCK = 8192;

    /* RFC 7578 §4.7: no client sends a coding, and these are none (RFC 2045 §6.2). */
    private static final Set<String> IDENTITY_CODINGS = Set.of("7bit", "8bit", "binary");

    @SuppressWarnings("ArrayRecordComponent") // not compared
    private record Field(String name, byte[] value, Optional<Charset> charset) {}

    private final MultipartReader reader;
    private final FormLimits limits;
    private final byte[] block = new byte[BLOCK];
    private final List<Field> fields = new ArrayList<>();
    private final List<Upload> uploads = new ArrayList<>();
    private long fieldBytes;
    private int memoryBytes;

    private MultipartForm(InputStream body, String boundary, FormLimits limits) {
        reader = new MultipartReader(body, boundary, limits.maxHeaderBytes(), limits.maxBytes());
        this.limits = limits;
    }

    /** Reads the whole body, or throws a 400 or 413 and leaves no file behind. */
    static Form read(InputStream body, MediaType type, FormLimits limits) throws IOException {
        var boundary = type.parameter("boundary")
                .filter(BoundaryScanner::isBoundary)
                .orElseThrow(() -> HttpException.badRequest(
                        "the Content-Type of the form has no boundary of 1 to 70 characters that may be in one"));
        var form = new MultipartForm(body, boundary, limits);
        boolean complete = false;
        try {
            form.readParts();
            var read = new Form(form.texts(), form.uploads);
            complete = true;
            return read;
        } finally {
            if (!complete) {
                Form.discard(form.uploads);
            }
        }
    }

    private void readParts() throws IOException {
        for (var headers = reader.nextPart(); headers.isPresent(); headers = reader.nextPart()) {
            if (fields.size() + uploads.size() == limits.maxParts()) {
                throw HttpException.contentTooLarge("the form has more than " + limits.maxParts() + " parts");
            }
            readPart(headers.get());
        }
    }

    private void readPart(Headers headers) throws IOException {
        var disposition = FormDisposition.of(headers);
        var type = headers.first("Content-Type").flatMap(MediaType::parse);
        requireIdentity(headers);
        if (disposition.filename().isPresent()) {
            readFile(disposition.name(), disposition.filename().get(), headers);
        } else if (type.filter(t -> t.type().equals("multipart")).isPresent()) {
            throw HttpException.badRequest("a field of the form is a multipart of its own (RFC 7578 §4.3)");
        } else {
            fields.add(new Field(disposition.name(), readField(disposition.name()), type.flatMap(MediaType::charset)));
        }
    }

    private static void requireIdentity(Headers headers) {
        for (var coding : headers.all("Content-Transfer-Encoding")) {
            if (!IDENTITY_CODINGS.contains(coding.toLowerCase(Locale.ROOT))) {
                throw HttpException.badRequest("a part of the form has a Content-Transfer-Encoding (RFC 7578 §4.7)");
            }
        }
    }

    private byte[] readField(String name) throws IOException {
        var value = new ByteArrayOutputStream();
        takeFieldBytes(name.length());
        for (int count = reader.read(block); count >= 0; count = reader.read(block)) {
            takeFieldBytes(count);
            value.write(block, 0, count);
        }
        return value.toByteArray();
    }

    private void takeFieldBytes(int count) {
        fieldBytes += count;
        if (fieldBytes > limits.maxFieldBytes()) {
            throw HttpException.contentTooLarge(
                    "the fields of the form have more than " + limits.maxFieldBytes() + " bytes");
        }
    }

    private void readFile(String name, String filename, Headers headers) throws IOException {
        var content = new Spool(limits);
        uploads.add(new Upload(name, filename, headers, content));
        for (int count = reader.read(block); count >= 0; count = reader.read(block)) {
            content.write(block, count, limits.memoryBytes() - memoryBytes);
            if (content.size() > limits.maxFileBytes()) {
                throw HttpException.contentTooLarge(
                        "a file of the form has more than " + limits.maxFileBytes() + " bytes");
            }
        }
        content.finish();
        memoryBytes += content.memoryBytes();
    }

    private Params texts() {
        var charset = fields.stream()
                .filter(field -> field.name.equals("_charset_"))
                .findFirst()
                .map(MultipartForm::named)
                .orElse(StandardCharsets.UTF_8);
        return Params.of(fields.stream()
                .map(field -> new Params.Pair(field.name, new String(field.value, field.charset.orElse(charset))))
                .toList());
    }

    private static Charset named(Field field) {
        try {
            return Charset.forName(new String(field.value, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw HttpException.badRequest("the form names a charset that is not known")
                    .causedBy(e);
        }
    }
}
