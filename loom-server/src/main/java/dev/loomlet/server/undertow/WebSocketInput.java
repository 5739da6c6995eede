package dev.loomlet.server.undertow;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a client on their way from the loop, which puts in and stops when it is full, to the one virtual thread that takes out.
 */
final class WebSocketInput {

    private final WebSocketLimits limits;
    private final Runnable onRoom;
    private final Queue<Incoming> messages = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger bytes = new AtomicInteger();
    private volatile boolean ended;
    private volatile boolean paused;
    private volatile @Nullable Thread taker;

    /** {@code onRoom} is called by the virtual thread when the loop, which had paused, may go on. */
    WebSocketInput(WebSocketLimits limits, Runnable onRoom) {
        this.limits = limits;
        this.onRoom = onRoom;
    }

    /* The loop's. */

    void add(Incoming message) {
        if (!ended) {
            bytes.addAndGet(message.payload().length);
            count.incrementAndGet();
            messages.add(message);
            LockSupport.unpark(taker);
        }
    }

    /** Whether nothing more is to be read from the client for now. */
    boolean isFull() {
        return !ended && isOver(1);
    }

    private boolean isOver(int part) {
        return count.get() >= Math.ceilDiv(limits.maxQueued(), part)
                || bytes.get() >= Math.ceilDiv(limits.maxQueuedBytes(), part);
    }

    /** Says that the loop stops until there is room; false if there is already. */
    boolean pause() {
        paused = true;
        if (isFull()) {
            return true;
        }
        paused = false;
        return false;
    }

    /** Whether the loop has stopped for want of room. Any thread. */
    boolean isPaused() {
        return paused;
    }

    void resume() {
        paused = false;
    }

    /** Nothing more comes; what is there can be taken. Any thread. */
    void end() {
        ended = true;
        LockSupport.unpark(taker);
    }

    /** Nothing more comes, and what is there is dropped. */
    void drop() {
        end();
        messages.clear();
    }

    /* The virtual thread's. */

    /**
     * Takes the next message, blocking until there is one.
     *
     * @return null if none will come
     */
    @Nullable
    Incoming take() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        taker = Thread.currentThread();
        try {
            while (true) {
                boolean noMore = ended;
                var next = messages.poll();
                if (next != null) {
                    taken(next);
                    return next;
                }
                if (noMore) {
                    return null;
                }
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            taker = null;
        }
    }

    /* Half of it is free before the loop goes on, so that it does not stop and go with each message. */
    private void taken(Incoming message) {
        count.decrementAndGet();
        bytes.addAndGet(-message.payload().length);
        if (paused && !isOver(2)) {
            onRoom.run();
        }
    }
}
