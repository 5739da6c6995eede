package dev.loomlet.server;

import java.io.IOException;

/** A read or write took longer than it may. */
final class TransportTimeoutException extends IOException {

    private static final long serialVersionUID = 1;

    TransportTimeoutException(String message) {
        super(message);
    }
}
