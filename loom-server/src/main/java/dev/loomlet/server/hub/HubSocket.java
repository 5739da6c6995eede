package dev.loomlet.server.hub;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A non-blocking socket whose owner, a virtual thread, waits on a hub until it is ready. It is registered when the owner waits for the
 * first time, and stays so.
 *
 * <p>The owner and the loop agree without a lock. Each writes its own field first and then reads the other's, so at least one of them
 * sees both:
 *
 * <pre>
 *   owner, about to wait:   readWaiting = true;  if !armed: ask the loop to arm
 *   loop, bytes are there:  if readWaiting: wake the owner
 *                           else: armed = false; if readWaiting now: armed = true again
 * </pre>
 *
 * <p>Disarming keeps the selector from reporting, turn after turn, bytes that a busy handler leaves where they are.
 *
 * <p>The owner is the thread that called {@link #begin}. Waiting is its own, with read and write of the channel; the other methods are
 * any thread's unless they say otherwise.
 * Once registered, all that the channel is asked besides read and write is asked by the loop.
 */
public final class HubSocket {

    private final Hub hub;
    private final SocketChannel channel;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Thread owner;
    private volatile boolean attached;
    private volatile boolean armed;
    private volatile boolean readWaiting;
    private volatile boolean writeWaiting;

    /** A socket on {@code hub}, which counts it until it is closed. */
    public HubSocket(Hub hub, SocketChannel channel) throws IOException {
        this.hub = hub;
        this.channel = channel;
        channel.configureBlocking(false);
        hub.sockets().add(this);
    }

    /** Says that the current thread is the owner, for an owner that may close the socket before it has waited. */
    public void begin() {
        owner = Thread.currentThread();
    }

    /** For the owner's read and write. */
    public SocketChannel channel() {
        return channel;
    }

    Optional<Thread> owner() {
        return Optional.ofNullable(owner);
    }

    /**
     * Blocks the owner until bytes are there, the input is shut or the socket is closed.
     *
     * @throws ClosedByInterruptException if the owner is or was interrupted; the socket is closed then
     * @throws AsynchronousCloseException if the socket is or was closed
     */
    public void awaitReadable() throws IOException {
        attached = true;
        readWaiting = true;
        if (!armed) {
            hub.post(this::arm);
        }
        while (readWaiting) {
            park();
        }
        requireOpen();
    }

    /** As {@link #awaitReadable}, until there is room to write. */
    public void awaitWritable() throws IOException {
        attached = true;
        writeWaiting = true;
        hub.post(this::armWrite);
        while (writeWaiting) {
            park();
        }
        requireOpen();
    }

    private void park() throws IOException {
        LockSupport.park();
        if (Thread.interrupted()) {
            Thread.currentThread().interrupt();
            close();
            throw new ClosedByInterruptException();
        }
    }

    private void requireOpen() throws IOException {
        if (closed.get()) {
            throw new AsynchronousCloseException();
        }
    }

    /** Ends input: a waiting or later read returns -1. Does not wait. */
    public void shutdownInput() {
        hub.post(() -> {
            try {
                channel.shutdownInput();
            } catch (IOException e) {
                close();
            }
        });
    }

    /** Tells the client that nothing more will be sent. The owner's. */
    public void shutdownOutput() throws IOException {
        if (attached) {
            hub.post(this::shutdownOutputOrClose);
        } else {
            channel.shutdownOutput();
        }
    }

    /** Makes the close an abort. The owner's. */
    public void abortOnClose() {
        if (attached) {
            hub.post(this::lingerForNoTime);
        } else {
            lingerForNoTime();
        }
    }

    /** Closes the socket and wakes its owner. Does not wait. */
    public void close() {
        if (closed.compareAndSet(false, true)) {
            hub.sockets().remove(this);
            if (attached || !isOwner()) {
                hub.post(this::closeNow);
            } else {
                closeNow();
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same thread
    private boolean isOwner() {
        return Thread.currentThread() == owner;
    }

    /* What the loop does. */

    private void arm() {
        try {
            var key = hub.key(this);
            armed = true;
            key.interestOpsOr(SelectionKey.OP_READ);
        } catch (IOException | RuntimeException e) {
            wakeOwner();
        }
    }

    private void armWrite() {
        try {
            hub.key(this).interestOpsOr(SelectionKey.OP_WRITE);
        } catch (IOException | RuntimeException e) {
            wakeOwner();
        }
    }

    void ready(SelectionKey key) {
        if (key.isReadable()) {
            readable(key);
        }
        if (key.isWritable()) {
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
            writeWaiting = false;
            LockSupport.unpark(owner);
        }
    }

    private void readable(SelectionKey key) {
        if (readWaiting) {
            readWaiting = false;
            LockSupport.unpark(owner);
            return;
        }
        armed = false;
        if (readWaiting) {
            armed = true;
        } else {
            key.interestOpsAnd(~SelectionKey.OP_READ);
        }
    }

    private void shutdownOutputOrClose() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            close();
        }
    }

    private void lingerForNoTime() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException | UnsupportedOperationException e) {
            HubLog.log(System.Logger.Level.DEBUG, "the close will look like an end", e);
        }
    }

    private void closeNow() {
        try {
            channel.close();
        } catch (IOException e) {
            HubLog.log(System.Logger.Level.DEBUG, "closing a connection failed", e);
        }
        wakeOwner();
    }

    private void wakeOwner() {
        readWaiting = false;
        writeWaiting = false;
        LockSupport.unpark(owner);
    }
}
