package dev.loomlet.server;

import dev.loomlet.server.hub.Hub;
import dev.loomlet.server.hub.HubListener;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Runs the acceptor on a virtual thread of a hub, as eventlet does: a connection costs no change of the thread. */
final class HubPoll implements ListenerPoll {

    /* So many connections at once keep those that are open waiting. */
    private static final int BATCH = 16;

    private final HubListener listener;
    private int accepted;

    HubPoll(Hub hub, ServerSocketChannel channel) throws IOException {
        listener = new HubListener(hub, channel);
    }

    @Override
    public void start(String name, Runnable acceptor) {
        listener.start(name, acceptor);
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // a virtual thread's, which has others of its hub run
    public @Nullable SocketChannel accept() throws IOException {
        if (++accepted % BATCH == 0) {
            Thread.yield();
        }
        return listener.accept();
    }

    @Override
    public void await() {
        listener.await();
    }

    @Override
    public void wake() {
        listener.wake();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
