package dev.loomlet.server.hub;

import dev.loomlet.server.tls.TlsEngine;
import java.io.FileDescriptor;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A non-blocking socket whose owner, a virtual thread, waits on a hub until it is ready. It is registered when the owner waits for the
 * first time, and stays so.
 *
 * <p>The owner is the thread that called {@link #begin}. Waiting, reading and writing are its own; the other methods are any thread's
 * unless they say otherwise.
 *
 * <p>What the loop does with a channel takes the channel's locks, which the owner takes too. A virtual thread that waits for one of them
 * unmounts, and if it holds another one meanwhile the loop may wait for that, and nobody is left to run the virtual thread. So
 *
 * <ul>
 *   <li>once registered, all that the channel is asked besides read, write and transfer is asked by the loop;
 *   <li>in these three the owner is pinned ({@link ChannelIo}).
 * </ul>
 *
 * <p>Where there is a descriptor ({@link SunNioCh}), read and write use that, without the channel's locks. Nothing but this class then keeps
 * it from being closed in the midst of one: the owner looks first whether the socket is closed, and what others close is left open while the
 * owner runs on a thread that was relieved, the only place where it runs beside the loop.
 */
public final class HubSocket extends Readiness implements Polled {

    /** The most that one read or write takes. */
    public static final int MAX_COUNT = Scratch.SIZE;

    /* How long a closed socket whose owner is on a relieved thread is kept until it is looked at again. */
    private static final long RELIEVED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Hub hub;
    private final SocketChannel channel;
    private final @Nullable FileDescriptor descriptor;
    private volatile boolean closed;
    private volatile boolean inputShut;
    private volatile @Nullable Thread owner;
    private volatile boolean attached;
    private volatile boolean left;
    private volatile boolean writeWaiting;

    /* Written by the loop before it ends the wait. */
    private boolean inputExpired;
    private boolean outputExpired;
    private volatile Optional<TlsEngine> tls = Optional.empty();

    /** A socket on {@code hub}, which counts it until it is closed. */
    public HubSocket(Hub hub, SocketChannel channel) throws IOException {
        this.hub = hub;
        this.channel = channel;
        channel.configureBlocking(false);
        descriptor = SunNioCh.descriptorOf(channel);
        hub.sockets().add(this);
    }

    /** Says that the current thread is the owner, for an owner that may close the socket before it has waited. */
    public void begin() {
        owner = Thread.currentThread();
    }

    /** The hub that polls it. */
    public Hub hub() {
        return hub;
    }

    /** What protects its bytes is the loop's from now on, too. The owner's. */
    public void leaveWith(TlsEngine engine) {
        tls = Optional.of(engine);
    }

    /** What protects the bytes of a socket that was left to the loop; empty if nothing does. The loop's. */
    public Optional<TlsEngine> tls() {
        return tls;
    }

    /** The owner neither reads, writes nor waits from now on: it leaves the channel to the loop. The owner's. */
    public void leaveToLoop() {
        attached = true;
        left = true;
    }

    /** Has {@code other} told when the socket is ready, in place of the owner; the key is interested in nothing yet. The loop's. */
    public SelectionKey register(Polled other) throws IOException {
        var key = hub.key(channel, this);
        key.interestOps(0);
        key.attach(other);
        return key;
    }

    /** The addresses of both ends can be had from it, before the owner begins. */
    public SocketChannel channel() {
        return channel;
    }

    /**
     * Reads what is there, at most {@link #MAX_COUNT}: the number of bytes, 0 if there is none, -1 at the end.
     *
     * @throws ClosedChannelException if the socket is closed
     */
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = Math.min(length, MAX_COUNT);
        if (descriptor == null) {
            return ChannelIo.read(channel, into, offset, count);
        }
        requireOpen();
        return inputShut ? -1 : SunNioCh.receive(descriptor, CarrierBuffers.scratch(), into, offset, count);
    }

    /**
     * Writes what there is room for, at most {@link #MAX_COUNT}: the number of bytes.
     *
     * @throws ClosedChannelException if the socket is closed
     */
    public int write(byte[] from, int offset, int length) throws IOException {
        int count = Math.min(length, MAX_COUNT);
        if (descriptor == null) {
            return ChannelIo.write(channel, from, offset, count);
        }
        requireOpen();
        return SunNioCh.send(descriptor, CarrierBuffers.scratch(), from, offset, count);
    }

    /** Sends what there is room for: the number of bytes, 0 also if the file ends at {@code position}. */
    public long transfer(FileChannel file, long position, long count) throws IOException {
        return ChannelIo.transfer(channel, file, position, count);
    }

    Optional<Thread> owner() {
        return Optional.ofNullable(owner);
    }

    /**
     * Blocks the owner until bytes are there, the input is shut or the socket is closed. If the time is over before, the input is shut; see
     * {@link #isInputExpired}.
     *
     * @param timeoutNanos how long, {@value Readiness#NO_LIMIT} for ever; noticed by who calls {@link #expire}
     * @throws ClosedByInterruptException if the owner is or was interrupted; the socket is closed then
     * @throws AsynchronousCloseException if the socket is or was closed
     */
    public void awaitReadable(long timeoutNanos) throws IOException {
        attach();
        if (beginWait(timeoutNanos)) {
            hub.post(this::armRead);
        }
        while (isWaiting()) {
            requireOpen();
            LockSupport.park();
            closeIfInterrupted();
        }
        limit(NO_LIMIT);
        requireOpen();
    }

    /**
     * As {@link #awaitReadable}, until there is room to write. If the time is over before, the socket is closed; see {@link
     * #isOutputExpired}.
     */
    public void awaitWritable(long timeoutNanos) throws IOException {
        attach();
        limit(timeoutNanos);
        writeWaiting = true;
        hub.post(this::armWrite);
        while (writeWaiting) {
            requireOpen();
            LockSupport.park();
            closeIfInterrupted();
        }
        limit(NO_LIMIT);
        requireOpen();
    }

    private void attach() {
        if (!attached) {
            attached = true;
        }
    }

    /** Whether a wait for bytes was over, and the input shut for that. The owner's. */
    public boolean isInputExpired() {
        return inputExpired;
    }

    /** Whether a wait for room was over, and the socket closed for that. The owner's. */
    public boolean isOutputExpired() {
        return outputExpired;
    }

    private void closeIfInterrupted() throws IOException {
        if (Thread.interrupted()) {
            Thread.currentThread().interrupt();
            close();
            throw new ClosedByInterruptException();
        }
    }

    /* Who closes says so first and wakes then, and the owner says that it waits first and looks here then. */
    private void requireOpen() throws IOException {
        if (closed) {
            throw new AsynchronousCloseException();
        }
    }

    /** Ends a wait of the owner that is over at {@code nanoTime}. Any thread; never blocks. */
    public void expire(long nanoTime) {
        if (isOver(nanoTime)) {
            hub.post(() -> expireNow(nanoTime));
        }
    }

    /** Ends input: a waiting or later read returns -1. Does not wait. */
    public void shutdownInput() {
        hub.post(this::shutdownInputOrClose);
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
        if (hub.sockets().remove(this)) {
            closed = true;
            if (!isOwner()) {
                if (hub.isInLoop()) {
                    closeBesideOwner();
                } else {
                    hub.post(this::closeBesideOwner);
                }
            } else if (attached) {
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

    private void armRead() {
        try {
            var key = hub.key(channel, this);
            arm();
            key.interestOpsOr(SelectionKey.OP_READ);
        } catch (IOException | RuntimeException e) {
            wakeOwner();
        }
    }

    private void armWrite() {
        try {
            hub.key(channel, this).interestOpsOr(SelectionKey.OP_WRITE);
        } catch (IOException | RuntimeException e) {
            wakeOwner();
        }
    }

    @Override
    public void ready(SelectionKey key) {
        if (key.isReadable()) {
            switch (ready()) {
                case WAKE_OWNER -> LockSupport.unpark(owner);
                case STOP_POLLING -> key.interestOpsAnd(~SelectionKey.OP_READ);
                case POLL_AGAIN -> {}
            }
        }
        if (key.isWritable()) {
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
            writeWaiting = false;
            LockSupport.unpark(owner);
        }
    }

    /* Only the loop ends waits, so the one that it finds is the one that it ends. */
    private void expireNow(long nanoTime) {
        if (isWaiting() && isOver(nanoTime)) {
            inputExpired = true;
            shutdownInputOrClose();
        } else if (writeWaiting && isOver(nanoTime)) {
            outputExpired = true;
            closeNow();
        }
    }

    private void shutdownInputOrClose() {
        inputShut = true;
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            closeBesideOwner();
        }
    }

    private void shutdownOutputOrClose() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            closeBesideOwner();
        }
    }

    private void lingerForNoTime() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException | UnsupportedOperationException e) {
            HubLog.log(System.Logger.Level.DEBUG, "the close will look like an end", e);
        }
    }

    /* An owner that runs now may be within a read or write. So the client is told that it is over, and the descriptor is kept. */
    private void closeBesideOwner() {
        closed = true;
        if (descriptor == null || left || !isOwnerRunning()) {
            closeNow();
            return;
        }
        try {
            channel.shutdownInput().shutdownOutput();
        } catch (IOException e) {
            HubLog.log(System.Logger.Level.DEBUG, "a connection is broken that is closed", e);
        }
        hub.after(RELIEVED_NANOS, this::closeBesideOwner);
    }

    /* On a thread that was relieved, since this one, which would run it else, is in the loop. */
    private boolean isOwnerRunning() {
        var thread = owner;
        return thread != null
                && thread.isVirtual()
                && JavaLang.carrierOf(thread).isPresent();
    }

    private void closeNow() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            HubLog.log(System.Logger.Level.DEBUG, "closing a connection failed", e);
        }
        wakeOwner();
    }

    private void wakeOwner() {
        endWait();
        writeWaiting = false;
        LockSupport.unpark(owner);
    }
}
