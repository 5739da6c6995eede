package dev.loomlet.server;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Runs the acceptor on a daemon platform thread, which waits in a selector of its own; for a listener that may be anybody's. */
final class SelectorPoll implements ListenerPoll {

    /* How soon a close of the listener by somebody else is noticed, which wakes no selector. */
    private static final long LOOK_MILLIS = 200;

    private final ServerSocketChannel listener;
    private final Selector selector;

    SelectorPoll(ServerSocketChannel listener) throws IOException {
        this.listener = listener;
        listener.configureBlocking(false);
        selector = Selector.open();
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    @Override
    public void start(String name, Runnable acceptor) {
        Thread.ofPlatform().daemon().name(name).start(acceptor);
    }

    /** If there is none it yields and looks again, since a sleep for each connection costs more. */
    @Override
    @SuppressWarnings("ThreadPriorityCheck") // yield: ADR 11
    public @Nullable SocketChannel accept() throws IOException {
        var channel = listener.accept();
        if (channel == null) {
            Thread.yield();
            channel = listener.accept();
        }
        return channel;
    }

    @Override
    public void await() throws IOException {
        selector.select(key -> {}, LOOK_MILLIS);
    }

    @Override
    public void wake() {
        selector.wakeup();
    }

    @Override
    public void close() throws IOException {
        try (selector) {
            listener.close();
        }
    }
}
