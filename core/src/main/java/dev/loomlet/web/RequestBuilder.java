package dev.loomlet.web;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.FileWrapper;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.InputBody;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes up a request for a test (WebOb's {@code Request.blank}); {@link Request#blank} begins. For one thread.
 *
 * <p>Each call of {@link #build} makes a new environ with all keys of PEP 3333.
 */
public final class RequestBuilder {

    private static final String CONTENT_TYPE = "Content-Type";

    private final Map<String, Object> others = new HashMap<>();
    private final MultipartWriter parts = new MultipartWriter();
    private BlankUrl url;
    private Optional<String> method = Optional.empty();
    private Headers headers = Headers.empty();
    private Params fields = Params.empty();
    private Optional<byte[]> body = Optional.empty();

    RequestBuilder(String path) {
        url = BlankUrl.parse(path);
    }

    /**
     * Sets where the application is (WebOb's {@code base_url}): its scheme, host, and path, which becomes the script name.
     *
     * @param base as {@code "https://example.org/app"}
     * @return this builder
     * @throws IllegalArgumentException if {@code base} is no such URL, or has a query
     */
    public RequestBuilder baseUrl(String base) {
        url = url.within(base);
        return this;
    }

    /**
     * Sets the method. Without it it is POST where there is a form, otherwise GET.
     *
     * @param newMethod as {@code "PUT"}
     * @return this builder
     * @throws IllegalArgumentException if {@code newMethod} is no token
     */
    public RequestBuilder method(String newMethod) {
        method = Optional.of(Grammar.checkToken("newMethod", newMethod));
        return this;
    }

    /**
     * Adds a header field. The values of a repeated one are joined, as a server does it.
     *
     * @param name its name
     * @param value its value, a native string
     * @return this builder
     * @throws IllegalArgumentException if name or value is not legal
     */
    public RequestBuilder header(String name, String value) {
        headers = headers.with(name, value);
        return this;
    }

    /**
     * Adds a cookie.
     *
     * @param name its name
     * @param value its value, written as {@link SetCookie} does
     * @return this builder
     * @throws IllegalArgumentException if {@code name} is no token
     */
    public RequestBuilder cookie(String name, String value) {
        return header("Cookie", Grammar.checkToken("name", name) + "=" + SetCookie.quote(value));
    }

    /**
     * Sets the body.
     *
     * @param type its Content-Type
     * @param bytes the body, not copied
     * @return this builder
     * @throws IllegalArgumentException if {@code type} is not legal in a header
     */
    public RequestBuilder body(String type, byte[] bytes) {
        headers = headers.set(CONTENT_TYPE, type);
        body = Optional.of(bytes);
        return this;
    }

    /**
     * Sets the body.
     *
     * @param type its Content-Type
     * @param text the body, sent in UTF-8
     * @return this builder
     * @throws IllegalArgumentException if {@code type} is not legal in a header
     */
    public RequestBuilder body(String type, String text) {
        return body(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Adds a field of a form, which is sent as a browser does: {@code application/x-www-form-urlencoded}, or {@code multipart/form-data} if there
     * is a file.
     *
     * @param name its name
     * @param value its value
     * @return this builder
     */
    public RequestBuilder field(String name, String value) {
        fields = fields.with(name, value);
        return this;
    }

    /**
     * Adds a file of a form.
     *
     * @param name the field's name
     * @param filename the file's name
     * @param type its Content-Type
     * @param bytes its content
     * @return this builder
     * @throws IllegalArgumentException if {@code type} is not legal in a header
     */
    public RequestBuilder file(String name, String filename, String type, byte[] bytes) {
        parts.file(name, filename, type, bytes);
        return this;
    }

    /**
     * Sets the address of the peer.
     *
     * @param address digits
     * @return this builder
     */
    public RequestBuilder remoteAddr(String address) {
        return environ(Environ.REMOTE_ADDR, address);
    }

    /**
     * Sets a key of the environ to what is not as in other requests.
     *
     * @param key the key
     * @param value its value
     * @return this builder
     */
    public RequestBuilder environ(String key, Object value) {
        others.put(key, value);
        return this;
    }

    /**
     * Returns the request.
     *
     * @return a request with an environ of its own
     */
    public Request build() {
        boolean isForm = !fields.isEmpty() || !parts.isEmpty();
        var type = Optional.<String>empty();
        var bytes = body;
        if (isForm) {
            type = Optional.of(parts.isEmpty() ? FormReader.URLENCODED : parts.contentType());
            bytes = Optional.of(parts.isEmpty() ? urlencoded() : parts.bytes(fields));
        }
        var environ = new LinkedHashMap<String, Object>();
        environ.put(Environ.REQUEST_METHOD, method.orElse(isForm ? "POST" : "GET"));
        url.addTo(environ);
        type.ifPresent(value -> headers = headers.set(CONTENT_TYPE, value));
        addHeaders(environ);
        bytes.ifPresent(content -> environ.put(Environ.CONTENT_LENGTH, Integer.toString(content.length)));
        environ.put(Environ.WSGI_INPUT, InputBody.of(bytes.orElseGet(() -> new byte[0])));
        addServer(environ);
        environ.putAll(others);
        return Request.of(Environ.of(environ));
    }

    private byte[] urlencoded() {
        return QueryString.format(fields).getBytes(StandardCharsets.US_ASCII);
    }

    private void addHeaders(Map<String, Object> environ) {
        for (var field : headers) {
            if (field.name().indexOf('_') < 0) {
                var separator = field.name().equalsIgnoreCase("Cookie") ? "; " : ",";
                environ.merge(FieldNames.key(field.name()), field.value(), (old, more) -> old + separator + more);
            }
        }
        environ.put(Environ.HEADERS_RAW, headers);
    }

    private static void addServer(Map<String, Object> environ) {
        environ.put(Environ.SERVER_PROTOCOL, "HTTP/1.1");
        environ.put(Environ.GATEWAY_INTERFACE, "CGI/1.1");
        environ.put(Environ.REMOTE_ADDR, "127.0.0.1");
        environ.put(Environ.WSGI_VERSION, Environ.VERSION);
        environ.put(Environ.WSGI_INPUT_TERMINATED, true);
        environ.put(
                Environ.WSGI_ERRORS,
                new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), /* autoFlush= */ true));
        environ.put(Environ.WSGI_MULTITHREAD, true);
        environ.put(Environ.WSGI_MULTIPROCESS, false);
        environ.put(Environ.WSGI_RUN_ONCE, false);
        environ.put(Environ.WSGI_FILE_WRAPPER, (FileWrapper.Factory) FileWrapper::new);
    }

    /**
     * Builds the request and calls an application with it.
     *
     * @param application what to call
     * @return what it answered
     * @throws Exception as {@link Request#call}
     */
    public Result call(Application application) throws Exception {
        return build().call(application);
    }
}
