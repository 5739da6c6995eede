package dev.loomlet.server;

import dev.loomlet.server.http1.BodyFraming;
import dev.loomlet.wsgi.InputBody;
import java.io.IOException;
import java.util.Optional;

/** {@code wsgi.input} over a connection, and what the server wants to know of it. On the connection's thread. */
abstract class RequestBody extends InputBody {

    /**
     * The body of a request.
     *
     * @param expectsContinue whether the client waits for a 100 before it sends the body
     */
    static RequestBody of(BodyFraming framing, boolean expectsContinue, ConnectionInput input, Outlet outlet) {
        if (framing instanceof BodyFraming.None && !expectsContinue) {
            return NoBody.INSTANCE;
        }
        var config = outlet.config();
        var interim = new Interim(expectsContinue, outlet);
        return switch (framing) {
            case BodyFraming.None none -> new FixedBody(0, input, config, interim);
            case BodyFraming.Fixed fixed -> new FixedBody(fixed.length(), input, config, interim);
            case BodyFraming.Chunked chunked -> new ChunkedBody(input, config, interim);
        };
    }

    /** Whether all of the body was read from the client. */
    abstract boolean isComplete();

    /** What went wrong with reading, if anything did. */
    abstract Optional<IOException> failure();

    /** The final response begins: from now on no 100. */
    abstract void endInterim();

    /** Whether the client asked for a 100 and got none, so that nobody knows whether it sends its body. */
    abstract boolean lacksContinue();

    /**
     * Reads and drops what the application left unread, so that the next request can be read.
     *
     * @return whether the body was read to its end within the limits
     */
    abstract boolean discard();
}
