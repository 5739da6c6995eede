package dev.loomlet.server.websocket;

import java.io.IOException;

/**
 * What was to be sent cannot be: the {@link WebSocket} is closed, or closing. A handler that lets it through has ended as it should, if the
 * client closed.
 */
public final class ConnectionClosedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The status code of the close. */
    private final int code;

    ConnectionClosedException(int code) {
        super("the WebSocket is closed (code " + code + ")");
        this.code = code;
    }

    /**
     * Returns why it was closed.
     *
     * @return the code of RFC 6455 §7.4, as {@link WebSocket#closeCode}
     */
    public int code() {
        return code;
    }
}
