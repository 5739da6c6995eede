package dev.loomlet.wsgi;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The request: a mutable map of CGI variables and {@code wsgi.*} values with exactly PEP 3333's keys, and accessors for
 * those that everybody reads.
 *
 * <p>Keys without a dot hold strings, {@linkplain NativeStrings native} ones: a character for a byte. What is absent from
 * the request is absent from the map. Header {@code X-Name} is {@code HTTP_X_NAME}; a repeated one is joined with {@code ","},
 * {@code Cookie} with {@code "; "}. A header whose name has an underscore is left out, since it could pass for another.
 *
 * <p>The application owns the map and may change it in any way; the server does not depend on what it holds afterwards. It
 * belongs to one request and one thread at a time.
 */
public interface Environ extends Map<String, Object> {

    /** {@code "GET"}; never absent or empty. */
    String REQUEST_METHOD = "REQUEST_METHOD";

    /** The part of the path that led to this application, {@code ""} at the root; never ends in a slash. */
    String SCRIPT_NAME = "SCRIPT_NAME";

    /** The rest of the path, percent-decoded to bytes; {@code ""} or beginning with a slash. */
    String PATH_INFO = "PATH_INFO";

    /** The rest of the path as it was sent. */
    String RAW_PATH_INFO = "RAW_PATH_INFO";

    /** The request target as it was sent. */
    String REQUEST_URI = "REQUEST_URI";

    /** What stood behind the question mark, undecoded, {@code ""} if there was none. */
    String QUERY_STRING = "QUERY_STRING";

    /** The Content-Type header; absent if there was none. */
    String CONTENT_TYPE = "CONTENT_TYPE";

    /** The Content-Length header, decimal digits; absent if there was none. */
    String CONTENT_LENGTH = "CONTENT_LENGTH";

    /** The name of the host that was asked for, or the address that was connected to; never empty. */
    String SERVER_NAME = "SERVER_NAME";

    /** The port that was connected to, decimal digits; never empty. */
    String SERVER_PORT = "SERVER_PORT";

    /** The client's version, {@code "HTTP/1.1"}. */
    String SERVER_PROTOCOL = "SERVER_PROTOCOL";

    /** The client's address, digits. */
    String REMOTE_ADDR = "REMOTE_ADDR";

    /** The client's port, decimal digits. */
    String REMOTE_PORT = "REMOTE_PORT";

    /** {@code "CGI/1.1"}. */
    String GATEWAY_INTERFACE = "GATEWAY_INTERFACE";

    /** {@code (1, 0)}: {@link #VERSION}. */
    String WSGI_VERSION = "wsgi.version";

    /** {@code "http"} or {@code "https"}. */
    String WSGI_URL_SCHEME = "wsgi.url_scheme";

    /** The body: an {@link InputBody}. */
    String WSGI_INPUT = "wsgi.input";

    /** Always {@code true}: the input ends where the body ends, also without a Content-Length. */
    String WSGI_INPUT_TERMINATED = "wsgi.input_terminated";

    /** Where to write what went wrong: a {@link PrintWriter}. */
    String WSGI_ERRORS = "wsgi.errors";

    /** Whether the application may be called by several threads at once. */
    String WSGI_MULTITHREAD = "wsgi.multithread";

    /** Whether the application may be called in several processes at once. */
    String WSGI_MULTIPROCESS = "wsgi.multiprocess";

    /** Whether the application is likely called once only. */
    String WSGI_RUN_ONCE = "wsgi.run_once";

    /** Makes file bodies: a {@link FileWrapper.Factory}. */
    String WSGI_FILE_WRAPPER = "wsgi.file_wrapper";

    /** The request's headers as they were sent, in order, with case, repetition and underscores: a {@link Headers}. */
    String HEADERS_RAW = "loomlet.headers_raw";

    /** What to call after the response: a mutable {@code List<Consumer<Environ>>}. */
    String POSTHOOKS = "loomlet.posthooks";

    /**
     * Set by an application: an {@code Integer}, bytes to collect from the blocks of this response before they are sent, in place of
     * the server's setting; 0 sends each block at once.
     */
    String MINIMUM_WRITE_CHUNK_SIZE = "loomlet.minimum_write_chunk_size";

    /** Tells that the server stops: a {@link Stopping}. */
    String STOPPING = "loomlet.stopping";

    /**
     * What takes the connection over for another protocol, WebSocket: the server's own, to be passed on as it is. Absent where the
     * connection cannot be taken over, as a stream of HTTP/2.
     */
    String TRANSPORT = "loomlet.transport";

    /** The value of {@link #WSGI_VERSION}. */
    List<Integer> VERSION = List.of(1, 0);

    /**
     * Returns an environ that holds the entries of {@code entries}, for tests and other gateways. Nothing is added.
     *
     * @param entries keys and values, copied
     * @return a new environ
     */
    static Environ of(Map<String, ?> entries) {
        return new MapEnviron(entries);
    }

    /**
     * Returns {@link #REQUEST_METHOD}.
     *
     * @return the method, case as sent
     */
    default String method() {
        return string(REQUEST_METHOD);
    }

    /**
     * Returns {@link #SCRIPT_NAME}.
     *
     * @return the part of the path that led here, or {@code ""}
     */
    default String scriptName() {
        return string(SCRIPT_NAME);
    }

    /**
     * Returns {@link #PATH_INFO}.
     *
     * @return the rest of the path, or {@code ""}
     */
    default String pathInfo() {
        return string(PATH_INFO);
    }

    /**
     * Returns {@link #QUERY_STRING}.
     *
     * @return the query, undecoded, or {@code ""}
     */
    default String queryString() {
        return string(QUERY_STRING);
    }

    /**
     * Returns {@link #SERVER_PROTOCOL}.
     *
     * @return the client's version
     */
    default String protocol() {
        return string(SERVER_PROTOCOL);
    }

    /**
     * Returns {@link #WSGI_URL_SCHEME}.
     *
     * @return {@code "http"} or {@code "https"}
     */
    default String scheme() {
        return string(WSGI_URL_SCHEME);
    }

    /**
     * Returns {@link #REMOTE_ADDR}.
     *
     * @return the client's address, or {@code ""}
     */
    default String remoteAddr() {
        return string(REMOTE_ADDR);
    }

    /**
     * Returns a request header.
     *
     * @param name its name in any case, like {@code "User-Agent"}
     * @return its value, or empty
     */
    default Optional<String> header(String name) {
        var key = name.toUpperCase(Locale.ROOT).replace('-', '_');
        boolean plain = key.equals(CONTENT_TYPE) || key.equals(CONTENT_LENGTH);
        return get(plain ? key : "HTTP_" + key) instanceof String value ? Optional.of(value) : Optional.empty();
    }

    /**
     * Returns {@link #CONTENT_LENGTH} as a number.
     *
     * @return bytes of the body; empty if there is none or it is not known, as with a chunked body
     * @throws NumberFormatException if somebody has put there what is no number; no server does
     */
    default OptionalLong contentLength() {
        var length = string(CONTENT_LENGTH);
        return length.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length));
    }

    /**
     * Returns the request's body, {@link #WSGI_INPUT}.
     *
     * @return the body, empty if the request has none
     * @throws IllegalStateException if it is not there
     */
    default InputBody input() {
        if (get(WSGI_INPUT) instanceof InputBody input) {
            return input;
        }
        throw new IllegalStateException("environ holds no InputBody at " + WSGI_INPUT);
    }

    /**
     * Returns where to write what went wrong, {@link #WSGI_ERRORS}.
     *
     * @return a writer that throws nothing and must not be closed
     * @throws IllegalStateException if it is not there
     */
    default PrintWriter errors() {
        if (get(WSGI_ERRORS) instanceof PrintWriter errors) {
            return errors;
        }
        throw new IllegalStateException("environ holds no PrintWriter at " + WSGI_ERRORS);
    }

    /**
     * Has {@code hook} called with this environ after the response was sent or given up, on the request's thread, in the
     * order of the calls; an exception is logged and hinders no other hook (eventlet's {@code eventlet.posthooks}).
     *
     * @param hook what to call
     */
    default void addPosthook(Consumer<? super Environ> hook) {
        @SuppressWarnings("unchecked")
        var hooks = (List<Consumer<? super Environ>>) computeIfAbsent(POSTHOOKS, key -> new ArrayList<>());
        hooks.add(hook);
    }

    /**
     * Returns the URL of this request, put together again (PEP 3333, "URL Reconstruction").
     *
     * @return an absolute URL with the query
     */
    default String url() {
        return Urls.requestUrl(this);
    }

    /**
     * Returns the URL of the application: {@link #url()} up to {@link #SCRIPT_NAME}.
     *
     * @return an absolute URL
     */
    default String applicationUrl() {
        return Urls.applicationUrl(this);
    }

    /**
     * Moves the first segment of {@link #PATH_INFO} to the end of {@link #SCRIPT_NAME} and returns it, for dispatch by path
     * ({@code wsgiref.util.shift_path_info}). Of {@code "/"} that segment is {@code ""}, and the script name gets the slash.
     *
     * @return the segment; empty if the path is used up, or was a single dot
     */
    default Optional<String> shiftPathInfo() {
        return Urls.shiftPathInfo(this);
    }

    private String string(String key) {
        return get(key) instanceof String value ? value : "";
    }
}
