package dev.loomlet.server.hub;

import java.nio.channels.SelectionKey;

/** Who is told when a socket is ready for what its key is interested in. */
@FunctionalInterface
public interface Polled {

    /** The socket is ready. Called by the loop, which it must not block. */
    void ready(SelectionKey key);
}
