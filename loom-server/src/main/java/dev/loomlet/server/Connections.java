package dev.loomlet.server;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connections that are open. The acceptor adds, each connection removes itself, {@link Server} drains and kills; the set and the
 * counters are concurrent ones, so there is no lock.
 *
 * <p>The acceptor counts as one until it ends, so that the count reaches 0 once, when nothing is left and nothing can come.
 */
final class Connections {

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<InetAddress, Integer> peers = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger(1);
    private final CountDownLatch empty = new CountDownLatch(1);
    private final Semaphore permits;
    private final StopSignal stopSignal = new StopSignal();
    private final int maxPerPeer;
    private volatile boolean draining;
    private volatile long drainNanos;
    private volatile boolean killed;

    Connections(ServerConfig config) {
        permits = new Semaphore(config.maxConnections());
        maxPerPeer = config.maxConnectionsPerPeer();
    }

    /** One for each connection that may be open, taken before a connection is accepted, given back by {@link #remove}. */
    Semaphore permits() {
        return permits;
    }

    /** Adds a connection, for which a permit was taken; false if its peer has too many, then it is not added. */
    boolean add(Connection connection) {
        var peer = connection.transport().peer().remoteInet();
        if (maxPerPeer > 0 && peer.isPresent() && peers.merge(peer.get(), 1, Integer::sum) > maxPerPeer) {
            leave(peer.get());
            return false;
        }
        count.incrementAndGet();
        open.add(connection);
        if (killed) {
            connection.kill();
        }
        return true;
    }

    void remove(Connection connection) {
        open.remove(connection);
        if (maxPerPeer > 0) {
            connection.transport().peer().remoteInet().ifPresent(this::leave);
        }
        permits.release();
        release();
    }

    private void leave(InetAddress peer) {
        peers.computeIfPresent(peer, (address, connections) -> connections == 1 ? null : connections - 1);
    }

    /** The acceptor has ended: no connection will be added. */
    void close() {
        release();
    }

    private void release() {
        if (count.decrementAndGet() == 0) {
            empty.countDown();
        }
    }

    /** What tells applications that the server stops. */
    StopSignal stopSignal() {
        return stopSignal;
    }

    /** Whether the server stops: each response is its connection's last. */
    boolean isDraining() {
        return draining;
    }

    /** Has idle connections end now and the others after their response; new ones have a moment for their first request. */
    void drain() {
        if (!draining) {
            drainNanos = System.nanoTime();
            draining = true;
        }
        stopSignal.begin();
        open.forEach(Connection::drain);
    }

    /** Ends all connections, and any that may still be added. */
    void kill() {
        draining = true;
        killed = true;
        stopSignal.begin();
        open.forEach(Connection::kill);
    }

    /** Ends the waits that are over at {@code nanoTime}. */
    void expire(long nanoTime) {
        if (draining && nanoTime - drainNanos > Connection.FIRST_BYTE_WHILE_DRAINING.toNanos()) {
            open.forEach(Connection::drainNew);
        }
        open.forEach(connection -> connection.expire(nanoTime));
    }

    int size() {
        return open.size();
    }

    /** Takes those that do not end for ended. */
    void giveUp() {
        empty.countDown();
    }

    /** Waits until the acceptor and all connections have ended. */
    void awaitEmpty() throws InterruptedException {
        empty.await();
    }

    /** Waits until the acceptor and all connections have ended; false if the time is over before. */
    boolean awaitEmpty(Duration time) throws InterruptedException {
        return empty.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
