package dev.loomlet.benchmarks.load;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Connections that each got one answer and stay open. They have no thread: the calling one opens, looks and closes. */
public final class IdleConnections implements AutoCloseable {

    /* Fewer than the backlog of any server, so that no connection waits for a SYN to be sent again. */
    private static final int AT_ONCE = 64;
    /* Files and sockets that the process opens besides. */
    private static final int SPARE_DESCRIPTORS = 64;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long LOOK_MILLIS = 100;

    private final List<SocketChannel> open = new ArrayList<>();

    private IdleConnections() {}

    /**
     * Opens the connections, until each has its answer; interrupt ends it, and closes them.
     *
     * @param target what each requests once, without TLS
     * @param count how many
     * @return the open connections
     * @throws IOException when one fails, when none gets its answer for 10 s, or when the process may not open so many
     * @throws InterruptedException when the calling thread is interrupted
     */
    public static IdleConnections open(Target target, int count) throws IOException, InterruptedException {
        if (target.tls()) {
            throw new IllegalArgumentException("idle connections speak no TLS");
        }
        checkLimit(count);
        var connections = new IdleConnections();
        try {
            connections.openAll(target, count);
            return connections;
        } catch (IOException e) {
            int got = connections.open.size();
            connections.close();
            throw new IOException("connection " + (got + 1) + " of " + count + " failed: " + e.getMessage(), e);
        } catch (InterruptedException | RuntimeException e) {
            connections.close();
            throw e;
        }
    }

    /**
     * How many of them the server has not closed meanwhile.
     *
     * @return at most as many as were opened
     */
    public int stillOpen() {
        var in = ByteBuffer.allocate(1);
        int count = 0;
        for (var channel : open) {
            try {
                count += channel.read(in.clear()) == 0 ? 1 : 0;
            } catch (IOException e) {
                // The server has reset it.
            }
        }
        return count;
    }

    /** Closes all. */
    @Override
    public void close() {
        open.forEach(Wire::close);
        open.clear();
    }

    private static void checkLimit(int count) throws IOException {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            checkLimit(count, system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount());
        }
    }

    static void checkLimit(int count, long left) throws IOException {
        if (left < (long) count + SPARE_DESCRIPTORS) {
            throw new IOException(count + " connections are more than the " + left
                    + " file descriptors that this process may still open: raise the limit, for example with ulimit -n "
                    + (2L * count + 1_000));
        }
    }

    private void openAll(Target target, int count) throws IOException, InterruptedException {
        var request = Requests.get(target);
        var in = ByteBuffer.allocateDirect(64 << 10);
        Set<IdleConnection> pending = new HashSet<>();
        try (var selector = Selector.open()) {
            long progressNanos = System.nanoTime();
            while (open.size() < count) {
                while (pending.size() < AT_ONCE && open.size() + pending.size() < count) {
                    var connection = new IdleConnection(selector, target, request);
                    pending.add(connection);
                    connection.connect();
                }
                int before = open.size();
                selector.select(LOOK_MILLIS);
                for (var key : selector.selectedKeys()) {
                    ready(key, in, pending);
                }
                selector.selectedKeys().clear();
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while opening connections");
                }
                if (open.size() > before) {
                    progressNanos = System.nanoTime();
                } else if (System.nanoTime() - progressNanos > PATIENCE_NANOS) {
                    throw new IOException("no answer for 10 s");
                }
            }
        } finally {
            pending.forEach(IdleConnection::close);
        }
    }

    private void ready(SelectionKey key, ByteBuffer in, Set<IdleConnection> pending) throws IOException {
        var connection = (IdleConnection) key.attachment();
        var channel = connection.ready(key, in);
        if (channel != null) {
            open.add(channel);
            pending.remove(connection);
        }
    }
}
