package dev.loomlet.server;

import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.server.http1.ResponseFraming;
import dev.loomlet.server.http1.Violation;
import dev.loomlet.wsgi.Headers;
import dev.loomlet.wsgi.Status;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * The seam between PEP 3333's rules for a response and the protocol that carries it: a connection of HTTP/1.1, or a stream of HTTP/2. What
 * it is given it collects until it is full or flushed. For the thread that serves the request, which may block in it.
 */
interface Outlet {

    /** The settings. */
    ServerConfig config();

    /** Sends the head, the server's own fields with it. */
    void head(RequestHead request, RequestBody body, Status status, Headers headers, ResponseFraming framing)
            throws IOException;

    /** Sends body bytes, at least one; of this kind of framing. */
    void body(ResponseFraming.Kind kind, byte[] from, int offset, int length) throws IOException;

    /** Sends part of a file as body bytes that need no framing; how much, less than {@code count} only if the file is shorter. */
    long file(FileChannel file, long position, long count) throws IOException;

    /** Sends what ends a body of this kind of framing. */
    void end(ResponseFraming.Kind kind) throws IOException;

    /** Sends an interim response. */
    void interim(Headers headers) throws IOException;

    /** Sends the server's own answer to a request that breaks the protocol; how many bytes of body it has. It is not flushed. */
    long reject(Violation violation, boolean withBody) throws IOException;

    /** Has the client get all that was sent, now. */
    void flush() throws IOException;

    /** Has the client get all of a response that has ended, or with what follows at once. */
    void flushResponse() throws IOException;

    /** Makes the end of a response whose end is the connection's look like a failure. */
    void abortOnClose();

    /** Makes the response that is about to be sent the last one. */
    void endAfterThis();

    /** Whether another request may follow the response whose head was sent. */
    boolean persists();

    /** What can take the connection over behind {@code response}; null if nothing can. */
    default @Nullable Http1Upgrade takeover(Response response) {
        return null;
    }

    /** Whether the client has gone, or takes nothing. */
    boolean isBroken();

    /** Whether the server ended the request by force. */
    boolean isKilled();

    /** Drops an interrupt that the application left behind: in a wait for the client it would cost it its answer. */
    default void clearInterrupt() {
        if (!isKilled() && Thread.interrupted()) {
            Log.SERVER.log(System.Logger.Level.DEBUG, "the application left its thread interrupted");
        }
    }
}
