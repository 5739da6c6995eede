package dev.loomlet.server;

import dev.loomlet.server.http1.ProtocolException;
import dev.loomlet.server.http1.Violation;
import dev.loomlet.wsgi.Headers;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A body that the client sends, or may send: sends the 100 that it waits for, minds the time, and remembers what went wrong, since a
 * connection whose body could not be read to its end carries no further request.
 */
abstract class FramedBody extends RequestBody {

    private static final long RATE_GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ServerConfig config;
    private final Interim interim;
    private Headers continueHeaders = Headers.empty();
    private Optional<IOException> failure = Optional.empty();
    private long waitedNanos;
    private long bytesRead;

    FramedBody(ServerConfig config, Interim interim) {
        this.config = config;
        this.interim = interim;
    }

    /**
     * Reads body bytes with their framing, waiting at the most {@code nanos}.
     *
     * @return how many, -1 at the end of the body
     */
    abstract int readFramed(byte[] into, int offset, int length, long nanos) throws IOException;

    /** Whether it is sure that more than {@code bytes} of the body were not read yet. */
    abstract boolean hasMoreLeftThan(long bytes);

    @Override
    protected final int readBody(byte[] into, int offset, int length) throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (isComplete()) {
            return -1;
        }
        try {
            if (interim.isAwaited()) {
                interim.send(continueHeaders);
            }
            return readInTime(into, offset, length);
        } catch (TransportTimeoutException e) {
            throw fail(new ProtocolException(Violation.BODY_TIMEOUT));
        } catch (IOException e) {
            throw fail(e);
        }
    }

    private int readInTime(byte[] into, int offset, int length) throws IOException {
        long before = System.nanoTime();
        int count = readFramed(into, offset, length, config.bodyTimeout().toNanos());
        waitedNanos += System.nanoTime() - before;
        bytesRead += Math.max(count, 0);
        if (waitedNanos > RATE_GRACE_NANOS
                && bytesRead < config.minBodyRate() * (double) waitedNanos / TimeUnit.SECONDS.toNanos(1)) {
            throw new ProtocolException(Violation.BODY_TIMEOUT);
        }
        checkSize(bytesRead);
        return count;
    }

    private void checkSize(long bytes) throws ProtocolException {
        if (config.maxBodyBytes() > 0 && bytes > config.maxBodyBytes()) {
            throw new ProtocolException(Violation.LARGE_BODY);
        }
    }

    private IOException fail(IOException e) {
        failure = Optional.of(e);
        return e;
    }

    @Override
    final Optional<IOException> failure() {
        return failure;
    }

    @Override
    final void endInterim() {
        interim.end();
    }

    @Override
    final boolean lacksContinue() {
        return interim.isUnanswered();
    }

    @Override
    public final void continueHeaders(Headers headers) {
        ResponseRules.checkInterim(headers);
        continueHeaders = headers;
    }

    @Override
    public final boolean sendContinue() throws IOException {
        if (!interim.isAllowed()) {
            return false;
        }
        interim.send(continueHeaders);
        return true;
    }

    @Override
    final boolean discard() {
        if (isComplete()) {
            return true;
        }
        if (failure.isPresent() || interim.isAwaited() || hasMoreLeftThan(config.drainBytes())) {
            return false;
        }
        var dropped = new byte[4096];
        long end = System.nanoTime() + config.drainTimeout().toNanos();
        long left = config.drainBytes();
        try {
            while (!isComplete()) {
                long nanos = end - System.nanoTime();
                if (nanos <= 0 || left <= 0) {
                    return false;
                }
                left -= Math.max(0, readFramed(dropped, 0, (int) Math.min(dropped.length, left), nanos));
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
