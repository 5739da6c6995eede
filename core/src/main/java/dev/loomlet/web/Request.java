package dev.loomlet.web;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A request (WebOb's {@code Request}): a view of an {@link Environ}, which it does not copy. What is changed there shows here.
 *
 * {@snippet lang = java :
 * Application greet = (environ, startResponse) -> {
 *     var request = Request.of(environ);
 *     var name = request.query().first("name").orElse("you");
 *     return Response.text("Hello, " + name).call(environ, startResponse);
 * };
 * var page = Request.blank("/?name=Ada").call(greet);
 * }
 *
 * <p>What is read is kept in the environ, at {@link #PARSED}, {@link #BODY} and {@link #FORM}, until what it was read from changes: other views of
 * the same environ do not read it again.
 *
 * <p>What the client sent wrongly is an {@link HttpException}, absent or U+FFFD, as each method says.
 *
 * <p>It is for one thread at a time, as the environ is. Nothing but the body's methods blocks.
 */
public final class Request extends RequestContent {

    /** Key of the environ: what was read from its strings. */
    public static final String PARSED = "loomlet.parsed";

    /** Key of the environ: the body in memory, once {@link #bytes()} has read it. */
    public static final String BODY = "loomlet.body";

    /** Key of the environ: the form, once {@link #form()} has read it. */
    public static final String FORM = "loomlet.form";

    /** How many bytes of the body {@link #bytes()}, {@link #text()} and {@link #json} read, 8 MiB. */
    public static final int MAX_BODY_BYTES = 8 * 1024 * 1024;

    /**
     * Reads JSON, by a library of the user's.
     *
     * @param <T> what it makes of it
     */
    @FunctionalInterface
    public interface JsonParser<T> {

        /**
         * Reads a text.
         *
         * @param text the whole text
         * @return what it says
         * @throws Exception if the text is malformed or not what is expected
         */
        T parse(String text) throws Exception;
    }

    private Request(Environ environ) {
        super(environ);
    }

    /**
     * Returns a view of an environ.
     *
     * @param environ what the server called the application with
     * @return the view
     */
    public static Request of(Environ environ) {
        return new Request(environ);
    }

    /**
     * Begins a request that came by no server, for tests: a GET, of HTTP/1.1, from 127.0.0.1, to {@code http://localhost}.
     *
     * @param path as it is sent, percent-encoded and perhaps with a query, {@code "/page?number=7"}; or a whole URL, {@code
     *     "https://example.org/page"}
     * @return what builds it
     * @throws IllegalArgumentException if {@code path} is neither
     */
    public static RequestBuilder blank(String path) {
        return new RequestBuilder(path);
    }

    /**
     * Returns the address of the client, as proxies that are trusted say.
     *
     * @param proxies whom to believe
     * @return the address; empty if it is not known
     */
    public Optional<InetAddress> client(TrustedProxies proxies) {
        return proxies.client(environ()).address();
    }

    /**
     * Calls an application with this request, as a server would, but for the network (WebOb's {@code call_application}). All of the response is read
     * into memory, so it has to end. Whatever happens, the result is closed and the posthooks run.
     *
     * @param application what to call, on this thread
     * @return what it answered
     * @throws Exception what the application throws, or its iterator, or {@code close()}, or a posthook
     * @throws IllegalStateException if the application breaks the contract: it did not start a response before its first block, or started one
     *     twice. {@link dev.loomlet.wsgi.Lint} checks more
     */
    public Result call(Application application) throws Exception {
        return new Call(environ()).run(application);
    }
}
