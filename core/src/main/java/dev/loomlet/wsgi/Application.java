package dev.loomlet.wsgi;

/**
 * An application: one request in, the blocks of one response body out (PEP 3333, "The Application/Framework Side").
 *
 * <p>A lambda, a method, an instance and a constructor all fit:
 *
 * {@snippet lang = java :
 * Application hello = (environ, startResponse) -> {
 *     startResponse.start("200 OK", Headers.of("Content-Type", "text/plain"));
 *     return Body.of("Hello, World!\r\n");
 * };
 * }
 *
 * <p>An application is called once for each request, on that request's own thread, which may block for as long as it
 * likes. It is called for many requests at once and must keep its shared state safe for that.
 */
@FunctionalInterface
public interface Application {

    /**
     * Answers one request.
     *
     * <p>{@code startResponse} must have been called before the returned blocks' first non-empty one is asked for: here,
     * or as late as in the iterator's first {@link java.util.Iterator#next() next()}. Each block is sent before the next
     * is asked for, so an iterator that waits streams. A result that is {@link AutoCloseable} is closed exactly once,
     * whatever happened, also if it was never iterated.
     *
     * <p>The thread is interrupted only when the server ends without waiting any longer. An application that meets an
     * {@link InterruptedException} should let it through.
     *
     * @param environ the request, owned by the application, which may change it
     * @param startResponse begins the response
     * @return the body's blocks, in order; never null
     * @throws Exception whatever went wrong: answered with a 500 if nothing was sent yet, otherwise the connection is
     *     closed so that the client sees a response that did not end
     */
    Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws Exception;
}
