package dev.loomlet.web;

import dev.loomlet.wsgi.Application;
import dev.loomlet.wsgi.Environ;
import dev.loomlet.wsgi.StartResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends each event to every client that listens, to all of them in the same order. It is an {@link Application}, to be mounted where the
 * clients ask for their stream:
 *
 * {@snippet lang = java :
 * var news = new EventBroadcast();
 * Server.spawn(news);
 * news.send(ServerSentEvent.of("first"));
 * }
 *
 * <p>A client whose queue stays full for longer than the patience is evicted: its stream ends, and what was in the queue is dropped. A
 * browser connects again by itself; with events that have ids, and a history, it gets what it missed.
 *
 * <p>Safe for use by several threads; each client costs its connection's own thread and no other.
 */
public final class EventBroadcast implements Application, AutoCloseable {

    private final int capacity;
    private final Duration patience;
    private final int history;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<EventQueue> queues = new HashSet<>();
    private final ArrayDeque<ServerSentEvent> sent = new ArrayDeque<>();
    private boolean closed;

    /** Makes a broadcast with queues of {@link EventQueue#DEFAULT_CAPACITY}, without patience or history. */
    public EventBroadcast() {
        this(EventQueue.DEFAULT_CAPACITY, /* patience= */ Duration.ZERO, /* history= */ 0);
    }

    /**
     * Makes a broadcast.
     *
     * @param capacity how many events wait for each client, at least 1
     * @param patience how long {@link #send} waits at the most for clients whose queues are full, before it evicts them; zero evicts at
     *     once
     * @param history how many of the last events with an id are kept for clients that come back with a {@code Last-Event-ID}; 0 for none
     * @throws IllegalArgumentException if {@code capacity} is less than 1, or another is negative
     */
    public EventBroadcast(int capacity, Duration patience, int history) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is less than 1");
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience " + patience + " is negative");
        }
        if (history < 0) {
            throw new IllegalArgumentException("history " + history + " is negative");
        }
        this.capacity = capacity;
        this.patience = patience;
        this.history = history;
    }

    /** Answers with a stream of what is sent from now on, after what the request's {@code Last-Event-ID} says that the client missed. */
    @Override
    public Iterable<byte[]> call(Environ environ, StartResponse startResponse) {
        return new EventStream(subscribe(EventStream.lastEventId(environ))).start(environ, startResponse);
    }

    /**
     * Returns the queue of a new client, for an {@link EventStream} with settings of its own. It gets what is sent from now on, until it
     * is closed or evicted. Waits while a {@link #send} waits, no longer than the patience for each.
     *
     * @param lastEventId the last event that the client got; if it is in the history, what was sent after it comes first
     * @return the queue
     */
    public EventQueue subscribe(Optional<String> lastEventId) {
        EventQueue queue;
        lock.lock();
        try {
            var missed = lastEventId.map(this::sentAfter).orElse(List.of());
            queue = new EventQueue(capacity + missed.size());
            missed.forEach(queue::offer);
            queues.add(queue);
            if (closed) {
                queue.end();
            }
        } finally {
            lock.unlock();
        }
        queue.onClose(() -> remove(queue));
        return queue;
    }

    private List<ServerSentEvent> sentAfter(String id) {
        var missed = new ArrayList<ServerSentEvent>();
        boolean found = false;
        for (var event : sent) {
            if (found) {
                missed.add(event);
            }
            found |= id.equals(event.id());
        }
        return missed;
    }

    private void remove(EventQueue queue) {
        lock.lock();
        try {
            queues.remove(queue);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends an event to every client. Waits for those whose queues are full, and while another {@code send} waits, each no longer than
     * the patience in all.
     *
     * @param event what to send
     * @throws InterruptedException if the current thread is interrupted while it waits; some of the clients have got the event then
     * @throws IllegalStateException if the broadcast is closed
     */
    public void send(ServerSentEvent event) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (closed) {
                throw new IllegalStateException("the broadcast is closed");
            }
            remember(event);
            long end = System.nanoTime() + patience.toNanos();
            for (var clients = queues.iterator(); clients.hasNext(); ) {
                var queue = clients.next();
                if (!queue.offer(event, Duration.ofNanos(end - System.nanoTime()))) {
                    clients.remove();
                    queue.evict();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void remember(ServerSentEvent event) {
        if (history > 0 && event.id() != null) {
            if (sent.size() == history) {
                sent.removeFirst();
            }
            sent.add(event);
        }
    }

    /**
     * Returns how many clients listen.
     *
     * @return their number, which may change at any time
     */
    public int clients() {
        lock.lock();
        try {
            return queues.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the streams of all clients, behind what is in their queues, and of those that come later. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            queues.forEach(EventQueue::end);
        } finally {
            lock.unlock();
        }
    }
}
