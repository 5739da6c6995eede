package dev.loomlet.server.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one TLS connection, over the JDK's engine: what was received goes in by {@link #room} and {@link #received}, and
 * comes out by {@link #unwrap}; what is to be sent is made by {@link #wrap}. It never blocks once the handshake is over. For one thread
 * at a time: the connection's, later perhaps its hub's loop.
 *
 * <p>After the handshake a client may change its keys (RFC 8446 §4.6.3), {@value #MOST_EMPTY} times in ten seconds; records that
 * bring nothing count too. It may not negotiate again (TLS 1.2; RFC 9113 §9.2.1).
 */
public final class TlsEngine {

    /** What the handshake waits for. */
    public enum Step {
        /** More from the client. */
        RECEIVE,
        /** That {@link #wrap} is called, and what it makes sent. */
        SEND,
        /** That {@link #runTask} is called. */
        COMPUTE,
        /** Nothing: it is over. */
        DONE
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int RECORD_HEADER = 5;

    private static final int MOST_EMPTY = 32;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final SSLEngine engine;

    /* Received and not yet read; decrypted and not yet taken: each from its position to its limit, null while there is nothing. */
    private @Nullable ByteBuffer cipher;
    private @Nullable ByteBuffer plain;

    private boolean established;
    private boolean ended;
    private int empty;
    private long emptySinceNanos = System.nanoTime();

    /**
     * An engine that begins its handshake.
     *
     * @throws IOException if it cannot
     */
    public TlsEngine(SSLEngine engine) throws IOException {
        this.engine = engine;
        engine.beginHandshake();
    }

    /** What the handshake waits for. */
    public Step step() {
        return switch (engine.getHandshakeStatus()) {
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> Step.RECEIVE;
            case NEED_WRAP -> Step.SEND;
            case NEED_TASK -> Step.COMPUTE;
            case FINISHED, NOT_HANDSHAKING -> {
                established = true;
                yield Step.DONE;
            }
        };
    }

    /** Computes what the handshake needs next: signatures, keys. Takes up to some milliseconds, and may read a clock or a random source. */
    public void runTask() {
        for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** Where to put what is received next; {@link #received} has to be called then. There is room unless a whole record is there. */
    public ByteBuffer room() {
        var held = cipher;
        if (held == null) {
            held = RecordBuffers.take();
            cipher = held;
            return held;
        }
        return held.compact();
    }

    /** What was received stands before the position of {@link #room}'s buffer. */
    public void received() {
        if (cipher != null) {
            cipher.flip();
            giveIfRead();
        }
    }

    /** How many bytes were received and not read. */
    public int held() {
        return cipher == null ? 0 : cipher.remaining();
    }

    /** Whether {@link #unwrap} finds something, without more being received. */
    public boolean holdsRecord() {
        var held = cipher;
        if (plain != null || held == null || held.remaining() < RECORD_HEADER) {
            return plain != null;
        }
        return held.remaining() >= RECORD_HEADER + Short.toUnsignedInt(held.getShort(held.position() + 3));
    }

    /**
     * Reads a record of what is held, or as much of it as there is room for.
     *
     * @return how many bytes, 0 if more has to be received, -1 if the client has said that no more will come
     * @throws SSLException if the client broke the protocol; {@link #wrap} makes the alert that tells it so
     */
    public int unwrap(ByteBuffer into) throws SSLException {
        if (plain != null) {
            return takePlain(plain, into);
        }
        int count = 0;
        while (count == 0 && cipher != null && !ended && (established || step() == Step.RECEIVE)) {
            var held = cipher;
            int before = held.remaining();
            count = unwrapRecord(held, into);
            if (held.remaining() == before) {
                break;
            }
        }
        giveIfRead();
        return count == 0 && ended ? -1 : count;
    }

    private int unwrapRecord(ByteBuffer held, ByteBuffer into) throws SSLException {
        var result = engine.unwrap(held, into);
        return switch (result.getStatus()) {
            case OK -> {
                check(result);
                yield result.bytesProduced();
            }
            case CLOSED -> {
                ended = true;
                yield result.bytesProduced();
            }
            case BUFFER_UNDERFLOW -> {
                if (held.remaining() == RecordBuffers.SIZE) {
                    throw new SSLException("a record is too large");
                }
                yield 0;
            }
            case BUFFER_OVERFLOW -> {
                unwrapAside(held);
                yield plain == null ? 0 : takePlain(plain, into);
            }
        };
    }

    /** A record that is larger than what the caller has room for; or the beginning of one, of which the JDK says so too. */
    private void unwrapAside(ByteBuffer held) throws SSLException {
        var aside = RecordBuffers.take();
        try {
            if (unwrapRecord(held, aside) > 0) {
                plain = aside.flip();
            }
        } finally {
            if (plain == null) {
                RecordBuffers.give(aside);
            }
        }
    }

    private int takePlain(ByteBuffer held, ByteBuffer into) {
        int count = Math.min(held.remaining(), into.remaining());
        into.put(held.slice(held.position(), count));
        held.position(held.position() + count);
        if (!held.hasRemaining()) {
            plain = null;
            RecordBuffers.give(held);
        }
        return count;
    }

    private void giveIfRead() {
        var held = cipher;
        if (held != null && !held.hasRemaining()) {
            cipher = null;
            RecordBuffers.give(held);
        }
    }

    private void check(SSLEngineResult result) throws SSLException {
        if (!established) {
            return;
        }
        boolean version13 = engine.getSession().getProtocol().equals("TLSv1.3");
        switch (result.getHandshakeStatus()) {
            case NOT_HANDSHAKING, FINISHED -> {}
            case NEED_WRAP -> refuseUnless(version13);
            case NEED_TASK, NEED_UNWRAP, NEED_UNWRAP_AGAIN -> refuseUnless(/* allowed= */ false);
        }
        if (result.bytesProduced() == 0 && ++empty > MOST_EMPTY) {
            long now = System.nanoTime();
            if (now - emptySinceNanos < WINDOW_NANOS) {
                throw new SSLException("the client sends too many records without data");
            }
            emptySinceNanos = now;
            empty = 0;
        }
    }

    private static void refuseUnless(boolean allowed) throws SSLException {
        if (!allowed) {
            throw new SSLException("the client wants to negotiate again");
        }
    }

    /** Whether something of the engine's own is to be sent: the answer to a change of keys. */
    public boolean wantsToSend() {
        return established && engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP;
    }

    /**
     * Makes one record of what is to be sent, or, of the engine's own, several.
     *
     * @param into at least {@link RecordBuffers#SIZE} bytes, from its position on
     * @return how many bytes of {@code from} are in it
     * @throws SSLException if nothing can be sent any more
     */
    public int wrap(ByteBuffer[] from, int offset, int length, ByteBuffer into) throws SSLException {
        var result = engine.wrap(from, offset, length, into);
        if (result.getStatus() == SSLEngineResult.Status.CLOSED && result.bytesProduced() == 0) {
            throw new SSLException("TLS is closed");
        }
        return result.bytesConsumed();
    }

    /** Makes one record of what is to be sent. */
    public int wrap(ByteBuffer from, ByteBuffer into) throws SSLException {
        return wrap(new ByteBuffer[] {from}, 0, 1, into);
    }

    /** Makes a record of the engine's own. */
    public void wrapOwn(ByteBuffer into) throws SSLException {
        wrap(NOTHING, into);
    }

    /** Reads what the handshake is waiting for; false if more has to be received. */
    public boolean unwrapOwn() throws SSLException {
        return unwrap(NOTHING) < 0 || step() != Step.RECEIVE;
    }

    /**
     * Makes the notice that nothing more will be sent (RFC 8446 §6.1), or the alert that says what is wrong; nothing, if it was made
     * before. Never fails: who closes has nobody to tell.
     */
    public void close(ByteBuffer into) {
        engine.closeOutbound();
        try {
            int before = -1;
            while (!engine.isOutboundDone() && into.position() != before) {
                before = into.position();
                engine.wrap(NOTHING, into);
            }
        } catch (SSLException e) {
            ended = true;
        }
    }

    /** Whether the client has said that no more will come. */
    public boolean isEnded() {
        return ended;
    }

    /** Gives back all memory; what is held is lost. */
    public void release() {
        if (cipher != null) {
            RecordBuffers.give(cipher);
            cipher = null;
        }
        if (plain != null) {
            RecordBuffers.give(plain);
            plain = null;
        }
    }

    /** What was negotiated, after the handshake. */
    public SSLSession session() {
        return engine.getSession();
    }

    /** The protocol that was agreed on (RFC 7301), empty for none. */
    public String applicationProtocol() {
        var protocol = engine.getApplicationProtocol();
        return protocol == null ? "" : protocol;
    }
}
