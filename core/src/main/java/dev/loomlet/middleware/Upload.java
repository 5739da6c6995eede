package dev.loomlet.middleware;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands a request's body to the HTTP client, a block when the client asks for one, so that no more than a block waits in memory. The request's
 * thread reads and feeds, since a body is for one thread; the client's threads ask and cancel.
 */
final class Upload implements BodyPublisher {

    private final long length;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /* All under the lock. */
    private @Nullable Feed feed;
    private boolean begun;
    private boolean over;

    Upload(long length) {
        this.length = length;
    }

    @Override
    public long contentLength() {
        return length;
    }

    /** Called by the client once it is connected; again if it had to connect again, which is possible until the first block. */
    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        var next = new Feed(subscriber);
        boolean refused;
        lock.lock();
        try {
            refused = begun;
            if (!refused) {
                feed = next;
            }
        } finally {
            lock.unlock();
        }
        subscriber.onSubscribe(next);
        if (refused) {
            subscriber.onError(new IOException("the body was sent in part and cannot be sent again"));
        }
    }

    /** Ends the feeding: the answer is there, or never will be. Any thread. */
    void end() {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Feeds the whole body, blocking until it is taken, the client wants no more of it, or the thread is interrupted.
     *
     * @param patience how long the client may ask for nothing
     * @throws BackendException if it asks for nothing for so long
     * @throws IOException if the body cannot be read: the sender has gone, say
     */
    void feed(ForwardBody body, Duration patience) throws IOException, InterruptedException {
        for (var taker = awaitDemand(patience); taker != null; taker = awaitDemand(patience)) {
            byte[] block;
            try {
                block = body.next();
            } catch (IOException | RuntimeException e) {
                taker.subscriber.onError(e);
                throw e;
            }
            if (block == null) {
                taker.subscriber.onComplete();
                return;
            }
            taker.subscriber.onNext(ByteBuffer.wrap(block));
        }
    }

    private @Nullable Feed awaitDemand(Duration patience) throws IOException, InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!over && (feed == null || feed.demand == 0)) {
                if (left <= 0) {
                    throw BackendException.tookNothing(begun);
                }
                left = changed.awaitNanos(left);
            }
            if (over || feed == null) {
                return null;
            }
            begun = true;
            feed.demand--;
            return feed;
        } finally {
            lock.unlock();
        }
    }

    private final class Feed implements Flow.Subscription {
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private long demand;

        Feed(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            lock.lock();
            try {
                demand += n;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void cancel() {
            lock.lock();
            try {
                over |= feed == this && begun;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
