package dev.loomlet.wsgi;

import java.io.IOException;

/**
 * PEP 3333's {@code write()}: sends body blocks at once, for code that pushes its output. New code yields blocks instead.
 */
@FunctionalInterface
public interface Writer {

    /**
     * Sends {@code block}, before it the headers if they are still unsent. Blocks until the block is in the operating
     * system's hands or the server's write timeout is over. What is written comes before what the application returns.
     *
     * @param block the bytes to send, not kept; an empty block sends nothing, the headers neither
     * @throws IOException if the client has gone or takes no bytes for longer than the server's write timeout
     * @throws IllegalStateException if {@code block} goes past the response's Content-Length (what fits is sent), if no
     *     response was started, or if the response is over
     */
    void write(byte[] block) throws IOException;
}
