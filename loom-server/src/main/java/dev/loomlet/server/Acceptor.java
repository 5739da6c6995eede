package dev.loomlet.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Accepts connections, on the thread of its {@link ListenerPoll}, and starts a thread for each. It takes a permit first, so that with too
 * many connections the next ones wait in the operating system's backlog. It survives every error of a connection and of the system, a
 * lack of file descriptors above all; only the close of its listener ends it, or the server, and then what is in the backlog is accepted
 * before the listener closes.
 */
final class Acceptor implements Runnable {

    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    /* How soon who waits for a permit notices that the listener was closed by somebody else. */
    private static final long LOOK_MILLIS = 200;

    private final ServerSocketChannel listener;
    private final SocketAddress address;
    private final Service service;
    private final Connections connections;
    private final Scheduler scheduler;
    private final ListenerPoll poll;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Optional<Throwable> failure = Optional.empty();
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    Acceptor(ServerSocketChannel listener, boolean own, Service service, Connections connections) throws IOException {
        this.listener = listener;
        this.address = listener.getLocalAddress();
        this.service = service;
        this.connections = connections;
        this.scheduler = Scheduler.of(service.config());
        this.poll = own ? scheduler.poll(listener) : new SelectorPoll(listener);
    }

    void start(String name) {
        poll.start(name, this);
    }

    /** Has the acceptor empty the backlog and end. Does not wait. */
    void stop() {
        stopping.countDown();
        /* In case it waits for one. */
        connections.permits().release();
        poll.wake();
    }

    @Override
    public void run() {
        try {
            while (!isStopping() && listener.isOpen()) {
                if (acquirePermit()) {
                    acceptNext();
                }
            }
            emptyBacklog();
        } catch (Throwable e) {
            failure = Optional.of(e);
            Log.SERVER.log(System.Logger.Level.ERROR, "accepting on " + address + " ended by a fault", e);
        } finally {
            close();
            connections.drain();
            connections.close();
        }
    }

    private boolean acquirePermit() {
        try {
            return connections.permits().tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Log.SERVER.log(System.Logger.Level.WARNING, "who interrupts the acceptor?", e);
            return false;
        }
    }

    /** Accepts one connection, waiting for it unless the acceptor is to stop; holds a permit, and gives it back if there is none. */
    private void acceptNext() {
        boolean permitUsed = false;
        try {
            var channel = poll.accept();
            while (channel == null && !isStopping() && listener.isOpen()) {
                poll.await();
                channel = poll.accept();
            }
            permitUsed = channel != null && serve(channel);
            pauseMillis = FIRST_PAUSE_MILLIS;
        } catch (ClosedChannelException | ClosedSelectorException e) {
            Log.SERVER.log(System.Logger.Level.DEBUG, "the listener on " + address + " was closed");
        } catch (IOException | RuntimeException | Error e) {
            warn(e);
            pause();
        } finally {
            if (!permitUsed) {
                connections.permits().release();
            }
        }
    }

    /** Where descriptors are lacking the log may fail too, for want of a file that it opens; then this warning is lost. */
    private void warn(Throwable e) {
        try {
            Log.SERVER.log(
                    System.Logger.Level.WARNING,
                    "accepting on " + address + " failed, going on in " + pauseMillis + " ms: " + e);
        } catch (RuntimeException | Error lost) {
            e.addSuppressed(lost);
        }
    }

    private void emptyBacklog() {
        try {
            boolean more = listener.isOpen();
            while (more && connections.permits().tryAcquire()) {
                var channel = poll.accept();
                more = channel != null;
                if (channel == null || !serve(channel)) {
                    connections.permits().release();
                }
            }
        } catch (IOException | RuntimeException e) {
            Log.SERVER.log(System.Logger.Level.DEBUG, "accepting what is in the backlog failed", e);
        }
    }

    /** Starts the connection's thread; false if the connection is not served, its channel closed, and the permit still ours. */
    private boolean serve(SocketChannel channel) throws IOException {
        try {
            if (address instanceof InetSocketAddress) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            var place = scheduler.place(channel);
            var connection = new Connection(service, connections, service.protect(place.transport()), place.threads());
            if (connections.add(connection)) {
                start(connection, place.threads());
                return true;
            }
            place.transport().close();
            return false;
        } catch (IOException e) {
            Log.SERVER.log(System.Logger.Level.DEBUG, "a client left before it was served", e);
        }
        channel.close();
        return false;
    }

    private void start(Connection connection, ThreadFactory threads) {
        try {
            threads.newThread(connection).start();
        } catch (RuntimeException | Error e) {
            Log.SERVER.log(
                    System.Logger.Level.ERROR, "no thread could be started for a connection, so it is closed", e);
            connection.kill();
            connections.remove(connection);
        }
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** What ended the acceptor, unless it was asked to end. */
    Optional<Throwable> failure() {
        return failure;
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void pause() {
        try {
            stopping.await(pauseMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Log.SERVER.log(System.Logger.Level.WARNING, "who interrupts the acceptor?", e);
        }
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    }

    private void close() {
        try {
            try {
                poll.close();
            } finally {
                Listener.deleteFile(address);
            }
        } catch (IOException e) {
            Log.SERVER.log(System.Logger.Level.WARNING, "closing the listener on " + address + " failed", e);
        }
    }
}
