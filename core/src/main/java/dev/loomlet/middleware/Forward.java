package dev.loomlet.middleware;

import dev.loomlet.web.HttpException;
import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import java.io.IOException;
import java.net.URI;

/**
 * A reverse proxy: an application that passes each request on to a backend, over HTTP/1.1, and the backend's answer to the client.
 *
 * {@snippet lang = java :
 * try (var forward = new Forward(URI.create("http://127.0.0.1:9000"))) {
 *     Server.spawn(forward).await();
 * }
 * }
 *
 * <p>Bodies stream both ways: a block is read when the other side takes it, and no more than two wait in memory. The method is passed on as it
 * is, and so is the path behind SCRIPT_NAME with the query, byte by byte; only what no URI may have raw (RFC 3986), as {@code |}, is
 * percent-encoded, and an empty query loses its question mark. Fields pass as the environ has them, those for one connection excepted (RFC 9110
 * §7.6.1); {@link ForwardConfig} says which are added. The backend is asked with its own Host, unless {@link ForwardConfig#keepHost()}. Redirects
 * and cookies are the client's business. An {@code Expect: 100-continue} is passed on; a backend that does not answer it is sent the body
 * after 5 s.
 *
 * <table class="striped">
 * <caption>What is answered in place of the backend</caption>
 * <thead><tr><th scope="col">status</th><th scope="col">when</th></tr></thead>
 * <tbody>
 * <tr><th scope="row">400</th><td>a field's value that is not ASCII, which the JDK's client cannot send; a path that leads out of that of the
 *     backend's URI</td></tr>
 * <tr><th scope="row">501</th><td>WebSocket, CONNECT and {@code OPTIONS *}, and an OPTIONS or TRACE whose Max-Forwards is used up; another Upgrade is left out (RFC 9110 §7.8)</td></tr>
 * <tr><th scope="row">502</th><td>the backend cannot be reached, ends the connection without an answer, or its answer cannot be understood or
 *     leaves open where it ends (RFC 9112 §6.3)</td></tr>
 * <tr><th scope="row">504</th><td>a {@linkplain ForwardConfig timeout} is over</td></tr>
 * </tbody>
 * </table>
 *
 * The log, {@code dev.loomlet.middleware}, has a line for each 502 and 504. Behind the first block such a fault is an exception of the result, so
 * that the client sees an answer that did not end. Trailers are not passed on, either way, nor is the reason phrase; the names of an answer's
 * fields come in lower case. A backend that answers before it has read the whole body is heard once it has taken it all, or has ended the
 * connection.
 *
 * <p>Each request blocks its own thread: on the client, on the backend, as long as the timeouts say. An interrupt ends the wait and gives the
 * request up. A client that has left is noticed when a block is sent to it or read from it; the connection to the backend is closed then. May be
 * called by any number of threads.
 */
public final class Forward implements Application, AutoCloseable {

    private final BackendUri backend;
    private final ForwardConfig config;
    private final BackendClient client;

    /**
     * Forwards to {@code backend} in the usual way.
     *
     * @param backend {@code http://host:port} or {@code https://host:port}, and perhaps a path to put before each request's
     * @throws IllegalArgumentException if {@code backend} is something else
     */
    public Forward(URI backend) {
        this(backend, ForwardConfig.defaults());
    }

    /**
     * Forwards to {@code backend} as {@code config} says.
     *
     * @param backend {@code http://host:port} or {@code https://host:port}, and perhaps a path to put before each request's
     * @param config timeouts, fields
     * @throws IllegalArgumentException if {@code backend} is something else
     */
    public Forward(URI backend, ForwardConfig config) {
        this.backend = BackendUri.of(backend);
        this.config = config;
        this.client = new BackendClient(config);
    }

    /**
     * Passes a request on and waits for the beginning of the answer.
     *
     * @throws IOException if the request's body cannot be read
     * @throws InterruptedException if the thread is interrupted
     */
    @Override
    public Iterable<byte[]> call(Environ environ, StartResponse startResponse)
            throws IOException, InterruptedException {
        try {
            var request = ForwardRequest.of(environ, config, client.proxyFields(), /* replayLimit= */ 0);
            return Gateway.pass(client.send(backend, request), startResponse);
        } catch (HttpException refusal) {
            return refusal.call(environ, startResponse);
        } catch (BackendException fault) {
            return Gateway.fail(backend, fault).call(environ, startResponse);
        }
    }

    /** Closes the connections to the backend; requests in progress fail. May block for a moment, and be called again. */
    @Override
    public void close() {
        client.close();
    }
}
