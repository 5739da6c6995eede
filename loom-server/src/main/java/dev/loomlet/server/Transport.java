package dev.loomlet.server;

import dev.loomlet.server.http1.ProtocolException;
import dev.loomlet.server.hub.HubSocket;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * The one seam to I/O: a connection's bytes, both ways. Read, write and transfer are for the connection's own thread, which they
 * block; the other methods may be called by any thread.
 */
interface Transport extends AutoCloseable {

    /** The two ends of the connection. */
    Peer peer();

    /** Called first by the connection's thread. */
    default void begin() {}

    /**
     * Agrees with the client on how bytes are protected, where they are: the first thing that is done with the bytes. Blocks.
     *
     * @param timeoutNanos how long all of it may take, 0 for ever
     * @throws ProtocolException if the client speaks HTTP without protection; it can still be answered so
     * @throws TransportTimeoutException if the time is over
     * @throws IOException if they do not agree, or the connection is broken
     */
    default void handshake(long timeoutNanos) throws IOException {}

    /** The protocol that was agreed on in the handshake (RFC 7301); empty if there was none. */
    default String applicationProtocol() {
        return "";
    }

    /** Whether {@link #awaitReadable} waits, so that who has nothing to read yet needs no buffer. */
    default boolean waitsWithoutBuffer() {
        return false;
    }

    /**
     * Blocks until {@link #read} may find something, where that can be told before; otherwise returns at once. When the time is over, it
     * returns too, and the next read says so.
     *
     * @param timeoutNanos how long to wait, 0 for ever
     * @throws IOException if the connection is broken
     */
    default void awaitReadable(long timeoutNanos) throws IOException {}

    /**
     * Reads at least one byte, blocking until there is one or the time is over.
     *
     * @param timeoutNanos how long to wait, 0 for ever
     * @return how many, or -1 if the client will send no more
     * @throws TransportTimeoutException if the time is over; the transport can still write
     * @throws IOException if the connection is broken
     */
    int read(byte[] into, int offset, int length, long timeoutNanos) throws IOException;

    /**
     * Writes all bytes, blocking while the client takes none.
     *
     * @param timeoutNanos how long to wait for progress, 0 for ever
     * @throws TransportTimeoutException if the time is over; the transport is closed
     * @throws IOException if the connection is broken
     */
    void write(byte[] from, int offset, int length, long timeoutNanos) throws IOException;

    /**
     * Sends {@code count} bytes of {@code file} from {@code position} on, without their passing through this program where the
     * system can do that. Blocks and fails as {@link #write}.
     *
     * @return how many were sent, fewer only if the file ends before
     */
    long transfer(FileChannel file, long position, long count, long timeoutNanos) throws IOException;

    /** Ends input: a blocked or later read returns what is there and then -1. */
    void shutdownInput();

    /** Tells the client that nothing more will be sent. */
    void shutdownOutput() throws IOException;

    /** Makes the close an abort, so that the client does not take what it has for all there was. */
    void abortOnClose();

    /** Ends a wait whose time is over at {@code nanoTime}. Called now and then by the server. */
    void expire(long nanoTime);

    /** Leaves the socket to the loop of a hub, for an engine that runs there; empty if this is no socket. The connection's thread. */
    default Optional<HubSocket> leaveToHub() throws IOException {
        return Optional.empty();
    }

    @Override
    void close();
}
