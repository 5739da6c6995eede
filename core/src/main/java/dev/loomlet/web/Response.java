package dev.loomlet.web;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Body;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.StartResponse;
import dev.loomlet.wsgi.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * A response, itself an {@link Application} (WebOb's {@code Response}).
 *
 * {@snippet lang = java :
 * Application hello = Response.text("hello");
 *
 * Application page = (environ, startResponse) ->
 *         Response.html(greeting(environ)).status(201).header("X-Frame-Options", "DENY").call(environ, startResponse);
 * }
 *
 * <p>It does not change: each method that sets something returns another response. One whose body is in memory or a file can be kept, and
 * sent by any number of threads at once; one of a stream or of blocks can be sent once.
 *
 * <p>When it is called it answers as HTTP wants it:
 *
 * <ul>
 *   <li>without a body to HEAD, and where the status has none; with a {@code Content-Length} where the length is known
 *   <li>a 200 with an {@code ETag} or {@code Last-Modified}, to GET and HEAD: with 304 or 412 if the request says so (RFC 9110 §13)
 *   <li>such a one of bytes or a file, to GET: with the ranges that are asked for, one or several ({@code multipart/byteranges}), or 416
 *       (RFC 9110 §14); not if it has an {@code Accept-Ranges} or {@code Content-Range}
 * </ul>
 *
 * What it was given to send is closed exactly once, whatever is answered.
 */
public final class Response extends ResponseFields implements Application {

    private static final Status OK = Status.of(200);

    private final Status status;
    private final Headers headers;
    private final Content content;

    private Response(Status status, Headers headers, Content content) {
        this.status = status;
        this.headers = headers;
        this.content = content;
    }

    /**
     * Returns a response without content.
     *
     * @param status 200 to 599, as 201 or 204
     * @return the response
     * @throws IllegalArgumentException if {@code status} is not 200 to 599
     */
    public static Response of(int status) {
        return text("").status(status);
    }

    /**
     * Returns what an application answered, so that it can be looked at, changed and sent.
     *
     * @param status the status
     * @param headers all fields
     * @param body what the application returned, not yet iterated; closed when the response was sent or read
     * @return the response
     */
    public static Response of(Status status, Headers headers, Iterable<byte[]> body) {
        return new Response(status, headers, new Content.Blocks(Objects.requireNonNull(body, "body")));
    }

    /**
     * Returns plain text in UTF-8.
     *
     * @param text the text
     * @return a response with status 200
     */
    public static Response text(String text) {
        return text(text, StandardCharsets.UTF_8);
    }

    /**
     * Returns plain text.
     *
     * @param text the text
     * @param charset how to encode it; what it lacks is replaced
     * @return a response with status 200
     */
    public static Response text(String text, Charset charset) {
        return bytes(text.getBytes(charset))
                .contentType(MediaType.of("text", "plain").withCharset(charset));
    }

    /**
     * Returns a page of HTML in UTF-8.
     *
     * @param html the page; nothing in it is escaped
     * @return a response with status 200
     */
    public static Response html(String html) {
        return bytes(html.getBytes(StandardCharsets.UTF_8)).contentType("text/html; charset=utf-8");
    }

    /**
     * Returns JSON.
     *
     * @param json the text, as a JSON library wrote it
     * @return a response with status 200 and type {@code application/json}
     */
    public static Response json(String json) {
        return bytes(json.getBytes(StandardCharsets.UTF_8)).contentType("application/json");
    }

    /**
     * Returns bytes.
     *
     * @param bytes the body; not copied, not to be changed afterwards
     * @return a response with status 200 and type {@code application/octet-stream}
     */
    public static Response bytes(byte[] bytes) {
        return ok(new Content.Bytes(Objects.requireNonNull(bytes, "bytes")));
    }

    /**
     * Returns a file, which is opened when the response is sent, and copied by the operating system where the server can. Unless they are
     * set, {@code Last-Modified} is the file's time, and {@code ETag} is made of that and the length.
     *
     * @param file a regular file
     * @return a response with status 200 and the type that the name's ending tells ({@link MediaTypes})
     */
    public static Response file(Path file) {
        return file(file, new Content.Stored(file, Optional.empty()));
    }

    /**
     * Returns a file, of which the attributes are known, so that nothing but opening it is left to do when the response is sent. That
     * fails with an {@link IOException} before the response is started if the length is another by then.
     *
     * @param file a regular file
     * @param attributes the attributes that it has
     * @return a response as of {@link #file(Path)}, {@code Last-Modified} and {@code ETag} set
     */
    public static Response file(Path file, BasicFileAttributes attributes) {
        return file(file, new Content.Stored(file, Optional.of(attributes))).withValidators(attributes);
    }

    private static Response file(Path file, Content content) {
        var type = MediaTypes.ofName(file.toString());
        return type.isPresent() ? ok(content).contentType(type.get()) : ok(content);
    }

    /**
     * Returns a stream, read block by block while it is sent, and closed then.
     *
     * @param in what to send, from where it stands to its end
     * @return a response with status 200 and type {@code application/octet-stream}, which can be sent once
     */
    public static Response stream(InputStream in) {
        return iterable(Body.stream(Objects.requireNonNull(in, "in")));
    }

    /**
     * Returns blocks, each sent before the next is asked for.
     *
     * @param blocks the body; closed afterwards if it is {@link AutoCloseable}
     * @return a response with status 200 and type {@code application/octet-stream}, which can be sent once
     */
    public static Response iterable(Iterable<byte[]> blocks) {
        return ok(new Content.Blocks(Objects.requireNonNull(blocks, "blocks")));
    }

    private static Response ok(Content content) {
        return new Response(OK, Headers.of("Content-Type", "application/octet-stream"), content);
    }

    /**
     * Returns a 302, which sends the client elsewhere for now.
     *
     * @param location where, an absolute or relative reference; sent as it is, with what is not ASCII percent-encoded as UTF-8
     * @return the response
     * @throws IllegalArgumentException if {@code location} has a space or a control character, CR and LF among them
     */
    public static Response redirect(String location) {
        return redirect(302, location);
    }

    /**
     * Returns a redirect.
     *
     * @param status 201 or 300 to 399
     * @param location as with {@link #redirect(String)}
     * @return the response
     * @throws IllegalArgumentException as with {@link #redirect(String)}, or if {@code status} is another
     */
    public static Response redirect(int status, String location) {
        if (status != 201 && status / 100 != 3) {
            throw new IllegalArgumentException("status " + status + " of a redirect is neither 201 nor 3xx");
        }
        return problem(status, Optional.empty()).header("Location", Locations.checked(location));
    }

    /**
     * Returns a page that names the status, as plain text, HTML or JSON, whichever the client likes best by its {@code Accept}.
     *
     * @param status 200 to 599
     * @return the response
     * @throws IllegalArgumentException if {@code status} is not 200 to 599
     */
    public static Response error(int status) {
        return problem(status, Optional.empty());
    }

    /**
     * Returns a page that names the status and says more.
     *
     * @param status 200 to 599
     * @param message what went wrong; escaped in HTML and JSON
     * @return the response
     * @throws IllegalArgumentException if {@code status} is not 200 to 599
     */
    public static Response error(int status, String message) {
        return problem(status, Optional.of(message));
    }

    private static Response problem(int status, Optional<String> detail) {
        return new Response(OK, Headers.empty(), new Content.Problem(detail)).status(status);
    }

    /**
     * Sets the status, its reason the registered one.
     *
     * @param code 200 to 599
     * @return the changed response
     * @throws IllegalArgumentException if {@code code} is not 200 to 599: interim ones are the server's
     */
    public Response status(int code) {
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("status " + code + " is not 200 to 599");
        }
        return new Response(Status.of(code), headers, content);
    }

    /**
     * Sets all header fields.
     *
     * @param newHeaders the fields
     * @return the changed response
     */
    @Override
    public Response headers(Headers newHeaders) {
        return new Response(status, newHeaders, content);
    }

    /**
     * Returns the status.
     *
     * @return code and reason
     */
    public Status status() {
        return status;
    }

    /**
     * Returns the header fields that were set. Some come when it is sent: {@code Content-Length}, the type of a page of
     * {@link #error(int)}.
     *
     * @return the fields
     */
    @Override
    public Headers headers() {
        return headers;
    }

    /**
     * Returns the body, reading a file; a stream or blocks are used up and closed. It blocks as they do.
     *
     * @return all bytes
     * @throws IOException if reading fails
     */
    public byte[] bytes() throws IOException {
        return content.read(status.code());
    }

    /**
     * Returns the body as text, in the charset that the content type names, else UTF-8; malformed bytes as U+FFFD.
     *
     * @return as {@link #bytes()}
     * @throws IOException if reading fails
     */
    public String text() throws IOException {
        return new String(bytes(), charset().orElse(StandardCharsets.UTF_8));
    }

    /**
     * Sets the {@code ETag} to a strong tag computed over the body, 128 bits of its SHA-256.
     *
     * @return the changed response
     * @throws IllegalStateException if the body is not in memory
     */
    public Response etagOfBody() {
        if (content instanceof Content.Bytes memory) {
            return etag(BodyTag.of(memory.bytes()));
        }
        throw new IllegalStateException("the body is not in memory, so no tag is computed");
    }

    /** Sends this response; on the request's thread, which waits for a file to open. */
    @Override
    public Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws IOException {
        return new Sending(environ, startResponse).send(this);
    }

    /** Sets the validators that a file has, unless others are set. */
    Response withValidators(BasicFileAttributes attributes) {
        var tagged =
                headers.contains("ETag") ? this : etag(BodyTag.of(attributes.size(), attributes.lastModifiedTime()));
        return headers.contains("Last-Modified")
                ? tagged
                : tagged.lastModified(attributes.lastModifiedTime().toInstant());
    }

    Content content() {
        return content;
    }

    Response content(Content other) {
        return new Response(status, headers, other);
    }

    /** Returns the status. */
    @Override
    public String toString() {
        return "Response[" + status + "]";
    }
}
