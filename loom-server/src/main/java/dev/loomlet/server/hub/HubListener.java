package dev.loomlet.server.hub;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A listener whose owner, a virtual thread of a hub, waits there for connections. Once it has waited, all that the channel is asked
 * besides accept is asked by the loop, and accept is pinned, as it is with a {@link HubSocket}.
 *
 * <p>The owner is the thread that {@link #start} starts; the methods are its own unless they say otherwise.
 */
public final class HubListener implements Polled {

    private static final long CLOSE_SECONDS = 10;

    private final Hub hub;
    private final ServerSocketChannel channel;
    private final Readiness acceptable = new Readiness();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Thread owner;
    private volatile boolean woken;
    private boolean registered;

    /** A listener on {@code hub}, which nobody else uses. Any thread. */
    public HubListener(Hub hub, ServerSocketChannel channel) throws IOException {
        this.hub = hub;
        this.channel = channel;
        channel.configureBlocking(false);
    }

    /** Starts the owner. Any thread, once. */
    public void start(String name, Runnable task) {
        var thread = hub.newThread(task);
        thread.setName(name);
        owner = thread;
        thread.start();
    }

    /** The next connection; null if there is none at the moment. */
    public @Nullable SocketChannel accept() throws IOException {
        JavaLang.pin();
        try {
            return channel.accept();
        } finally {
            JavaLang.unpin();
        }
    }

    /** Blocks the owner until there may be a connection, or until {@link #wake}. */
    public void await() {
        registered = true;
        if (acceptable.beginWait(Readiness.NO_LIMIT)) {
            hub.post(this::arm);
        }
        while (acceptable.isWaiting() && !woken) {
            LockSupport.park();
            if (Thread.interrupted()) {
                HubLog.log(System.Logger.Level.WARNING, "who interrupts the acceptor?", new InterruptedException());
            }
        }
    }

    /** Ends the wait, and each later one. Any thread; never blocks. */
    public void wake() {
        woken = true;
        LockSupport.unpark(owner);
    }

    /** Closes the channel. Blocks until that is done, and its address free. */
    public void close() throws IOException {
        if (!registered) {
            channel.close();
            return;
        }
        hub.post(this::closeNow);
        try {
            if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(hub + " has not closed it in " + CLOSE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted while the listener closes", e);
        }
    }

    /* What the loop does. */

    private void arm() {
        try {
            var key = hub.key(channel, this);
            acceptable.arm();
            key.interestOpsOr(SelectionKey.OP_ACCEPT);
        } catch (IOException | RuntimeException e) {
            wakeOwner();
        }
    }

    @Override
    public void ready(SelectionKey key) {
        switch (acceptable.ready()) {
            case WAKE_OWNER -> LockSupport.unpark(owner);
            case STOP_POLLING -> key.interestOps(0);
            case POLL_AGAIN -> {}
        }
    }

    private void closeNow() {
        try {
            hub.close(channel);
        } catch (IOException e) {
            HubLog.error("closing a listener failed", e);
        }
        closed.countDown();
        wakeOwner();
    }

    private void wakeOwner() {
        acceptable.endWait();
        LockSupport.unpark(owner);
    }
}
