package dev.loomlet.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Protocols;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/**
 * The bytes of one exchange of an Undertow server, both ways. The request's virtual thread gives the exchange's I/O thread one thing to do at
 * a time, and parks until it is done; only the I/O thread touches Undertow's channels, which are not made for two threads.
 */
final class ExchangeChannels {

    /** What follows the bytes of a write. */
    enum Then {
        GO_ON,
        FLUSH,
        END
    }

    private final HttpServerExchange exchange;
    private final long writeNanos;

    /* The virtual thread's. */
    private boolean broken;

    /* The I/O thread's. */
    private @Nullable StreamSourceChannel source;
    private @Nullable StreamSinkChannel sink;

    ExchangeChannels(HttpServerExchange exchange, Duration writeTimeout) {
        this.exchange = exchange;
        writeNanos = writeTimeout.toNanos();
    }

    /* The virtual thread's. */

    /** Whether the client has gone, or takes nothing. */
    boolean isBroken() {
        return broken;
    }

    /**
     * Reads body bytes, blocking until there are some.
     *
     * @param nanos how long to wait, 0 for ever
     * @return how many, -1 at the end of the body
     */
    int read(byte[] into, int offset, int length, long nanos) throws IOException {
        var done = new CompletableFuture<Integer>();
        /* Bytes that come when the time is over are put where nobody looks. */
        var bytes = ByteBuffer.allocate(Math.min(length, 16 * 1024));
        int count = await(done, nanos, () -> read(bytes, done));
        bytes.flip().get(into, offset, bytes.limit());
        return count;
    }

    /** Writes bytes, blocking while the client takes none. */
    void write(ByteBuffer bytes, Then then) throws IOException {
        if (broken) {
            throw new IOException("the client has gone");
        }
        var done = new CompletableFuture<Integer>();
        try {
            await(done, writeNanos, () -> write(bytes, then, done));
        } catch (IOException e) {
            broken = true;
            throw e;
        }
    }

    /** Ends the exchange, by a break if its response has not ended. Does not wait. */
    void end(boolean finished) {
        try {
            exchange.getIoThread().execute(finished ? exchange::endExchange : this::breakOff);
        } catch (RejectedExecutionException e) {
            Log.SERVER.log(System.Logger.Level.DEBUG, "the server ended before its exchange", e);
        }
    }

    private int await(CompletableFuture<Integer> done, long nanos, Runnable task) throws IOException {
        try {
            exchange.getIoThread().execute(task);
            return nanos == 0 ? done.get() : done.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            done.cancel(/* mayInterruptIfRunning= */ false);
            throw new TransportTimeoutException("the client neither sent nor took a byte in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            broken = true;
            throw new InterruptedIOException("interrupted while it waited for the client");
        } catch (RejectedExecutionException | ExecutionException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /* The I/O thread's. */

    private void read(ByteBuffer into, CompletableFuture<Integer> done) {
        try {
            var channel = source();
            int count = done.isDone() ? -1 : channel.read(into);
            if (count == 0) {
                channel.getReadSetter().set(ready -> read(into, done));
                channel.getCloseSetter().set(closed -> read(into, done));
                channel.resumeReads();
            } else {
                channel.suspendReads();
                done.complete(count);
            }
        } catch (Throwable e) {
            done.completeExceptionally(e);
        }
    }

    private StreamSourceChannel source() throws IOException {
        if (source == null) {
            source = exchange.getRequestChannel();
        }
        if (source == null) {
            throw new IOException("another handler has taken the request's body");
        }
        return source;
    }

    private void write(ByteBuffer bytes, Then then, CompletableFuture<Integer> done) {
        try {
            var channel = sink();
            if (done.isDone() || writeNow(channel, bytes, then)) {
                channel.suspendWrites();
                done.complete(0);
            } else if (!channel.isOpen()) {
                throw new IOException("the client has gone");
            } else {
                channel.getWriteSetter().set(ready -> write(bytes, then, done));
                channel.getCloseSetter()
                        .set(closed -> done.completeExceptionally(new IOException("the client has gone")));
                channel.resumeWrites();
            }
        } catch (Throwable e) {
            done.completeExceptionally(e);
        }
    }

    private StreamSinkChannel sink() throws IOException {
        if (sink == null) {
            sink = exchange.getResponseChannel();
        }
        if (sink == null) {
            throw new IOException("another handler has taken the response");
        }
        return sink;
    }

    /** Whether all of it is done; called again it goes on where it was. */
    private static boolean writeNow(StreamSinkChannel channel, ByteBuffer bytes, Then then) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                return false;
            }
        }
        if (then == Then.END) {
            channel.shutdownWrites();
        }
        return then == Then.GO_ON || channel.flush();
    }

    /** The client is not to take what it has for all there was. */
    private void breakOff() {
        if (sink != null) {
            close(sink);
        }
        if (sink == null || !exchange.getProtocol().equals(Protocols.HTTP_2_0)) {
            close(exchange.getConnection());
        }
        exchange.endExchange();
    }

    private static void close(Closeable channel) {
        try {
            channel.close();
        } catch (IOException e) {
            Log.SERVER.log(System.Logger.Level.DEBUG, "closing an exchange failed", e);
        }
    }
}
