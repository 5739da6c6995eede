package dev.loomlet.middleware;

import dev.loomlet.wsgi.Headers;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The body of a backend's answer as blocks. One block is asked for ahead, so that there are never more than two in memory. The client's threads
 * put them in, the request's thread takes them out and waits for them; {@link #close} may come from any thread, and ends the connection unless
 * the body is complete.
 */
final class AnswerBody implements BodySubscriber<AnswerBody>, Iterable<byte[]>, AutoCloseable {

    private static final Object END = new Object();

    private final AnswerHead head;
    private final Duration idleTimeout;
    /* Blocks, then END or a Throwable. Bounded by what was asked for. */
    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
    private Runnable whenClosed = () -> {};
    private byte @Nullable [] next;
    private boolean ended;

    AnswerBody(AnswerHead head, Duration idleTimeout) {
        this.head = head;
        this.idleTimeout = idleTimeout;
    }

    /** A body that is not wanted, since {@code fault} is wrong with the head. */
    static AnswerBody refused(BackendException fault) {
        var body = new AnswerBody(new AnswerHead(fault.status(), Headers.empty()), Duration.ZERO);
        body.onError(fault);
        body.close();
        return body;
    }

    /** What came before it. */
    AnswerHead head() {
        return head;
    }

    /** Has {@code action} run once when this is closed. To be called once, before the body is given away. */
    void whenClosed(Runnable action) {
        whenClosed = action;
    }

    /** Waits for a block or the end, as long as the idle timeout says. */
    void awaitBlock() throws BackendException, InterruptedException {
        if (next == null && !ended) {
            fetch();
        }
    }

    private void fetch() throws BackendException, InterruptedException {
        var item = arrived.poll(idleTimeout.toNanos(), TimeUnit.NANOSECONDS);
        if (item == null) {
            item = arrived.poll();
        }
        switch (item) {
            case null -> {
                ended = true;
                throw BackendException.timeout("sent nothing of the answer's body in time");
            }
            case byte[] block -> {
                next = block;
                ask();
            }
            case Throwable fault -> {
                ended = true;
                throw BackendException.of(fault);
            }
            default -> ended = true;
        }
    }

    private void ask() {
        var given = subscription.get();
        if (given != null) {
            given.request(1);
        }
    }

    @Override
    public Iterator<byte[]> iterator() {
        return new Blocks();
    }

    private final class Blocks implements Iterator<byte[]> {
        @Override
        public boolean hasNext() {
            try {
                awaitBlock();
                return next != null;
            } catch (BackendException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for a backend", e);
            }
        }

        @Override
        public byte[] next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            var block = next;
            next = null;
            return block;
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            var given = subscription.get();
            if (given != null) {
                /* Has no effect if the body is complete. */
                given.cancel();
            }
            whenClosed.run();
        }
    }

    @Override
    public CompletionStage<AnswerBody> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        /* Here it is set and then closed is read, in close() the other way round: one of the two sees the other. */
        subscription.set(given);
        if (closed.get()) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        var block = new byte[buffers.stream().mapToInt(ByteBuffer::remaining).sum()];
        int at = 0;
        for (var buffer : buffers) {
            int count = buffer.remaining();
            buffer.get(block, at, count);
            at += count;
        }
        if (block.length == 0) {
            ask();
        } else {
            arrived.add(block);
        }
    }

    @Override
    public void onError(Throwable fault) {
        arrived.add(fault);
    }

    @Override
    public void onComplete() {
        arrived.add(END);
    }
}
