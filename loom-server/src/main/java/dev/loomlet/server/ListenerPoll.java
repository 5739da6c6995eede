package dev.loomlet.server;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** On what thread an {@link Acceptor} runs, and how it waits for connections there. That thread's, unless a method says otherwise. */
interface ListenerPoll {

    /** Starts the thread, which is no reason for the program to go on. Any thread. */
    void start(String name, Runnable acceptor);

    /** The next connection; null if there is none at the moment. */
    @Nullable
    SocketChannel accept() throws IOException;

    /** Waits until a connection may be there, for a while, or until {@link #wake}. */
    void await() throws IOException;

    /** Ends the wait, also one that has not begun. Any thread. */
    void wake();

    /** Closes the listener. When it returns, its address is free. */
    void close() throws IOException;
}
