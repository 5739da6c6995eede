package dev.loomlet.server;

import dev.loomlet.server.http1.ProtocolException;
import dev.loomlet.server.http1.Violation;
import dev.loomlet.server.hub.HubSocket;
import dev.loomlet.server.tls.RecordBuffers;
import dev.loomlet.server.tls.TlsEngine;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS (RFC 8446, RFC 5246) over another transport. All of it, the handshake's computing too, is done by the connection's thread; the
 * server's threads only end waits, by the transport below, or close it.
 *
 * <p>A connection that waits for its client holds no memory here but what the JDK's engine keeps, unless the client stopped within a
 * record. Who ends a connection without saying so (RFC 8446 §6.1) is not told from who does: what HTTP carries has ends of its own.
 */
@SuppressWarnings("ByteBufferBackingArray") // those of RecordBuffers have one
final class TlsTransport implements Transport {

    private static final int HANDSHAKE_RECORD = 22;
    private static final int SMALL = 256;
    private static final int RECORD_BYTES = 16 * 1024;
    private static final int RECORDS_A_TURN = 16;
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Transport below;
    private final Supplier<SSLEngine> engines;
    private Peer peer;
    private @Nullable TlsEngine engine;
    private volatile @Nullable Thread owner;
    private boolean outputEnded;
    private int records;

    /** TLS over {@code below}, by an engine that is made when the connection's thread begins. */
    TlsTransport(Transport below, Supplier<SSLEngine> engines) {
        this.below = below;
        this.engines = engines;
        this.peer = below.peer();
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public void begin() {
        owner = Thread.currentThread();
        below.begin();
    }

    @Override
    public void handshake(long timeoutNanos) throws IOException {
        long end = timeoutNanos == 0 ? 0 : System.nanoTime() + timeoutNanos;
        var first = new byte[SMALL];
        int count = below.read(first, 0, first.length, timeoutNanos);
        if (count < 0) {
            throw new EOFException("closed before a TLS handshake");
        }
        requireTls(first[0]);
        var tls = new TlsEngine(engines.get());
        engine = tls;
        tls.room().put(first, 0, count);
        tls.received();
        var buffer = RecordBuffers.take();
        try {
            handshake(tls, buffer, end);
            requireFit(tls);
            peer = peer.secured(tls.session());
        } catch (SSLException e) {
            endOutput();
            throw e;
        } finally {
            RecordBuffers.give(buffer);
        }
    }

    /* RFC 8446 §5.1; and what begins a request line, or may stand before it: HTTP, for this port in the wrong scheme. */
    private void requireTls(byte first) throws IOException {
        if (first != HANDSHAKE_RECORD) {
            outputEnded = true;
            if ((first >= 'A' && first <= 'Z') || first == '\r' || first == '\n') {
                throw new ProtocolException(Violation.CLEAR_ON_TLS_PORT);
            }
            throw new SSLException("what came first is no TLS handshake");
        }
    }

    /* RFC 9113 §9.2.2: HTTP/2 needs an ephemeral key and authenticated encryption, as TLS 1.3 always has. */
    private static void requireFit(TlsEngine tls) throws SSLException {
        var suite = tls.session().getCipherSuite();
        boolean ephemeral =
                suite.contains("DHE_") || tls.session().getProtocol().equals("TLSv1.3");
        boolean authenticated = suite.contains("_GCM_") || suite.contains("_POLY1305_") || suite.contains("_CCM");
        if (tls.applicationProtocol().equals("h2") && !(ephemeral && authenticated)) {
            throw new SSLException("HTTP/2 may not be spoken over " + suite);
        }
    }

    private void handshake(TlsEngine tls, ByteBuffer buffer, long end) throws IOException {
        for (var step = tls.step(); step != TlsEngine.Step.DONE; step = tls.step()) {
            switch (step) {
                case COMPUTE -> tls.runTask();
                case SEND -> sendOwn(tls, buffer, left(end));
                case RECEIVE -> {
                    if (!tls.unwrapOwn() && !receive(tls, buffer.array(), 0, buffer.capacity(), left(end))) {
                        throw new EOFException("closed within the TLS handshake");
                    }
                    if (tls.isEnded()) {
                        throw new EOFException("the client ended the TLS handshake");
                    }
                }
                case DONE -> {}
            }
        }
    }

    private static long left(long end) throws TransportTimeoutException {
        if (end == 0) {
            return 0;
        }
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw new TransportTimeoutException("what protects the connection did not come in time");
        }
        return left;
    }

    private void sendOwn(TlsEngine tls, ByteBuffer buffer, long timeoutNanos) throws IOException {
        buffer.clear();
        tls.wrapOwn(buffer);
        below.write(buffer.array(), 0, buffer.position(), timeoutNanos);
    }

    /** Waits for bytes, in {@code through}, so that nothing else is held meanwhile; false if there are no more. */
    private boolean receive(TlsEngine tls, byte[] through, int offset, int length, long timeoutNanos)
            throws IOException {
        int free = RecordBuffers.SIZE - tls.held();
        int count = below.read(through, offset, Math.min(length, free), timeoutNanos);
        if (count > 0) {
            tls.room().put(through, offset, count);
            tls.received();
        }
        return count > 0;
    }

    private TlsEngine engine() throws IOException {
        var tls = engine;
        if (tls == null) {
            throw new IOException("there was no TLS handshake");
        }
        return tls;
    }

    @Override
    public String applicationProtocol() {
        var tls = engine;
        if (tls == null) {
            return "";
        }
        var agreed = tls.applicationProtocol();
        return agreed.isEmpty() ? "http/1.1" : agreed;
    }

    @Override
    public boolean waitsWithoutBuffer() {
        return below.waitsWithoutBuffer();
    }

    @Override
    public void awaitReadable(long timeoutNanos) throws IOException {
        if (!engine().holdsRecord()) {
            below.awaitReadable(timeoutNanos);
        }
    }

    @Override
    public int read(byte[] into, int offset, int length, long timeoutNanos) throws IOException {
        var tls = engine;
        if (tls == null) {
            return below.read(into, offset, length, timeoutNanos);
        }
        long end = timeoutNanos == 0 ? 0 : System.nanoTime() + timeoutNanos;
        var view = ByteBuffer.wrap(into, offset, length);
        int count = unwrap(tls, view);
        while (count == 0) {
            boolean more =
                    length >= SMALL ? receive(tls, into, offset, length, left(end)) : receiveAside(tls, left(end));
            count = more ? unwrap(tls, view) : -1;
        }
        return count;
    }

    /** For who asks for a few bytes, which is for fewer system calls than bytes. */
    private boolean receiveAside(TlsEngine tls, long timeoutNanos) throws IOException {
        var buffer = RecordBuffers.take();
        try {
            return receive(tls, buffer.array(), 0, buffer.capacity(), timeoutNanos);
        } finally {
            RecordBuffers.give(buffer);
        }
    }

    private int unwrap(TlsEngine tls, ByteBuffer into) throws IOException {
        try {
            int count = tls.unwrap(into);
            if (tls.wantsToSend() && !outputEnded) {
                var buffer = RecordBuffers.take();
                try {
                    sendOwn(tls, buffer, CLOSE_NANOS);
                } finally {
                    RecordBuffers.give(buffer);
                }
            }
            return count;
        } catch (SSLException e) {
            endOutput();
            throw e;
        }
    }

    @Override
    public void write(byte[] from, int offset, int length, long timeoutNanos) throws IOException {
        if (engine == null) {
            below.write(from, offset, length, timeoutNanos);
            return;
        }
        write(ByteBuffer.wrap(from, offset, length), timeoutNanos);
    }

    private void write(ByteBuffer from, long timeoutNanos) throws IOException {
        var tls = engine();
        var buffer = RecordBuffers.take();
        try {
            while (from.hasRemaining()) {
                tls.wrap(from, buffer.clear());
                below.write(buffer.array(), 0, buffer.position(), timeoutNanos);
                letOthersRun(from.remaining());
            }
        } catch (IOException e) {
            /* A record may be cut in two, and nothing can be read behind it. */
            outputEnded = true;
            throw e;
        } finally {
            RecordBuffers.give(buffer);
        }
    }

    /** A client that takes all at once would keep the thread computing, and nothing else of its hub would run. */
    @SuppressWarnings("ThreadPriorityCheck") // yield
    private void letOthersRun(int left) {
        if (left > 0 && ++records % RECORDS_A_TURN == 0) {
            Thread.yield();
        }
    }

    @Override
    public long transfer(FileChannel file, long position, long count, long timeoutNanos) throws IOException {
        var buffer = RecordBuffers.take();
        try {
            long sent = 0;
            int step = 1;
            while (sent < count && step > 0) {
                buffer.clear().limit((int) Math.min(count - sent, RECORD_BYTES));
                step = file.read(buffer, position + sent);
                write(buffer.flip(), timeoutNanos);
                sent += Math.max(step, 0);
                letOthersRun(Math.max(step, 0));
            }
            return sent;
        } finally {
            RecordBuffers.give(buffer);
        }
    }

    @Override
    public void shutdownInput() {
        below.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        endOutput();
        below.shutdownOutput();
    }

    /** Says that no more comes, or what is wrong; who does not take it does not hear it. */
    private void endOutput() {
        var tls = engine;
        if (tls == null || outputEnded) {
            return;
        }
        outputEnded = true;
        var buffer = RecordBuffers.take();
        try {
            tls.close(buffer);
            below.write(buffer.array(), 0, buffer.position(), CLOSE_NANOS);
        } catch (IOException e) {
            Log.SERVER.log(System.Logger.Level.DEBUG, "the end of TLS was not sent: " + e.getMessage());
        } finally {
            RecordBuffers.give(buffer);
        }
    }

    @Override
    public void abortOnClose() {
        outputEnded = true;
        below.abortOnClose();
    }

    @Override
    public void expire(long nanoTime) {
        below.expire(nanoTime);
    }

    @Override
    public Optional<HubSocket> leaveToHub() throws IOException {
        var tls = engine();
        var left = below.leaveToHub();
        left.ifPresent(socket -> socket.leaveWith(tls));
        engine = null;
        return left;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the same thread
    public void close() {
        if (Thread.currentThread() == owner) {
            endOutput();
            below.close();
            release();
        } else {
            below.close();
        }
    }

    private void release() {
        var tls = engine;
        if (tls != null) {
            tls.release();
        }
    }
}
