package dev.loomlet.web;

import dev.loomlet.wsgi.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Writes a form with files as a browser does (WHATWG HTML, "Multipart form data"; RFC 7578). For one thread. */
final class MultipartWriter {

    @SuppressWarnings("ArrayRecordComponent") // not compared
    private record Part(String head, byte[] content) {}

    private final String boundary = "loomlet-" + UUID.randomUUID();
    private final List<Part> files = new ArrayList<>();

    boolean isEmpty() {
        return files.isEmpty();
    }

    String contentType() {
        return FormReader.MULTIPART + "; boundary=" + boundary;
    }

    void file(String name, String filename, String type, byte[] content) {
        var head = disposition(name) + "; filename=\"" + escaped(filename) + "\"\r\n"
                + new Headers.Field("Content-Type", type);
        files.add(new Part(head + "\r\n", content));
    }

    /** The whole body, the fields before the files. */
    byte[] bytes(Params fields) {
        var body = new ByteArrayOutputStream();
        for (var field : fields) {
            write(new Part(disposition(field.name()) + "\r\n", utf8(field.value())), body);
        }
        files.forEach(file -> write(file, body));
        body.writeBytes(utf8("--" + boundary + "--\r\n"));
        return body.toByteArray();
    }

    private void write(Part part, ByteArrayOutputStream body) {
        body.writeBytes(utf8("--" + boundary + "\r\n" + part.head + "\r\n"));
        body.writeBytes(part.content);
        body.writeBytes(utf8("\r\n"));
    }

    private static String disposition(String name) {
        return "Content-Disposition: form-data; name=\"" + escaped(name) + "\"";
    }

    private static String escaped(String text) {
        return text.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
