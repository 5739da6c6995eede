package dev.loomlet.web;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded queue of events between threads that send and one {@link EventStream}. When it is full its client reads more slowly than
 * events come: {@link #send} waits then, {@link #offer} does not.
 *
 * <p>All methods but {@link #poll} may be called by any thread.
 */
public final class EventQueue implements EventSource {

    /** Events that a queue holds if nothing is said. */
    public static final int DEFAULT_CAPACITY = 64;

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<ServerSentEvent> events = new ArrayDeque<>();
    private final List<Runnable> closeActions = new ArrayList<>(1);
    private boolean ended;
    private boolean closed;
    private boolean woken;

    /** Makes a queue of {@link #DEFAULT_CAPACITY}. */
    public EventQueue() {
        this(DEFAULT_CAPACITY);
    }

    /**
     * Makes a queue.
     *
     * @param capacity how many events it holds, at least 1
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    public EventQueue(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is less than 1");
        }
        this.capacity = capacity;
    }

    /**
     * Sends an event, waiting while the queue is full: until the client has read, or the stream has closed, at the latest when the
     * server's write timeout is over.
     *
     * @param event what to send
     * @throws IOException if the stream is closed, since its client has left or the server stops, or was {@linkplain #end ended}
     * @throws InterruptedException if the current thread is interrupted while it waits
     */
    public void send(ServerSentEvent event) throws IOException, InterruptedException {
        if (!add(event, Long.MAX_VALUE)) {
            throw new IOException("the event stream is closed");
        }
    }

    /**
     * Sends an event if there is room.
     *
     * @param event what to send
     * @return false if the queue is full, ended or closed
     */
    public boolean offer(ServerSentEvent event) {
        lock.lock();
        try {
            return isOpen() && events.size() < capacity && put(event);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends an event if there is room, or comes to be in time.
     *
     * @param event what to send
     * @param time how long to wait at the most
     * @return false if the time is over, or the queue ended or closed
     * @throws InterruptedException if the current thread is interrupted while it waits
     */
    public boolean offer(ServerSentEvent event, Duration time) throws InterruptedException {
        return add(event, time.toNanos());
    }

    private boolean add(ServerSentEvent event, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (isOpen() && events.size() >= capacity && left > 0) {
                left = changed.awaitNanos(left);
            }
            return isOpen() && events.size() < capacity && put(event);
        } finally {
            lock.unlock();
        }
    }

    private boolean isOpen() {
        return !ended && !closed;
    }

    private boolean put(ServerSentEvent event) {
        events.add(event);
        changed.signalAll();
        return true;
    }

    /** Ends the stream behind what is in the queue. Nothing more can be sent. */
    public void end() {
        end(/* drop= */ false);
    }

    /** Drops what is in the queue and ends the stream, so that a client that reads too slowly costs no more memory. */
    void evict() {
        end(/* drop= */ true);
    }

    private void end(boolean drop) {
        lock.lock();
        try {
            ended = true;
            if (drop) {
                events.clear();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells whether the stream is over: its client has left, the server stops, or all was sent after {@link #end}.
     *
     * @return whether it is closed
     */
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has {@code action} run once when the stream is over; at once, in the current thread, if it is.
     *
     * @param action runs on the request's thread
     */
    public void onClose(Runnable action) {
        lock.lock();
        try {
            if (!closed) {
                closeActions.add(action);
                return;
            }
        } finally {
            lock.unlock();
        }
        action.run();
    }

    @Override
    public Optional<ServerSentEvent> poll(Duration time) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = time.toNanos();
            while (isOpen() && events.isEmpty() && !woken && left > 0) {
                left = changed.awaitNanos(left);
            }
            woken = false;
            var event = events.poll();
            if (event != null) {
                changed.signalAll();
            }
            return Optional.ofNullable(event);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isEnded() {
        lock.lock();
        try {
            return closed || (ended && events.isEmpty());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void wakeup() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the queue: who waits to send gets the error, and the actions of {@link #onClose} run. The stream does it. */
    @Override
    public void close() {
        List<Runnable> actions;
        lock.lock();
        try {
            closed = true;
            events.clear();
            changed.signalAll();
            actions = List.copyOf(closeActions);
            closeActions.clear();
        } finally {
            lock.unlock();
        }
        actions.forEach(Runnable::run);
    }
}
